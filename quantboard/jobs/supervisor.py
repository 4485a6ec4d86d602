"""Watches one child per job: forks it, passes its progress on, beats, stops it, explains its end."""

import json
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from importlib.machinery import ModuleSpec
from multiprocessing import connection, forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

import psutil

from quantboard import log
from quantboard.core.task import Status
from quantboard.db.base import now
from quantboard.errors import NotFound, QuantBoardError
from quantboard.jobs import child, ends
from quantboard.jobs.actor import KINDS, JobKind
from quantboard.jobs.journal import Journal
from quantboard.jobs.speed import Speed
from quantboard.queue.progress import Valve
from quantboard.sandbox.server import ForkServer
from quantboard.services import leases
from quantboard.services.leases import BEAT_S, Claim, Wish
from quantboard.services.readiness import sandbox_state
from quantboard.services.task_views import is_nearly_late
from quantboard.services.traits import limits_of
from quantboard.settings import settings
from quantboard.telemetry import meters

GRACE_S = 0.5
PAUSE_GRACE_S, CHECKPOINT_S = 0.8, 10.0  # to reach a step; then to write down where it was
SILENT_TOO_LONG_S = 60.0  # a supervisor that cannot beat for so long gives its job up
_ctx = multiprocessing.get_context("forkserver")
_processes = threading.Lock()  # multiprocessing reads an exit code once; two threads must not ask at a time


class UnknownKind(NotFound):
    """This worker does not know such work."""

    code = "task.unknown_kind"


class Supervisor:
    """Runs tasks for the slots of one worker."""

    def __init__(self) -> None:
        self._sandbox: ForkServer | None = None
        self._runs: set[Run] = set()
        self._lock = threading.Lock()
        self.is_closing = False

    def warm_up(self, preload: list[str], *, with_sandbox: bool = True) -> None:
        """Start both fork servers; returns when the first child could run."""
        _forget_main()
        if with_sandbox:
            try:
                self._sandbox = _sandbox_server()
            except QuantBoardError as problem:
                log.logger("jobs").warning("sandbox.unavailable", reason=problem.message)
        _ctx.set_forkserver_preload(preload)
        with _processes:
            first = _ctx.Process(target=os.getpid)
            first.start()
            first.join()

    def run(self, queue: str) -> bool:
        """Take the best task of a queue, if there is one, and see it through; whether there was one."""
        taken = None if self.is_closing else leases.claim(queue, lambda asking, held: _kind(held).prepare(asking, held))
        if taken is None:
            return False
        held, payload = taken
        with log.bind(task_id=held.id, request_id=held.request_id or log.new_request_id()):
            one = Run(held, payload)
            with self._lock:
                self._runs.add(one)
            try:
                one.start(self._line_for(one))
                one.watch()
                one.measure()
            except Exception as problem:  # noqa: BLE001 -- the slot must live; the task gets the blame
                one.kill()
                leases.fail(held, leases.explain(problem, held))
            finally:
                with self._lock:
                    self._runs.discard(one)
        return True

    def _line_for(self, one: "Run") -> socket.socket | None:
        if not one.kind.needs_sandbox:
            return None
        if self._sandbox is None:
            self._sandbox = _sandbox_server()
        return self._sandbox.lend()

    def sandbox_state(self) -> dict[str, Any]:
        """What this worker tells of its sandbox."""
        try:
            self._sandbox = self._sandbox or _sandbox_server()
        except QuantBoardError as problem:
            return {"ok": False, "why": problem.message, "layers": {}}
        return sandbox_state(self._sandbox)

    def give_back(self) -> None:
        """Stop every child now; the tasks wait for another worker."""
        self.is_closing = True
        with self._lock:
            for one in self._runs:
                one.is_given_back = True

    def close(self) -> None:
        """End both fork servers."""
        if self._sandbox is not None:
            self._sandbox.close()
        end = getattr(
            getattr(forkserver, "_forkserver", None), "_stop", None
        )  # private; without it, it ends just after us
        if end is not None:
            end()


def _sandbox_server() -> ForkServer:
    return ForkServer(cache_dir=str(settings().numba_cache), slots=max(2, settings().worker_slots))


def _kind(held: Claim) -> JobKind:
    if held.kind not in KINDS:
        raise UnknownKind(f"This worker cannot run {held.kind}.", "Update the worker to the version of the web server.")
    return KINDS[held.kind]


def _forget_main() -> None:
    """Keep multiprocessing from importing the worker's ``__main__`` again in each child (27 ms became 2.5 s)."""
    sys.modules["__main__"].__spec__ = ModuleSpec("__main__", None)


class Run:
    """One attempt at one task."""

    def __init__(self, held: Claim, payload: Any) -> None:
        self.held = held
        self.kind = _kind(held)
        self.is_given_back = False
        self.journal = Journal(held.id, held.attempt)
        self._payload = payload
        self._memory_mb = limits_of(held.kind).memory_mb
        self._is_pausing = self._is_warned = False
        self._answer: dict[str, Any] | None = None
        self._fields: dict[str, Any] = {}
        self._speed = Speed()
        self._valve = Valve()
        self._process: ForkServerProcess | None = None
        self._line: Connection | None = None

    def start(self, sandbox_line: socket.socket | None) -> None:
        """Fork the child."""
        held = self.held
        order = child.Order(held.kind, held.id, self._payload, self._memory_mb, log.request_id(), held.attempt)
        self.journal.say("info", f"attempt {held.attempt} of {held.max_attempts}: {held.kind}, {held.title}")
        self._line, theirs = _ctx.Pipe()
        self._started_at = self._beat_at = time.monotonic()
        with _processes:
            self._process = _ctx.Process(target=child.main, args=(theirs, order, sandbox_line))
            self._process.start()
        theirs.close()
        if sandbox_line is not None:
            sandbox_line.close()  # the child's is the only end now: with it its runs end

    def watch(self) -> None:
        """Until the child ended, in whatever way; then write down how."""
        next_beat = self._started_at + BEAT_S
        while self._answer is None and self._listen(min(next_beat - time.monotonic(), 0.2)):
            self._valve.flush()
            at = time.monotonic()
            if self.is_given_back:
                self.kill()
                self._said("given back: the worker stops", leases.give_back(self.held))
                return
            if self._is_late(at - self._started_at):
                return
            if at >= next_beat:
                next_beat = at + BEAT_S
                if not self._obey(self._beat()):
                    return
        self._reap()
        self._conclude()

    def measure(self) -> None:
        """Count this attempt for the metrics: how long, and how it ended."""
        answer = self._answer or {}
        error = answer.get("error") or {}
        words = ("done", "cancelled", "paused", "bug")
        outcome = next((word for word in words if word in answer), "failed" if error else "stopped")
        meters().job_s.labels(self.held.kind, outcome).observe(time.monotonic() - self._started_at)
        if self.kind.needs_sandbox and (
            outcome == "done" or str(error.get("code", "")).startswith(("code.", "sandbox."))
        ):
            meters().sandbox.labels("ok" if outcome == "done" else error["code"]).inc()

    def _is_late(self, elapsed_s: float) -> bool:
        """Stop the child at its time limit; say before that it will be."""
        limit_s = self.held.time_limit_s
        if elapsed_s > limit_s:
            self.kill()
            error = ends.of_time(self.held)
            self._said(f"timed out: {error['message']}", leases.fail(self.held, error, Status.TIMED_OUT))
            return True
        if not self._is_warned and is_nearly_late(limit_s - elapsed_s, limit_s):
            self._is_warned = True
            left_s = round(limit_s - elapsed_s)
            self.journal.say("warning", f"the time limit of {limit_s} s is {left_s} s away")
            leases.remark(self.held, "nearly_late", left_s=left_s)
        return False

    def _obey(self, wish: Wish | None) -> bool:
        """Do what is wanted of the child; false when this attempt is over."""
        if wish is Wish.GO_ON or (wish is Wish.PAUSE and not self.kind.can_pause):
            return True
        self._stop(wish)
        if self._answer is not None:
            return True  # it was faster, or says itself how it ended
        if wish is Wish.STOP:
            self._said("cancelled", leases.fail(self.held, {}, Status.CANCELLED))
        elif wish is Wish.PAUSE:
            self._said("paused; it reached no step in time and starts anew", leases.set_aside(self.held))
        else:
            log.logger("jobs").warning("task.fenced", attempt=self.held.attempt)
        return False

    def _said(self, text: str, _done: bool) -> None:
        self.journal.say("info", text)

    def _listen(self, patience_s: float) -> bool:
        """Read what the child says for a moment; false when it has gone."""
        assert self._line is not None
        assert self._process is not None
        ready = connection.wait([self._line, self._process.sentinel], max(0.0, patience_s))
        try:
            while self._line.poll():
                self._take(json.loads(self._line.recv_bytes(child.BIGGEST_ANSWER)))
        except (EOFError, OSError):
            return False
        return self._process.sentinel not in ready

    def _take(self, message: Mapping[str, Any]) -> None:
        if "pausing" in message:
            self._is_pausing = True
            return
        if "step" not in message:
            self._answer = dict(message)
            return
        fraction, stage, detail = message["step"]
        eta_s = self._speed.eta_s(fraction, time.monotonic())
        self._fields = {"progress": fraction, "stage": stage[:64], "detail": detail}
        self._fields["eta_at"] = None if eta_s is None else now() + timedelta(seconds=eta_s)
        told = {"progress": fraction, "stage": stage, "detail": detail, "eta_s": eta_s}
        about = {"task": self.held.id, "owner": self.held.owner_id, "kind": self.held.kind, "title": self.held.title}
        self._valve.put(about | told | {"status": str(Status.RUNNING), "attempt": self.held.attempt})

    def _beat(self) -> Wish | None:
        try:
            wish = leases.beat(self.held, self._fields)
        except Exception as problem:  # noqa: BLE001 -- a database that is away for a moment kills no job
            log.logger("jobs").warning("task.beat_failed", reason=str(problem)[:200])
            return None if time.monotonic() - self._beat_at > SILENT_TOO_LONG_S else Wish.GO_ON
        self._beat_at = time.monotonic()
        return None if wish is None or self._is_too_big() else wish

    def _is_too_big(self) -> bool:
        """Where the system does not enforce the limit (macOS), look."""
        if sys.platform == "linux" or self._process is None or self._process.pid is None:
            return False
        try:
            taken = psutil.Process(self._process.pid).memory_info().rss
        except psutil.Error:
            return False
        if taken > self._memory_mb << 20:
            leases.fail(self.held, ends.of_memory(self._memory_mb))
            return True
        return False

    def _stop(self, wish: Wish | None) -> None:
        """End the child: politely for a moment, then at once."""
        assert self._line is not None
        if wish is not None:
            with suppress(OSError):
                self._line.send_bytes(child.PAUSE if wish is Wish.PAUSE else child.STOP)
            until = time.monotonic() + (PAUSE_GRACE_S if wish is Wish.PAUSE else GRACE_S)
            while self._answer is None and time.monotonic() < until:
                was_pausing = self._is_pausing
                if not self._listen(until - time.monotonic()):
                    break
                until += CHECKPOINT_S if self._is_pausing and not was_pausing else 0.0
        if self._answer is None:
            self.kill()

    def kill(self) -> None:
        """End the child at once; what it published is in place, what it did not is garbage."""
        if self._process is not None and self._process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
            self._reap()

    def _reap(self) -> None:
        if self._process is not None:
            connection.wait([self._process.sentinel], 10)
            with _processes:
                self._process.join(0)
        if self._line is not None:
            self._line.close()

    def _conclude(self) -> None:
        answer = self._answer or {"error": ends.of_exit(self._process.exitcode if self._process else None)}
        if "done" in answer:
            leases.finish(self.held, lambda asking: self.kind.finish(asking, self.held, answer["done"]))
            self.journal.say("info", "succeeded")
        elif "cancelled" in answer:
            self._stopped(answer.get("kept"))
        elif "paused" in answer:
            self._said("paused", leases.set_aside(self.held))
        else:
            self._fail(answer)

    def _stopped(self, kept: dict[str, Any] | None) -> None:
        if kept:
            done = leases.stop(self.held, lambda asking: self.kind.finish(asking, self.held, kept))
            self._said("stopped: what was done until then is kept, as unfinished", done)
        else:
            self._said("cancelled", leases.fail(self.held, {}, Status.CANCELLED))

    def _fail(self, answer: Mapping[str, Any]) -> None:
        error = leases.internal_error(self.held.id, answer["bug"]) if "bug" in answer else answer["error"]
        self.journal.say("error", f"failed: {error['message']} [{error['code']}]")
        if answer.get("may_pass"):
            leases.postpone(self.held, error)
        else:
            leases.fail(self.held, error)
