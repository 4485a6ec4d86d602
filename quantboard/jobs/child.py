"""One process per job, forked from a warmed server: limits, progress to the supervisor, its wish to stop back.

It has neither database nor queue; it answers with a small object and with files that are in place.
"""

import ctypes
import json
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from quantboard import log
from quantboard.core.progress import Cancelled, Paused
from quantboard.errors import QuantBoardError, Unavailable
from quantboard.jobs import ends
from quantboard.jobs.actor import KINDS
from quantboard.jobs.journal import Journal
from quantboard.settings import settings

PR_SET_PDEATHSIG = 1
BIGGEST_ANSWER = 4 << 20
STOP, PAUSE = b"stop", b"pause"


@dataclass(frozen=True)
class Order:
    """What the supervisor hands over."""

    kind: str
    task_id: str
    payload: Any
    memory_mb: int
    request_id: str = ""
    attempt: int = 1


def main(line_up: Connection, order: Order, line: socket.socket | None) -> None:
    """The child's whole life."""
    _die_with_the_worker()
    _limit_memory(order.memory_mb)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the supervisor's business
    log.start(settings(), with_files=True)
    journal = Journal(order.task_id, order.attempt)
    crashes = journal.catch_crashes()
    with log.bind(task_id=order.task_id, request_id=order.request_id), log.read_by(journal.take):
        log.logger("jobs").info("job.started", kind=order.kind, attempt=order.attempt, pid=os.getpid())
        _send(line_up, _work(order, Reporter(line_up, journal), line))
    del crashes


def _work(order: Order, step: "Reporter", line: socket.socket | None) -> dict[str, Any]:
    if order.kind not in KINDS:  # the fork server could not preload: slower, not broken
        from quantboard.jobs import kinds

        kinds.load()
    kind = KINDS[order.kind]
    given = (order.payload, step, line) if kind.needs_sandbox else (order.payload, step)
    try:
        return {"done": kind.execute(*given)}
    except Cancelled as stopped:
        return {"cancelled": True} | ({"kept": dict(stopped.kept)} if stopped.kept else {})
    except Paused:
        return {"paused": True}
    except MemoryError:
        return {"error": ends.of_memory(order.memory_mb)}
    except QuantBoardError as problem:
        return {"error": problem.as_dict(), "may_pass": isinstance(problem, Unavailable)}
    except Exception as problem:  # noqa: BLE001 -- a bug: traceback to the log, its name to the person
        log.logger("jobs").error("job.crashed", exc_info=problem)
        return {"bug": f"{type(problem).__name__}: {problem}"[:300]}


class Reporter:
    """The ``on_step`` of a job: tells the supervisor, and raises what he wants: ``Cancelled`` or ``Paused``."""

    def __init__(self, line_up: Connection, journal: Journal) -> None:
        self._line_up = line_up
        self._journal = journal

    def __call__(self, fraction: float, stage: str, detail: Mapping[str, str]) -> None:
        if self._line_up.poll():
            is_pause = self._line_up.recv_bytes(64) == PAUSE
            _send(self._line_up, {"pausing": True})  # what is worth keeping may take a moment to be written down
            raise Paused if is_pause else Cancelled
        self._journal.reach(stage, detail)
        _send(self._line_up, {"step": [min(1.0, max(0.0, float(fraction))), stage, dict(detail)]})


def _send(line_up: Connection, message: dict[str, Any]) -> None:
    try:
        text = json.dumps(message)
    except (TypeError, ValueError) as problem:
        text = json.dumps({"bug": f"the job's answer is not plain JSON: {problem}"})
    if len(text) > BIGGEST_ANSWER:
        text = json.dumps({"bug": f"the job's answer has {len(text)} bytes; results belong into files"})
    with suppress(BrokenPipeError):  # the supervisor is gone, and so shall we be
        line_up.send_bytes(text.encode())


def _die_with_the_worker() -> None:
    """Leave no orphan: the worker's end is the child's end, even in the middle of a C function."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (connection.wait([sentinel]), os._exit(1)), daemon=True).start()
    if sys.platform == "linux":
        # The fork server lives as long as somebody holds this descriptor's other end, which every child inherits.
        server = _server_record()
        alive = getattr(server, "_forkserver_alive_fd", None)
        if isinstance(alive, int):
            with suppress(OSError):
                os.close(alive)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("800")  # the system shall take the job, not the worker


def _server_record() -> Any:
    """The standard library's record of the fork server (private, hence the guards around its use)."""
    from multiprocessing import forkserver

    return getattr(forkserver, "_forkserver", None)


def _limit_memory(memory_mb: int) -> None:
    """Data, not address space: mapped files are not memory that the job takes."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = memory_mb << 20
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
