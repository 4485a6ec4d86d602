import os

import pytest

from quantboard.core.progress import silent
from quantboard.errors import NotAllowed
from quantboard.queue.names import FAST
from quantboard.sandbox.limits import Limits
from quantboard.sandbox.scripts import Inputs
from quantboard.sandbox.server import ForkServer
from quantboard.services import code_audit, leases, scratchpad, tasks, trail
from quantboard.services.scratchpad import Wish
from tests.services.backtesting import sample


def test_a_file_is_read_as_text(tmp_path):
    file = tmp_path / "a.py"
    file.write_bytes(b"\xef\xbb\xbfx = 1\n\xff")
    assert scratchpad.read_source(file) == "x = 1\n\ufffd"
    with pytest.raises(scratchpad.UnreadableSource):
        scratchpad.read_source(tmp_path / "none.py")


def test_limits_stay_within_bounds():
    assert scratchpad.limits_of(5, 100).memory_bytes == 100 << 20
    assert scratchpad.limits_of(999, 99_999).wall_s == 300


def test_a_program_runs_with_no_more_than_it_names():
    inputs = Inputs(Limits(wall_s=10, answer_bytes=1 << 20))
    made = scratchpad.run_here("import talib\nresult = talib.SMA(np.arange(9.0), 3)[-1]", inputs)
    assert (made.outcome, made.result) == ("ok", 7.0)
    assert scratchpad.check_here("import os").verdict == "dangerous"


@pytest.fixture(scope="module")
def server():
    with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"), built_ins=[]) as made:
        yield made


def worked_off(server, actor, run_id):
    held, payload = leases.claim(FAST, scratchpad.prepare, task_id=scratchpad.view(actor, run_id).task_id)
    answer = scratchpad.execute(payload, silent, server.lend())
    assert leases.finish(held, lambda asking: scratchpad.finish(asking, held, answer))
    return scratchpad.view(actor, run_id)


def test_a_program_is_a_job_with_its_result_by_id(server, ann, bob):
    run_id = scratchpad.submit(bob, Wish("print('x')\nresult = p.n * 2", params={"n": 4}, title="Try"))
    assert scratchpad.view(bob, run_id).outcome == "queued"
    made = worked_off(server, bob, run_id)
    assert (made.outcome, made.answer["result"], made.answer["stdout"]) == ("ok", 8, "x\n")
    assert made.as_json()["finished_at"]
    assert [one.id for one in scratchpad.recent(bob).items] == [run_id]
    with pytest.raises(scratchpad.NoSuchRun):
        scratchpad.view(ann, run_id)


def test_a_dataset_is_given_as_bars(server, ann):
    dataset_id = sample(ann).id
    run_id = scratchpad.submit(ann, Wish("result = bars.n_bars", dataset_id=dataset_id))
    assert worked_off(server, ann, run_id).answer["result"] > 100


def test_refusals_are_audited(server, ann, bob):
    run_id = scratchpad.submit(bob, Wish("getattr([], '__class__')"))
    assert worked_off(server, bob, run_id).outcome == "denied"
    (line,) = code_audit.audit(ann).items
    assert (line.owner_id, line.outcome) == (bob.user_id, "denied")
    assert len(line.digest) == 64
    assert line.refusals
    assert line.as_json()["name"]
    assert [event.event for event in trail.find(ann, trail.Asked(event="code.refused")).items] == ["code.refused"]


def test_it_can_be_cancelled_before_it_ran(bob):
    run_id = scratchpad.submit(bob, Wish("result = 1"))
    tasks.cancel(bob, scratchpad.view(bob, run_id).task_id)
    assert scratchpad.view(bob, run_id).outcome == "cancelled"


def test_viewers_check_but_do_not_run(vic):
    assert scratchpad.check(vic, "result = 1").ok
    with pytest.raises(NotAllowed):
        scratchpad.submit(vic, Wish("result = 1"))
