"""The trusted side of a run: ask, wait, read what came back, explain. Nothing of a person's source is parsed here."""

import json
import os
import signal
import socket
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self

from quantboard.core.bars import Bars
from quantboard.core.strategy.decision import Decision
from quantboard.sandbox import answered, wire
from quantboard.sandbox.limits import NOT_LOCKED, WANTED, Limits, missing
from quantboard.sandbox.outcomes import Crashed, OutOfMemory, RunFailed, SandboxUnavailable, TimedOut
from quantboard.sandbox.server import ForkServer
from quantboard.sandbox.verdict import Verdict

GRACE_S = 5.0  # beyond a run's own deadline, before the server itself counts as lost
START_S = 300.0  # a first start compiles the kernels
CHECK_S = 10.0
CHECK_BYTES = 256 << 10
BATCH_CALLS = 256
BATCH_BYTES = 48 << 20


@dataclass(frozen=True)
class Call:
    """One evaluation of a batch: the parameters, and how many rows are visible (None = all).

    With ``hidden`` what the code stores is traced, the last so many rows left out.
    """

    params: Mapping[str, object]
    upto: int | None = None
    hidden: int | None = None

    def asked(self, n_bars: int) -> dict[str, object]:
        """What the child is told."""
        traced = {} if self.hidden is None else {"hidden": self.hidden}
        return {"params": dict(self.params), "upto": n_bars, **traced}


Answer = Decision | RunFailed


@dataclass(frozen=True)
class Usage:
    """What the last crossing used, for the audit."""

    wall_s: float
    cpu_s: float
    peak_bytes: int


@dataclass(frozen=True)
class _Ended:
    status: int
    killed: bool
    usage: Usage


@dataclass(frozen=True)
class Exchange:
    """What came back of one program: its header and bytes, or how it came to its end without them."""

    header: Mapping[str, Any]
    body: bytes
    failure: RunFailed | None
    usage: Usage


class Sandbox:
    """Runs people's strategies in locked processes. ``with Sandbox(cache_dir=…) as box: box.evaluate(…)``.

    Making one returns at once: the server warms up beside the caller, and the first use waits for it.
    """

    def __init__(
        self,
        *,
        memory_mb: float = 512,
        time_limit_s: float = 30.0,
        cache_dir: str | None = None,
        only_check: bool = False,
        server: ForkServer | None = None,
        line: socket.socket | None = None,
    ) -> None:
        self.memory_bytes = int(memory_mb) << 20
        self.time_limit_s = float(time_limit_s)
        self._owned = server is None and line is None
        self._server = server or (None if line else ForkServer(cache_dir=cache_dir, only_check=only_check))
        self._line = _Line(line) if line is not None else None
        self._lock = threading.Lock()
        self.is_closed = False
        self._columns: tuple[weakref.ref[Bars], int, int] | None = None
        self.printed = ""  # what the last evaluation printed
        self.traces: list[tuple[answered.Stored, ...]] = []  # of the last batch, where it was asked to trace
        self.usage: Usage | None = None

    @classmethod
    def start(cls, **options: Any) -> "Sandbox":
        """The same as ``Sandbox(…)``."""
        return cls(**options)

    def close(self) -> None:
        """Give back what this object holds; an owned server ends."""
        self.is_closed = True
        self._forget_columns()
        if self._line is not None:
            self._line.close()
        if self._owned and self._server is not None:
            self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def layers(self) -> dict[str, str]:
        """Each protective layer and what it reached, ``on`` or ``off: reason``."""
        with self._borrowed() as line:
            return line.report()

    def check(self, source: str) -> Verdict:
        """Findings and declaration of ``source``; nothing of it is run."""
        request = wire.pack_request({"source": source})
        try:
            answer = wire.answer_file(CHECK_BYTES)
            try:
                ended = self._cross("check", [request, answer], (CHECK_S, 256 << 20, CHECK_BYTES), 0)
                return answered.verdict(answer, CHECK_BYTES, ended.status, ended.killed)
            finally:
                os.close(answer)
        finally:
            os.close(request)

    def evaluate(self, source: str, bars: Bars, params: Mapping[str, object]) -> Decision:
        """What the strategy decides on ``bars``. Raises ``SourceRejected`` or a ``RunFailed`` with its line."""
        answer = self.evaluate_many(source, bars, [Call(params)])[0]
        if isinstance(answer, RunFailed):
            raise answer
        return answer

    def evaluate_many(self, source: str, bars: Bars, calls: Sequence[Call]) -> list[Answer]:
        """Many calls in few crossings; a call that fails fails alone. Raises ``SourceRejected``."""
        most = max(1, min(BATCH_CALLS, BATCH_BYTES // _bytes_of_answer(bars)))
        answers: list[Answer] = []
        with self._columns_of(bars) as columns:
            while len(answers) < len(calls):
                batch = calls[len(answers) : len(answers) + most]
                answers += self._batch(source, bars, batch, columns)
        return answers

    def exchange(self, asked: Mapping[str, Any], limits: Limits, bars: Bars | None = None) -> Exchange:
        """One crossing of a whole program: ``scripts.py`` makes sense of what comes back."""
        request = wire.pack_request(asked)
        answer = wire.answer_file(limits.answer_bytes)
        try:
            bounds = (limits.wall_s, limits.memory_bytes, limits.answer_bytes)
            kind, tables = str(asked["kind"]), wants_tables(str(asked["source"])) and asked["kind"] != "check_script"
            if bars is None:
                ended = self._cross(kind, [request, answer], bounds, 0, tables=tables)
            else:
                with self._columns_of(bars) as columns:
                    ended = self._cross(kind, [request, answer, columns[0]], bounds, columns[1], tables=tables)
            self.usage = ended.usage
            is_whole = ended.status == 0 and not ended.killed
            header, body = _one_record(answer, limits.answer_bytes)
            failure = None if is_whole and header is not None else self._explain(ended, limits)
            return Exchange(header or {}, body, failure, ended.usage)
        finally:
            os.close(request)
            os.close(answer)

    def _batch(self, source: str, bars: Bars, calls: Sequence[Call], columns: tuple[int, int]) -> list[Answer]:
        """At least one answer; the calls after a culprit are left for the next crossing."""
        rows = [bars.n_bars if call.upto is None else max(0, min(call.upto, bars.n_bars)) for call in calls]
        asked = [call.asked(n) for call, n in zip(calls, rows, strict=True)]
        size = 4096 + _bytes_of_answer(bars) * len(calls)
        request = wire.pack_request({"source": source, "calls": asked})
        answer = wire.answer_file(size)
        try:
            limits = (self.time_limit_s, self.memory_bytes, size)
            tables = {"tables": wants_tables(source)}
            ended = self._cross("run", [request, answer, columns[0]], limits, columns[1], **tables)
            self.usage = ended.usage
            return self._read(answer, size, ended, [(n, len(bars.symbols)) for n in rows])
        finally:
            os.close(request)
            os.close(answer)

    def _read(self, answer: int, size: int, ended: _Ended, shapes: Sequence[tuple[int, int]]) -> list[Answer]:
        answers: list[Answer] = []
        try:
            current, records = wire.read_records(answer, size, len(shapes))
            self.traces = [answered.trace(record.header.get("trace")) for record in records]
            for record, shape in zip(records, shapes, strict=False):
                self.printed = wire.clean_text(record.header.get("printed"), 16_000)
                answers.append(answered.decision(answer, record, shape))
        except wire.Malformed as error:
            return [*answers, Crashed(f"The process answered with {error}.", "Run it again.")]
        if ended.status == 0 and not ended.killed and len(answers) == len(shapes):
            return answers
        if current > len(answers) or not answers:
            answers.append(self._explain(ended))
        return answers

    def _explain(self, ended: _Ended, limits: Limits | None = None) -> RunFailed:
        time_limit_s, memory_bytes = self.time_limit_s, self.memory_bytes
        if limits is not None:
            time_limit_s, memory_bytes = limits.wall_s, limits.memory_bytes
        limit = f"{time_limit_s:g} s"
        number = os.WTERMSIG(ended.status) if os.WIFSIGNALED(ended.status) else 0
        if ended.killed or number == signal.SIGXCPU:
            return TimedOut(f"It ran longer than {limit} and was stopped.", "Look for a loop over bars or without end.")
        if number == signal.SIGKILL and ended.usage.cpu_s >= time_limit_s:
            return TimedOut(f"It computed longer than {limit} and was stopped.", "Look for a loop without end.")
        if number == signal.SIGKILL or ended.usage.peak_bytes > 0.95 * memory_bytes + (150 << 20):
            return OutOfMemory(f"It needs more than {memory_bytes >> 20} MB.", "Keep fewer or smaller arrays.")
        if number == signal.SIGSYS:
            return answered.denied_call()
        reason = signal.Signals(number).name if number else f"status {os.waitstatus_to_exitcode(ended.status)}"
        return Crashed(f"The process ended without an answer ({reason}).", "Run it again; simplify the code.")

    def _cross(
        self, kind: str, files: list[int], limits: tuple[float, int, int], data_bytes: int, *, tables: bool = False
    ) -> _Ended:
        message = dict(zip(("wall_s", "memory_bytes", "answer_bytes"), limits, strict=True))
        asked = {"kind": kind, "data_bytes": data_bytes, "tables": tables, **message}
        with self._borrowed() as line:
            told = line.ask(asked, files, limits[0] + START_S)
        status = int(told["status"])
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == NOT_LOCKED:
            raise SandboxUnavailable("A run could not be locked in.", "See the sandbox's layers on the system page.")
        usage = Usage(float(told["wall_s"]), float(told["cpu_s"]), int(told["peak_bytes"]))
        return _Ended(status, bool(told["killed"]), usage)

    @contextmanager
    def _borrowed(self) -> Iterator["_Line"]:
        """The one line of a job child, or a fresh one to our server: so that several threads may ask at once."""
        if self._line is not None:
            with self._lock:
                yield self._line
            return
        assert self._server is not None
        line = _Line(self._server.lend())
        try:
            yield line
        except _Lost:
            if self._server.is_alive and line.silent:
                self._server.kill()
            raise
        finally:
            line.close()

    @contextmanager
    def _columns_of(self, bars: Bars) -> Iterator[tuple[int, int]]:
        """The sealed copy of ``bars``, made once and kept for the next run on the same bars."""
        with self._lock:
            if self._columns is None or self._columns[0]() is not bars:
                self._forget_columns()
                made = wire.pack_columns(bars.stamps, bars.symbols, bars.columns)
                self._columns = (weakref.ref(bars), made, os.fstat(made).st_size)
            descriptor = os.dup(self._columns[1])
            size = self._columns[2]
        try:
            yield descriptor, size
        finally:
            os.close(descriptor)

    def _forget_columns(self) -> None:
        if self._columns is not None:
            with suppress(OSError):
                os.close(self._columns[1])
            self._columns = None


def _one_record(answer: int, size: int) -> tuple[Mapping[str, Any] | None, bytes]:
    try:
        _, records = wire.read_records(answer, size, 1)
        return (records[0].header, wire.read_bytes(answer, records[0])) if records else (None, b"")
    except wire.Malformed:
        return None, b""


def wants_tables(source: str) -> bool:
    """Whether a source must go to the server with pandas; too often yes does no harm."""
    return "pandas" in source


def connect(line: socket.socket | int, *, memory_mb: float = 512, time_limit_s: float = 30.0) -> Sandbox:
    """A sandbox over a line that ``ForkServer.lend`` gave: what a job child uses instead of a server of its own."""
    taken = line if isinstance(line, socket.socket) else socket.socket(fileno=line)
    return Sandbox(memory_mb=memory_mb, time_limit_s=time_limit_s, line=taken)


def _bytes_of_answer(bars: Bars) -> int:
    return bars.n_bars * max(len(bars.symbols), 1) * 9 + 2 * wire.MAX_HEADER


class _Lost(SandboxUnavailable):
    """The line broke, or the server did not answer in time."""


class _Line:
    """Messages to the fork server and back."""

    def __init__(self, line: socket.socket) -> None:
        self._socket = line
        self._layers: dict[str, str] | None = None
        self._number = 0
        self.silent = False

    def close(self) -> None:
        self._socket.close()

    def wait_for_layers(self) -> dict[str, str]:
        """The layers that the server's probe reached; refuses where one of the required set is missing."""
        if self._layers is None:
            self._layers = {str(name): str(state) for name, state in dict(self._receive(START_S)["layers"]).items()}
        layers = self._layers
        absent = missing(layers)
        if absent:
            told = {name: state for name, state in layers.items() if not state.startswith("on")}
            reasons = "; ".join(f"{name}: {state}" for name, state in told.items()) or ", ".join(absent)
            hint = "It needs Linux with seccomp; a container must allow it. Nothing of a strategy was run."
            raise SandboxUnavailable(f"Strategies cannot be run safely here ({reasons}).", hint)
        return layers

    def report(self) -> dict[str, str]:
        """All layers, those of the warm server included."""
        told = self.ask({"kind": "report"}, [], START_S)
        layers = {str(name): str(state) for name, state in dict(told["layers"]).items()}
        layers["wanted"] = "on" if any(layers.get(name, "").startswith("on") for name in WANTED) else "off"
        return layers

    def ask(self, message: dict[str, Any], files: list[int], patience: float) -> dict[str, Any]:
        """Send one message, wait for its answer."""
        self._number += 1
        greeted = self._layers is not None
        body = json.dumps({"number": self._number, **message}).encode()
        try:
            socket.send_fds(self._socket, [body], files)
        except OSError:
            raise _lost() from None
        if not greeted:
            self.wait_for_layers()
        told = self._receive(patience + GRACE_S)
        if told.get("number") != self._number:
            raise _lost()
        return told

    def _receive(self, patience: float) -> dict[str, Any]:
        self._socket.settimeout(patience)
        try:
            body = self._socket.recv(65_536)
        except TimeoutError:
            self.silent = True
            raise _lost() from None
        except OSError:
            raise _lost() from None
        if not body:
            raise _lost()
        told: dict[str, Any] = json.loads(body)
        return told


def _lost() -> _Lost:
    return _Lost("The sandbox's server ended before it answered.", "Run it again; a new server starts by itself.")
