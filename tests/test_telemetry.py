import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from instance import ann, blank, instance

from quantboard import telemetry
from quantboard.errors import QuantBoardError

__all__ = ["ann", "blank", "instance"]

COUNTS = """
import os, sys
from pathlib import Path
from quantboard import telemetry
telemetry.share(Path(sys.argv[1]))
telemetry.meters().refused.labels("password").inc()
telemetry.meters().pool.labels("in_use").set(2)
if sys.argv[2] == "parent":
    if os.fork() == 0:
        telemetry.meters().refused.labels("password").inc(2)
        os._exit(0)
    os.wait()
    print(telemetry.text().decode())
"""


def counted(folder, who="parent"):
    environment = {name: value for name, value in os.environ.items() if name != telemetry.FOLDER}
    words = [sys.executable, "-c", COUNTS, str(folder), who]
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout


def test_forked_processes_count_together_and_a_new_start_forgets(tmp_path):
    told = counted(tmp_path)
    assert 'quantboard_sign_ins_refused_total{reason="password"} 3.0' in told
    assert 'quantboard_database_connections{state="in_use"} 2.0' in told
    assert 'quantboard_sign_ins_refused_total{reason="password"} 3.0' in counted(tmp_path)


def test_what_a_dead_process_held_counts_no_longer(tmp_path):
    counted(tmp_path, "child")
    (folder,) = (tmp_path / "metrics").iterdir()
    (held,) = folder.glob("gauge_livesum_*.db")
    dead = folder / "gauge_livesum_4194000.db"
    dead.write_bytes(held.read_bytes())
    alive = folder / f"counter_{os.getpid()}.db"
    alive.write_bytes(
        next(folder.glob("counter_*.db")).read_bytes()
    )  # of a living process: nothing is forgotten at the next start
    assert 'quantboard_database_connections{state="in_use"} 2.0' in counted(tmp_path)
    assert not dead.exists()


def test_machines_that_are_no_more_are_forgotten(tmp_path):
    for name, age_s in (("old", 8 * 86_400), ("young", 3_600)):
        (tmp_path / "metrics" / name).mkdir(parents=True)
        file = tmp_path / "metrics" / name / "counter_1.db"
        file.touch()
        for path in (file, file.parent):
            os.utime(path, (time.time() - age_s,) * 2)
    counted(tmp_path, "child")
    assert sorted(path.name for path in (tmp_path / "metrics").iterdir()) == sorted([socket.gethostname(), "young"])


def test_without_a_folder_this_process_answers_for_itself():
    telemetry.meters().slow_sql.inc()
    assert b"quantboard_slow_sql_total" in telemetry.text()


def test_refused_sign_ins_are_counted(ann):
    from quantboard.services import accounts, tokens

    def counted_here(reason):
        return telemetry.meters().refused.labels(reason)._value.get()

    before = {reason: counted_here(reason) for reason in ("password", "token", "throttled")}
    for _ in range(8):
        with contextlib.suppress(QuantBoardError):
            accounts.sign_in("Ann", "wrong", "203.0.113.7")
    assert tokens.actor_of_token("qb_" + "x" * 40, "203.0.113.7") is None
    after = {reason: counted_here(reason) - before[reason] for reason in before}
    assert after == {"password": 5, "token": 1, "throttled": 3}


def test_many_threads_may_ask_first(tmp_path):
    ask = (
        "import threading; from quantboard import telemetry\n"
        "gate, got = threading.Barrier(8), []\n"
        "def first():\n    gate.wait(); got.append(telemetry.meters())\n"
        "all_ = [threading.Thread(target=first) for _ in range(8)]\n"
        "[one.start() for one in all_]; [one.join() for one in all_]\n"
        "print(len(got), len(set(map(id, got))))"
    )
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["8", "1"]
