"""What every worker does beside its jobs: send what waits, give up what is lost, tidy what has expired."""

import threading
import time
from collections.abc import Callable
from typing import Any

from quantboard.jobs import scratch
from quantboard.log import logger
from quantboard.queue import presence
from quantboard.services import accounts, cleanup, leases, requests, runs, schedules
from quantboard.services.work import relay

TICK_S, SCHEDULES_EVERY_S, SWEEP_EVERY_S, CLOCKS_EVERY_S = 0.2, 2.0, 5.0, 5.0
log = logger("jobs")


class Upkeep:
    """A thread that runs each chore when it is due; several workers doing so is harmless."""

    def __init__(self, stranded_after_s: float = leases.STRANDED_AFTER_S) -> None:
        self.about: dict[str, Any] = {}  # what is told about this worker
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._chores: list[tuple[float, Callable[[], object]]] = [
            (2.0, self._say_here),
            (TICK_S, relay),
            (2.0, leases.Reaper().reap),
            (5.0, lambda: leases.send_stranded(stranded_after_s)),
            (CLOCKS_EVERY_S, leases.forgive_clocks),
            (SCHEDULES_EVERY_S, schedules.start_due),
            (SWEEP_EVERY_S, cleanup.sweep),
            (SWEEP_EVERY_S, scratch.sweep),
            (3600.0, tidy),
        ]

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the present round and end."""
        self._over.set()
        self._thread.join(timeout=40)
        presence.say_gone(leases.worker_name())

    def _say_here(self) -> None:
        presence.say_here(leases.worker_name(), self.about)

    def _run(self) -> None:
        due = dict.fromkeys(range(len(self._chores)), 0.0)
        while not self._over.wait(TICK_S):
            for number, (every_s, chore) in enumerate(self._chores):
                if time.monotonic() >= due[number]:
                    due[number] = time.monotonic() + every_s
                    _try(chore)


def _try(chore: Callable[[], object]) -> None:
    try:
        chore()
    except Exception as problem:  # noqa: BLE001 -- a chore that fails is tried again when it is due
        log.warning("upkeep.failed", chore=getattr(chore, "__qualname__", "?"), reason=str(problem)[:300])


def tidy() -> None:
    """Delete what has expired within hours; what has lain for days is the nightly clean-up's."""
    accounts.forget_ended()
    requests.forget_old()
    runs.expire_results()
