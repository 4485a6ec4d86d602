"""The fork server's main: warm and single-threaded, it forks a locked child per request and keeps the clock.

Started by ``server.py`` as ``python -P -s -B -m quantboard.sandbox.forkserver`` with an empty environment. The first
socket is its owner's: it carries further lines, and its end is the server's end. Every line may send requests; when a
line closes, its runs are killed.
"""

import fcntl
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from quantboard.sandbox import child, limits, namespaces, rehearsal, relay

BLOCKED = (
    "pandas pyarrow scipy bottleneck numexpr reflex sqlmodel sqlalchemy redis dramatiq structlog pydantic psycopg "
    "fastapi starlette uvicorn alembic plotly duckdb psutil IPython"
)
MAX_MESSAGE = 4096
SLOTS = 16
LATEST = 1e9  # a deadline that never comes
REFUSED = {"status": limits.NOT_LOCKED << 8, "killed": False, "wall_s": 0.0, "cpu_s": 0.0, "peak_bytes": 0}


@dataclass
class Request:
    """One message of a line: what to do, its limits, and the descriptors that came with it."""

    line: socket.socket
    number: int
    kind: str
    limits: limits.Limits
    data_bytes: int
    descriptors: list[int]


@dataclass
class Run:
    """One child."""

    request: Request
    slot: int
    watch: int  # pidfd
    started: float
    deadline: float
    killed: bool = False


class Server:
    """The loop between lines and children."""

    def __init__(self, owner: socket.socket, config: dict[str, Any]) -> None:
        self.owner = owner
        self.config = config
        self.parent = os.getppid()
        self.lines: dict[int, socket.socket] = {}
        self.runs: dict[int, Run] = {}
        self.waiting: deque[Request] = deque()
        self.free = list(range(min(int(config.get("slots", 4)), SLOTS)))
        self.layers: dict[str, str] = {}
        self.rooms = namespaces.ProcessRooms()
        self.own_uids = os.geteuid() == 0
        self.at_rest = 0
        self.is_warm = False
        self.is_closed = False  # the owner has gone
        self.is_busy = False  # the last look brought something
        self.relay: relay.Relay | None = None  # to the server of sources with pandas
        self.steps = self._warm_up()

    def serve(self) -> None:
        """Until the owner's line closes. Requests that need little are answered between the steps of the warm-up."""
        self._next_step()
        while os.getppid() == self.parent:
            self._start_waiting()
            self._listen(self._patience() if self.is_warm or self.runs else 0.0)
            if self.is_closed:
                break
            if not self.is_warm and not self.is_busy and not self.runs:
                self._next_step()
        for pid in self.runs:
            _kill(pid)

    def _next_step(self) -> None:
        try:
            next(self.steps)
        except StopIteration:
            self.is_warm = True
        else:
            self.at_rest = limits.memory_at_rest()  # each import grows what a check between two steps starts from

    def _warm_up(self) -> Iterator[None]:
        without = self.config.get("without", ())
        if not self.own_uids and "namespaces" not in without:
            self.layers["user namespace"] = namespaces.attempt(namespaces.enter_user)
        self.at_rest = limits.memory_at_rest()
        self._probe()
        yield
        if self.config.get("only_check"):
            self._seal()
            return
        import numpy as np

        np.seterr(all="ignore")
        yield
        if self.config.get("tables") == "now":
            import pandas  # noqa: F401 - loaded before the fork

            yield
        from quantboard.core.indicators import facade

        yield
        wanted = self.config.get("built_ins")
        for name in facade.BUILTINS if wanted is None else wanted:  # the very first start compiles each of them
            facade.warm([name])
            yield
        rehearsal.rehearse(
            with_tables=self.config.get("tables") == "now", with_built_ins=self.config.get("built_ins") is None
        )
        self._seal()

    def _seal(self) -> None:
        """After the last import: no more files, for children and server alike."""
        self.at_rest = limits.memory_at_rest()
        gc.collect()
        gc.freeze()
        steps: dict[str, Callable[[], str]] = {
            "process namespace": self.rooms.prepare,
            "no network": namespaces.leave_network,
            "no shared memory": namespaces.leave_shared_memory,
            "empty root": namespaces.empty_root,
        }
        if not self.own_uids:
            steps.pop("process namespace")  # needs a further fork there; the other layers cover it
        without = self.config.get("without", ())
        for name, step in steps.items():
            self.layers[name] = "off: switched off" if "namespaces" in without else namespaces.attempt(step)

    def _probe(self) -> None:
        """Let a first child lock itself and try what must fail; its report decides whether anything may run."""
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.dup2(writer, 5)
            try:
                layers = limits.lock(limits.Limits(), self.at_rest, self._uid(0), self.config.get("without", ()))
                layers["tried"] = "on" if not _leaks() else f"off: {', '.join(_leaks())} still possible"
            except Exception as error:  # noqa: BLE001 - whatever it is, the sandbox must not run then
                layers = {"lock": f"off: {error}"}
            os.write(5, json.dumps(layers).encode()[:MAX_MESSAGE])
            child.finish(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            told = pipe.read()
        os.waitpid(pid, 0)
        try:
            self.layers.update(json.loads(told))
        except ValueError:
            self.layers["lock"] = "off: the probe ended without a report"

    def _uid(self, slot: int) -> int | None:
        return limits.FIRST_UID + slot if self.own_uids else None

    def _patience(self) -> float:
        now = time.monotonic()
        nearest = min((run.deadline for run in self.runs.values()), default=now + 2.0)
        return max(0.0, min(nearest - now, 2.0))

    def _listen(self, patience: float) -> None:
        poll = select.poll()
        watched = {self.owner.fileno(): self.owner, **self.lines}
        pids = {run.watch: pid for pid, run in self.runs.items()}
        relayed = self.relay.watched() if self.relay is not None else []
        for descriptor in (*watched, *pids, *relayed):
            poll.register(descriptor, select.POLLIN)
        events = [descriptor for descriptor, _ in poll.poll(patience * 1000)]
        self.is_busy = bool(events)
        for descriptor in events:
            if descriptor in pids:
                self._reap(pids[descriptor])
            elif descriptor == self.owner.fileno():
                self._accept_line()
            elif descriptor in self.lines:
                self._receive(self.lines[descriptor])
            elif self.relay is not None and self.relay.owns(descriptor):
                self.relay.answer(descriptor, self._refuse)
        self._stop_late()  # after those that ended by themselves, however late we look

    def _accept_line(self) -> None:
        try:
            _, descriptors, *_ = socket.recv_fds(self.owner, MAX_MESSAGE, 1)
        except OSError:
            descriptors = []
        if not descriptors:
            self.is_closed = True
            return
        line = socket.socket(fileno=descriptors[0])
        self.lines[line.fileno()] = line
        self._send(line, {"layers": self.layers})

    def _receive(self, line: socket.socket) -> None:
        try:
            message, descriptors, *_ = socket.recv_fds(line, MAX_MESSAGE, 3)
        except OSError:
            message, descriptors = b"", []
        if not message:
            self._hang_up(line)
            return
        asked = json.loads(message)
        if asked["kind"] == "report":
            self._send(line, {"number": asked["number"], "layers": self.layers, "is_warm": self.is_warm})
            return
        if asked.get("tables") and self.relay is not None:
            if not self.relay.ask(line, message, descriptors):
                self._refuse(line, asked["number"])
            _close(descriptors)
            return
        bounds = limits.Limits(asked["wall_s"], asked["memory_bytes"], asked["answer_bytes"])
        request = Request(line, asked["number"], asked["kind"], bounds, asked["data_bytes"], descriptors)
        self.waiting.append(request)

    def _refuse(self, line: socket.socket, number: int) -> None:
        self._send(line, {"number": number, **REFUSED})

    def _hang_up(self, line: socket.socket) -> None:
        if self.relay is not None:
            self.relay.hang_up(line)
        self.lines.pop(line.fileno(), None)
        for pid, run in self.runs.items():
            if run.request.line is line:
                _kill(pid)
        for request in [one for one in self.waiting if one.line is line]:
            self.waiting.remove(request)
            _close(request.descriptors)
        line.close()

    def _start_waiting(self) -> None:
        for request in list(self.waiting):
            if not self.free:
                return
            if request.kind.startswith("run") and not self.is_warm:
                continue
            self.waiting.remove(request)
            self._start(request)

    def _start(self, request: Request) -> None:
        if limits.missing(self.layers):  # the other side refuses as well; this side does not rely on it
            self._refuse(request.line, request.number)
            _close(request.descriptors)
            return
        slot = self.free.pop(0)
        started = time.monotonic()
        pid = self.rooms.fork()
        if pid == 0:
            self._be_child(request, slot)
        _close(request.descriptors)
        self.runs[pid] = Run(request, slot, os.pidfd_open(pid), started, started + request.limits.wall_s)

    def _be_child(self, request: Request, slot: int) -> None:
        status = limits.NOT_LOCKED
        try:
            nothing = os.dup(request.descriptors[0])
            given = [*request.descriptors, nothing][:3]
            # above all that is open: with other runs about, one that is still needed may have any number
            copies = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, max(given) + 1) for descriptor in given]
            for place, descriptor in enumerate(copies, 3):
                os.dup2(descriptor, place)
            for place in (0, 1, 2):
                os.dup2(3, place)
            at_rest = self.at_rest + request.data_bytes + request.limits.answer_bytes
            limits.lock(request.limits, at_rest, self._uid(slot), self.config.get("without", ()))
            status = 1
            child.work(request.kind, request.limits.answer_bytes)
            status = 0
        finally:
            child.finish(status)

    def _stop_late(self) -> None:
        now = time.monotonic()
        for pid, run in self.runs.items():
            if run.deadline <= now and not run.killed:
                run.killed = True
                run.deadline = now + LATEST
                _kill(pid)

    def _reap(self, pid: int) -> None:
        run = self.runs.pop(pid)
        _, status, usage = os.wait4(pid, 0)
        _kill(pid, group_only=True)
        os.close(run.watch)
        self.free.append(run.slot)
        told = {
            "number": run.request.number,
            "status": status,
            "killed": run.killed,
            "wall_s": time.monotonic() - run.started,
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_bytes": usage.ru_maxrss * 1024,
        }
        if run.request.line.fileno() in self.lines:
            self._send(run.request.line, told)

    def _send(self, line: socket.socket, message: dict[str, Any]) -> None:
        try:
            line.send(json.dumps(message).encode(), socket.MSG_DONTWAIT)
        except OSError:
            self._hang_up(line)


def _leaks() -> list[str]:
    """Things a locked process must not be able to do, tried."""
    tries: dict[str, Callable[[], object]] = {
        "open": lambda: os.open("/", os.O_RDONLY),
        "socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "fork": _try_fork,
        "signal": lambda: os.kill(os.getppid() or 1, 0),
    }
    return [name for name, attempt in tries.items() if _succeeds(attempt)]


def _try_fork() -> None:
    if os.fork() == 0:
        child.finish(0)


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _kill(pid: int, group_only: bool = False) -> None:
    for kill in (os.killpg,) if group_only else (os.kill, os.killpg):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def main() -> None:
    """``forkserver <socket> <config>``."""
    for name in BLOCKED.split():
        sys.modules[name] = None  # type: ignore[assignment]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # it ends with its owner, not with a key pressed in his terminal
    config = json.loads(sys.argv[2])
    owner = socket.socket(fileno=int(sys.argv[1]))
    found = None
    if config.get("tables") == "later":
        found = relay.start([owner], lambda line: _serve(line, {**config, "tables": "now"}))
    _serve(owner, config, found)
    child.finish(0)


def _serve(owner: socket.socket, config: dict[str, Any], found: relay.Relay | None = None) -> None:
    if config.get("tables") == "now":
        del sys.modules["pandas"]
    server = Server(owner, config)
    server.relay = found
    server.serve()


if __name__ == "__main__":
    main()
