"""``quantboard worker``: supervises Dramatiq's threads, the job fork server and the sandbox's fork server."""

import os
import signal
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

import dramatiq
import dramatiq.worker

from quantboard.jobs import kinds, scratch
from quantboard.jobs.supervisor import Supervisor
from quantboard.jobs.upkeep import Upkeep
from quantboard.log import logger
from quantboard.queue import broker
from quantboard.queue.names import HEAVY, QUEUES
from quantboard.queue.send import ACTOR
from quantboard.services import schedules, system, traits
from quantboard.settings import prepare_environment, settings

POLL_MS = 100  # median 48 ms from message to start, for 2 % of a core
NICENESS = 5  # a page's click comes first
RESTART_DELAY_S = 0.5
PATIENCE_S = 8.0
SANDBOX_ASKED_EVERY_S = 60.0
log = logger("jobs")


class Worker:
    """One worker process."""

    def __init__(
        self,
        queues: Sequence[str] = QUEUES,
        slots: int | None = None,
        patience_s: float = PATIENCE_S,
        upkeep: Upkeep | None = None,
    ) -> None:
        self._queues = set(queues)
        self._slots = slots or settings().worker_slots
        self._patience_s = patience_s
        self._supervisor = Supervisor()
        self._upkeep = upkeep or Upkeep()
        self._signals = threading.Semaphore(0)

    def run(self, preload: Sequence[str] = ("quantboard.jobs.warm",)) -> None:
        """Work until SIGTERM or SIGINT; what does not finish in time, or until a second signal, is given back."""
        began = time.monotonic()
        with suppress(OSError):
            os.nice(max(0, NICENESS - os.nice(0)))
        prepare_environment()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._signals.release())
        with scratch.own_folder():
            self._work(preload, began)
        log.info("worker.stopped")

    def _work(self, preload: Sequence[str], began: float) -> None:
        warm = threading.Thread(target=self._supervisor.warm_up, args=(list(preload),))
        warm.start()
        traits.check_settings(kinds.load())
        schedules.check_settings()
        system.migrate()
        embedded = system.start_broker()
        warm.join()
        threads = self._listen()
        self._upkeep.about = {"queues": sorted(self._queues), "slots": self._slots}
        self._upkeep.start()
        threading.Thread(target=self._tell_of_the_sandbox, daemon=True).start()
        log.info(
            "worker.ready", seconds=round(time.monotonic() - began, 2), queues=sorted(self._queues), slots=self._slots
        )
        try:
            self._signals.acquire()
            self._wind_down(threads)
        finally:
            self._upkeep.stop()
            self._supervisor.close()
            system.close()
            if embedded is not None:
                embedded.stop()

    def _tell_of_the_sandbox(self) -> None:
        """Ask the sandbox for its layers once a minute; its answer goes out with the worker's next word."""
        while not self._supervisor.is_closing:
            self._upkeep.about = {**self._upkeep.about, "sandbox": self._supervisor.sandbox_state()}
            time.sleep(SANDBOX_ASKED_EVERY_S)

    def _listen(self) -> dramatiq.Worker:
        made = broker.broker()
        declare(self._supervisor, made)
        dramatiq.worker.CONSUMER_RESTART_DELAY_SECS = RESTART_DELAY_S
        # Each queue has its own slots: whatever is fetched finds a free thread, so no queue waits for another.
        n_threads = self._slots * len(self._queues)
        threads = dramatiq.Worker(made, queues=self._queues, worker_timeout=POLL_MS, worker_threads=n_threads)
        threads.queue_prefetch = self._slots
        made.emit_after("process_boot")
        threads.start()
        return threads

    def _wind_down(self, threads: dramatiq.Worker) -> None:
        self._supervisor.is_closing = True
        log.info("worker.stopping")
        ending = threading.Thread(target=threads.stop, kwargs={"timeout": 24 * 3600 * 1000}, daemon=True)
        ending.start()
        until = time.monotonic() + self._patience_s
        while ending.is_alive():
            if self._signals.acquire(timeout=0.1) or time.monotonic() > until:
                self._supervisor.give_back()


def declare(supervisor: Supervisor, made: dramatiq.Broker) -> None:
    """Make the one actor known: a message wakes a slot of its queue, the claim decides what it runs."""

    @dramatiq.actor(actor_name=ACTOR, queue_name=HEAVY, broker=made)
    def run_task(queue: str, _task_id: str) -> None:
        while supervisor.run(queue):  # the next message is a poll away (26 jobs/s), the next task is not (89 jobs/s)
            pass
