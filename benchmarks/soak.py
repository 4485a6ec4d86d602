"""Many people at work for a while: pages over the socket, runs over REST; no error in the log, memory that stays.

    python benchmarks/soak.py --minutes 30 --people 20 [--web-workers 2] [--log told.log]

Everybody loads the sample once, then goes round: pages, a run, its live progress, its report, the task centre, with
pauses as people make them. It starts a QuantBoard of its own in a temporary folder. Exit code 1: something was amiss.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil

from quantboard.bench.start_bench import PASSWORD, running
from quantboard.bench.tabs import Tab
from quantboard.client.connect import Client
from quantboard.core.access import Actor
from quantboard.errors import QuantBoardError
from quantboard.services import accounts, system, tokens
from quantboard.settings import choose
from quantboard.ui import routes

TEMPLATES = ("double_moving_average", "macd", "rsi_reversal", "bollinger", "momentum", "turtle")
PAGES = (routes.HOME, routes.DATA, routes.STRATEGIES, routes.BACKTESTS, routes.NEW_BACKTEST, routes.TASKS, routes.HELP)
SLOW = ("sql.slow", "event.finished", "request.finished")  # warnings on a busy machine, no errors
HARMLESS = ("Attempting to send delta to disconnected client",)  # our tabs close at the end, amid answers
SAMPLE_EVERY_S, ANSWERS_WITHIN_S, ENDS_WITHIN_S = 10.0, 20.0, 120.0


class Person:
    """Somebody with one tab and one token."""

    def __init__(self, base: str, actor: Actor, n: int, amiss: Counter[str], done: Counter[str]) -> None:
        self.base, self.amiss, self.done, self.chance = base, amiss, done, random.Random(n)
        self.client = Client(base, tokens.create(actor, "soak", ["read", "write", "run"])[1])
        self.heard: list[str] = []
        self.tab = Tab(base, routes.HOME, accounts.sign_in(actor.name, PASSWORD), self._hear)

    def _hear(self, _tab: Tab, text: str, _at: float) -> None:
        self.heard = [*self.heard[-200:], text]
        if "toast" in text and ("error(" in text or "reference" in text):
            self.amiss["error on screen"] += 1

    async def live(self, until: float) -> None:
        """From the first page to the last minute."""
        await self.tab.open()
        data = await self._ask(self.client.datasets.load_sample)
        while time.monotonic() < until and data is not None:
            for page in self.chance.sample(PAGES, 3):
                await self._visit(page)
            await self._visit(routes.dataset(data.id))
            await self._run(data.id)
            if not self.tab.is_open:
                self.amiss["socket lost"] += 1
                await self.tab.open()
        await self.tab.close()
        self.client.close()

    async def _run(self, dataset_id: str) -> None:
        template = self.chance.choice(TEMPLATES)
        params: dict[str, Any] = {"cash": self.chance.randrange(50_000, 500_000)}
        started = await self._ask(lambda: self.client.backtests.start(dataset_id, template=template, **params))
        if started is None:
            return
        await self._visit(routes.backtest(started.backtest_id))
        ended = await self._ask(lambda: self.client.tasks.wait(started.task_id))
        if ended is not None and ended.status != "succeeded":
            self.amiss[f"run {ended.status}"] += 1
        await self._ask(lambda: self.client.backtests.result(started.backtest_id))
        self.done["runs"] += 1

    async def _visit(self, page: str) -> None:
        self.heard = []
        began = time.monotonic()
        self.tab.go_to(page)
        while not any("is_hydrated" in text for text in self.heard):
            if time.monotonic() - began > ANSWERS_WITHIN_S:
                self.amiss[f"no answer: {page.rpartition('/')[0] or page}"] += 1
                break
            await asyncio.sleep(0.02)
        self.done["pages"] += 1
        await asyncio.sleep(self.chance.uniform(0.5, 3.0))

    async def _ask(self, request: Any) -> Any:
        try:
            self.done["requests"] += 1
            return await asyncio.to_thread(request)
        except (QuantBoardError, OSError) as problem:
            self.amiss[f"request: {problem}"[:160]] += 1
            return None


async def live(people: list[Person], minutes: float, watched: "Watched") -> None:
    """Everybody at once, a few seconds apart."""
    until = time.monotonic() + minutes * 60
    watching = asyncio.create_task(watched.until(until))
    working = []
    for person in people:
        working.append(asyncio.create_task(person.live(until)))
        await asyncio.sleep(0.3)
    await asyncio.gather(*working)
    await watching


class Watched:
    """The processes from outside."""

    def __init__(self, pid: int) -> None:
        self._main = psutil.Process(pid)
        self.memory: dict[str, list[float]] = {}
        self.n_processes: list[int] = []

    async def until(self, end: float) -> None:
        """Look every ten seconds."""
        while time.monotonic() < end:
            self._look()
            await asyncio.sleep(SAMPLE_EVERY_S)

    def _look(self) -> None:
        taken = Counter[str]()
        family = self._main.children(recursive=True)
        for one in family:
            try:
                words, held = one.cmdline(), one.memory_full_info()
            except psutil.Error:
                continue
            # What forks share counts once. USS would grow twice for each page that ceases to be shared.
            size = getattr(held, "pss", held.uss) / 2**20
            names = ("web", "worker", "valkey-server")
            taken[next((name for name in names if any(name in word for word in words)), "jobs")] += size
        for name, size in taken.items():
            self.memory.setdefault(name, []).append(size)
        self.n_processes.append(len(family))

    def growth(self, name: str) -> tuple[float, float]:
        """The median of the second and of the last fifth, in MB: the first is warming up."""
        sizes = self.memory[name]
        fifth = max(1, len(sizes) // 5)
        return statistics.median(sizes[fifth : 2 * fifth] or sizes), statistics.median(sizes[-fifth:])


def amiss_in(log: str) -> Counter[str]:
    """The errors and warnings that the program logged, by what they say; slow ones apart, harmless ones not at all."""
    found = Counter[str]()
    for line in log.splitlines():
        if not any(sign in line for sign in ("[error", "[warning", "Traceback")):
            continue
        said = line.split("]", 1)[-1].strip()
        if said.startswith(HARMLESS):
            continue
        name = said.split(maxsplit=1)[0] if said else ""
        found[f"slow: {name}" if name in SLOW else said.split("request_id")[0].strip()[:120]] += 1
    return found


def main() -> int:
    """Run, then say what was seen."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--people", type=int, default=20)
    asked.add_argument("--web-workers", type=int, default=1)
    asked.add_argument("--log", type=Path, help="Keep the program's log here.")
    asked.add_argument("--no-build", action="store_true")
    given = asked.parse_args()
    amiss, done = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="qb") as folder:
        data = Path(folder) / "data"
        choose(data_dir=str(data))
        flags = ["--no-build"] if given.no_build else []
        with running(data, *flags, QUANTBOARD_WEB_WORKERS=str(given.web_workers)) as (base, _, program):
            ann = accounts.create_first_admin("person 0", PASSWORD, is_loopback=True)
            actors = [ann]
            for n in range(1, given.people):
                made = accounts.add_user(ann, f"person {n}", PASSWORD)
                actors.append(Actor(made.id, made.name, made.role))
            people = [Person(base, actor, n, amiss, done) for n, actor in enumerate(actors)]
            watched = Watched(program.pid)
            asyncio.run(live(people, given.minutes, watched))
            system.close()
        log = data.with_name("told.log").read_text()
    if given.log:
        given.log.write_text(log)
    logged = amiss_in(log)
    told = {
        "minutes": given.minutes,
        "people": given.people,
        "done": dict(done),
        "amiss": dict(amiss),
        "logged": dict(logged),
        "memory_mb": {name: [round(size, 1) for size in watched.growth(name)] for name in watched.memory},
        "web_mb": [round(size) for size in watched.memory.get("web", [])],
        "processes": [min(watched.n_processes), max(watched.n_processes)],
    }
    sys.stdout.write(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    return int(bool(amiss or any(not what.startswith("slow: ") for what in logged)))


if __name__ == "__main__":
    sys.exit(main())
