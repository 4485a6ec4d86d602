"""The child's main: locked before it reads, then check or run, answer, end. Never used for a second request."""

import os
import traceback
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import asdict
from types import CodeType
from typing import Any

from quantboard.errors import InvalidInput
from quantboard.sandbox import policy, script, tracing, wire
from quantboard.sandbox.check import Examination, examine
from quantboard.sandbox.rewrite import Refused, compile_checked
from quantboard.sandbox.verdict import ERROR, Finding

REQUEST, ANSWER, COLUMNS = 3, 4, 5
TOO_LARGE = {"outcome": "output_limit", "message": "The answer is too large."}


def work(kind: str, answer_bytes: int) -> None:
    """Do what the request asks; the process ends afterwards."""
    request = wire.unpack_request(REQUEST)
    answers = wire.Answers(ANSWER, answer_bytes)
    source = str(request["source"])
    if kind == "check_script":
        script.check(request, answers)
    elif kind == "run_script":
        script.run(request, answers, COLUMNS if request.get("has_columns") else None, _execute)
    elif kind == "check":
        _check(source, answers)
    else:
        _run(source, request["calls"], answers)


def _execute(code: CodeType, scope: dict[str, Any]) -> None:
    exec(code, scope)


def _check(source: str, answers: wire.Answers) -> None:
    seen = examine(source)
    findings = list(seen.findings)
    if seen.tree is not None and seen.names is not None:
        try:
            compile_checked(seen.tree, seen.names)
        except (Refused, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            findings.append(_refusal(error))
    declaration = None if seen.declaration is None else asdict(seen.declaration)
    answers.put({"outcome": "ok", "findings": [one.as_dict() for one in findings], "declaration": declaration})


def _refusal(error: BaseException) -> Finding:
    line = getattr(error, "lineno", None) or 1
    return Finding("syntax.refused", ERROR, int(line), 0, 0, f"This cannot be compiled: {error}.", "Write it simpler.")


def _run(source: str, calls: list[Mapping[str, Any]], answers: wire.Answers) -> None:
    seen = examine(source)
    if seen.tree is None or seen.names is None or seen.declaration is None:
        answers.begin(1)
        answers.put(_rejected(seen.findings))
        return
    stores = tracing.stores_of(seen.tree) if any("hidden" in call for call in calls) else {}
    try:
        code = compile_checked(seen.tree, seen.names)
    except (Refused, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        answers.begin(1)
        answers.put(_rejected((_refusal(error),)))
        return
    runner = _Runner(seen, code, stores)
    for number, call in enumerate(calls, 1):
        answers.begin(number)
        header, arrays = runner.call(call)
        try:
            answers.put(header, arrays)
        except wire.AnswerFull:
            answers.put(TOO_LARGE)


def _rejected(findings: tuple[Finding, ...]) -> dict[str, object]:
    return {"outcome": "rejected", "findings": [one.as_dict() for one in findings if one.severity == ERROR][:20]}


class _Runner:
    """The compiled source and the columns of one crossing."""

    def __init__(self, seen: Examination, code: CodeType, stores: Mapping[int, tuple[str, ...]]) -> None:
        import numpy as np

        from quantboard.sandbox import answers, api, guards

        assert seen.declaration is not None
        np.seterr(all="ignore")
        self.declaration, self.code, self.stores = seen.declaration, code, stores
        self.api, self.answers, self.guards = api, answers, guards
        stamps, symbols, panels = wire.unpack_columns(COLUMNS)
        self.columns = api.Columns(stamps, symbols, panels)
        self.memory = api.Memory()

    def call(self, call: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        """One call in fresh globals; whatever it raises is its own failure."""
        printer = self.guards.Printer()
        try:
            header, arrays = self._decide(call, printer)
        except MemoryError:
            header, arrays = {"outcome": "memory", "message": "The memory limit was reached."}, []
        except BaseException as error:  # noqa: BLE001 - a person's code may raise anything, SystemExit included
            header, arrays = self._explain(error), []
        header["printed"] = printer.text()[:16_000]
        return header, arrays

    def _decide(self, call: Mapping[str, Any], printer: Any) -> tuple[dict[str, Any], list[Any]]:
        upto = int(call["upto"])
        bars = self.columns.visible(upto)
        self.memory.watch(bars)
        given = {param.name: param.default for param in self.declaration.params}
        p = self.guards.Table("p", {**given, **call["params"]})
        shape = (upto, len(self.columns.symbols))
        scope: dict[str, Any] = self.api.namespace(printer, self.memory)
        exec(self.code, scope)
        decide: Callable[..., object] = scope[self.declaration.kind]
        tracer = tracing.Tracer(self.stores, upto, int(call["hidden"])) if "hidden" in call else None
        with tracer or nullcontext():
            decided = decide(bars, p)
            stops = self._stops(scope, bars, p)
        header: dict[str, Any] = {"outcome": "ok", "kind": self.declaration.kind, "stops": stops, "sized": False}
        header["rebalance"] = self.declaration.rebalance
        if tracer is not None:
            header["trace"] = tracer.entries
        if self.declaration.kind == "weights":
            return header, [self.answers.panel(decided, "weights", shape)]
        arrays: list[Any] = [self.answers.codes(decided, shape)]
        size = getattr(decided, "size", None)
        if size is not None:
            header["sized"] = True
            arrays.append(self.answers.panel(size, "size", shape))
        return header, arrays

    def _stops(self, scope: Mapping[str, Any], bars: object, p: object) -> list[float | str | None]:
        if not self.declaration.exits_from_code:
            return [self.declaration.stop_loss, self.declaration.take_profit, self.declaration.trailing]
        return list(self.answers.exits(scope["exits"](bars, p)))

    def _explain(self, error: BaseException) -> dict[str, Any]:
        line = _own_line(error)
        told: dict[str, Any] = {"line": line, "message": _text(error), "advice": getattr(error, "advice", "")}
        if isinstance(error, self.guards.Denied):
            return {**told, "outcome": "denied"}
        if isinstance(error, self.guards.OutputLimit):
            return {**told, "outcome": "output_limit", "advice": "Print less; a value a bar is too much."}
        if isinstance(error, PermissionError | ImportError):
            return {**told, "outcome": "denied", "message": "That is out of reach of a strategy."}
        if isinstance(error, self.answers.BadAnswer):
            return {**told, "outcome": "failed", "type": ""}
        if isinstance(error, InvalidInput):
            return {**told, "outcome": "failed", "type": "", "message": error.message, "advice": error.hint}
        if isinstance(error, RecursionError):
            told["advice"] = "A function calls itself without end."
        return {**told, "outcome": "failed", "type": type(error).__name__}


def _own_line(error: BaseException) -> int:
    """The last line of the person's own source that the error passed."""
    frames = traceback.walk_tb(error.__traceback__)
    return next((n for frame, n in reversed(list(frames)) if frame.f_code.co_filename == policy.FILENAME), 0)


def _text(error: BaseException) -> str:
    try:
        return str(error)[:2000]
    except Exception:  # noqa: BLE001 - a text that cannot be made is no reason to lose the outcome
        return ""


def finish(status: int) -> None:
    """End at once: no handlers, no clean-up of a process that ran strangers' code."""
    os._exit(status)
