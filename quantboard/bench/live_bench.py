"""Live progress: a hundred open tabs that watch jobs which publish twice a second, from publishing to the socket.

Twice: as installed (one web process, tabs in memory), and with two web processes and tabs in Redis. The tabs live in a
process of their own (``live_load.py``); this one plays the worker: it holds the jobs, beats and publishes as one does.
"""

import dataclasses
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from quantboard.bench.start_bench import PASSWORD, running
from quantboard.bench.timing import Row, row
from quantboard.core.access import Actor
from quantboard.services import leases, pulse, system, task_views, tasks
from quantboard.services.leases import Claim
from quantboard.services.work import work
from quantboard.settings import child_environment, choose, settings

N_PEOPLE, TABS_EACH, PER_SECOND = 20, 5, 2.0
WARM_UP_S, SAMPLE_EVERY_S = 10.0, 5.0
MODES = ((1, "tabs in memory, one web process", 250), (2, "tabs in Redis, two web processes", 500))
PAGE = "/tasks/"


def measure(minutes: float = 1.0) -> list[Row]:
    """Both ways, ``minutes`` each."""
    before = settings().data_dir
    try:
        return [one for n_web, name, limit_ms in MODES for one in _one(n_web, name, limit_ms, minutes)]
    finally:
        system.close()
        choose(data_dir=str(before))


def _one(n_web: int, name: str, limit_ms: int, minutes: float) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="qb") as folder:
        data = Path(folder) / "data"
        system.close()
        choose(data_dir=str(data))
        more = {"QUANTBOARD_WEB_WORKERS": str(n_web), "QUANTBOARD_LOOP_PROBE": "true"}
        with running(data, "--no-worker", **more) as (base, _seconds, program):
            people = _people()
            with _load(base, [cookie for _, cookie in people for _ in range(TABS_EACH)]) as (tell, ended):
                with Publisher([actor for actor, _ in people]):
                    time.sleep(WARM_UP_S)
                    tell("steady")
                    watched = Watched(program)
                    watched.for_minutes(minutes)
                    tell("-")
                tell("first")
                for actor, _ in people:
                    _submit(actor, f"@{time.monotonic():.6f}@")
                    time.sleep(0.1)
                tell("-")
                return _rows(name, limit_ms, minutes, ended(), watched)


def _rows(name: str, limit_ms: int, minutes: float, parts: dict[str, Any], watched: "Watched") -> list[Row]:
    steady, first = parts["steady"], parts["first"]

    def told(what: str, value: float, unit: str, limit: str = "") -> Row:
        return row("live", f"{name}: {what}", value, unit, limit)

    n_tabs = N_PEOPLE * TABS_EACH
    expected = int(n_tabs * PER_SECOND * minutes * 60)
    return [
        told(f"publish → socket, p95 of {steady['n']}", steady["p95_ms"], "ms", f"< {limit_ms}"),
        told("publish → socket, p50", steady["p50_ms"], "ms"),
        told("publish → socket, worst", steady["worst_ms"], "ms"),
        told(
            "heard of what was published",
            100 * steady["n"] / expected,
            "%",
            f"{steady['n_open']} of {n_tabs} tabs open",
        ),
        told("a new job, from submitting to the socket, p95", first["p95_ms"], "ms"),
        told("event loop blocked at most", watched.blocked_ms, "ms", "< 100"),
        told("web processes' CPU", 100 * watched.cpu, "% of a core"),
        told("web processes' memory", watched.memory_mb[-1], "MB", f"{watched.growth_mb:+.1f} MB in {minutes:g} min"),
        told("the load generator's own CPU", 100 * steady["cpu"], "% of a core"),
        told("the whole machine, whoever keeps it busy", watched.busy, "% of all cores"),
    ]


class Watched:
    """The web processes from outside, for a while."""

    def __init__(self, program: "subprocess.Popen[bytes]") -> None:
        family = psutil.Process(program.pid).children(recursive=True)
        self._web = [one for one in family if "web" in one.cmdline()]
        self.memory_mb: list[float] = []
        self.cpu = self.blocked_ms = self.busy = 0.0

    def for_minutes(self, minutes: float) -> None:
        """Sample memory, then say how much of a core they took and how long their loops were blocked."""
        began, used = time.monotonic(), self._used()
        psutil.cpu_percent()
        while time.monotonic() - began < minutes * 60:
            self.memory_mb.append(sum(one.memory_full_info().uss for one in self._web) / 2**20)
            time.sleep(SAMPLE_EVERY_S)
        seconds = time.monotonic() - began
        self.cpu, self.busy = (self._used() - used) / seconds, psutil.cpu_percent()
        self.blocked_ms = max(pulse.worst_ms(began, began + seconds).values(), default=float("nan"))

    def _used(self) -> float:
        return float(sum(sum(one.cpu_times()[:2]) for one in self._web))

    @property
    def growth_mb(self) -> float:
        """From the first third's median to the last third's."""
        third = max(1, len(self.memory_mb) // 3)
        return statistics.median(self.memory_mb[-third:]) - statistics.median(self.memory_mb[:third])


def _people() -> list[tuple[Actor, str]]:
    """Twenty people, each signed in."""
    from quantboard.services import accounts

    ann = accounts.create_first_admin("bench", PASSWORD, is_loopback=True)
    found = [(ann, accounts.sign_in(ann.name, PASSWORD))]
    for n in range(1, N_PEOPLE):
        made = accounts.add_user(ann, f"person {n}", PASSWORD)
        found.append((Actor(made.id, made.name, made.role), accounts.sign_in(made.name, PASSWORD)))
    return found


def _submit(actor: Actor, title: str) -> str:
    with work() as w:
        return tasks.submit(w, actor, "bench.watched", {}, title=title)  # type: ignore[arg-type]


class Publisher:
    """Plays the worker for one job a person: twice a second each, evenly spread, and a beat every second."""

    def __init__(self, people: list[Actor]) -> None:
        self._held: list[Claim] = []
        self._views: list[task_views.TaskView] = []
        for actor in people:
            task_id = _submit(actor, "A job that is watched")
            taken = leases.claim("heavy", task_id=task_id)
            assert taken is not None
            self._held.append(taken[0])
            self._views.append(tasks.view(actor, task_id))
        self._over = threading.Event()
        self._threads = [threading.Thread(target=deed, daemon=True) for deed in (self._publish, self._beat)]

    def __enter__(self) -> "Publisher":
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for one in self._threads:
            one.join()

    def _publish(self) -> None:
        pause_s, due, n = 1 / (PER_SECOND * len(self._views)), time.monotonic(), 0
        while not self._over.wait(max(0.0, due - time.monotonic())):
            view, mark = self._views[n % len(self._views)], f"@{time.monotonic():.6f}@"
            task_views.announce(dataclasses.replace(view, progress=(n % 1000) / 1000, detail={"mark": mark}))
            due, n = due + pause_s, n + 1

    def _beat(self) -> None:
        while not self._over.wait(1.0):
            for one in self._held:
                leases.beat(one, {})


@contextmanager
def _load(base: str, cookies: list[str]) -> Iterator[tuple[Any, Any]]:
    """The other process: ``tell`` it where a part begins and ends, and what it noted once it ended."""
    load = subprocess.Popen(
        [sys.executable, "-m", "quantboard.bench.live_load"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=child_environment(),
    )
    assert load.stdin is not None
    assert load.stdout is not None
    said, asked = load.stdout, load.stdin

    def tell(word: str) -> None:
        asked.write(word + "\n")
        asked.flush()
        if word == "-":
            said.readline()

    def ended() -> dict[str, Any]:
        asked.write("\n")
        asked.flush()
        found: dict[str, Any] = json.loads(said.readline())
        return found

    try:
        tell(json.dumps({"base": base, "path": PAGE, "cookies": cookies}))
        if said.readline().strip() != "open":
            raise ConnectionError("the tabs did not open")
        yield tell, ended
    finally:
        load.stdin.close()
        load.wait(30)
