"""A whole program in the child: checked, run in fresh globals, its ``result`` told as JSON. Its printed text comes as
bytes beside the header."""

import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from types import CodeType
from typing import Any

from quantboard.sandbox import policy, wire
from quantboard.sandbox.check import Examination, examine_script
from quantboard.sandbox.names import OWN
from quantboard.sandbox.rewrite import Refused, compile_checked
from quantboard.sandbox.verdict import ERROR, Finding

MAX_TRACE = 20
MAX_FINDINGS = 20
MAX_VARIABLES = 20
UNCOMPILED = (Refused, SyntaxError, ValueError, RecursionError, MemoryError)
Execute = Callable[[CodeType, dict[str, Any]], None]
OUT_OF_REACH = "That is out of reach of your code."


def refusal(error: BaseException) -> Finding:
    """The second judge's word as a finding."""
    line = getattr(error, "lineno", None) or 1
    return Finding("syntax.refused", ERROR, int(line), 0, 0, f"This cannot be compiled: {error}.", "Write it simpler.")


def check(request: Mapping[str, Any], answers: wire.Answers) -> None:
    """Findings and figures; nothing is run."""
    seen = examine_script(str(request["source"]), is_strict=request.get("is_strict") is True)
    findings = list(seen.findings)
    if seen.tree is not None and seen.names is not None:
        try:
            compile_checked(seen.tree, seen.names)
        except UNCOMPILED as error:
            findings.append(refusal(error))
    answers.put({"outcome": "ok", **_told(seen, findings)})


def _told(seen: Examination, findings: list[Finding]) -> dict[str, Any]:
    return {"findings": [one.as_dict() for one in findings[:50]], "complexity": asdict(seen.complexity)}


def run(request: Mapping[str, Any], answers: wire.Answers, columns: int | None, execute: Execute) -> None:
    """Run the program and tell how it ended."""
    answers.begin(1)
    seen = examine_script(str(request["source"]), is_strict=request.get("is_strict") is True)
    findings = list(seen.findings)
    if seen.tree is None or seen.names is None:
        answers.put({"outcome": "rejected", **_told(seen, findings[:MAX_FINDINGS])})
        return
    try:
        code = compile_checked(seen.tree, seen.names)
    except UNCOMPILED as error:
        answers.put({"outcome": "rejected", **_told(seen, [*findings, refusal(error)][:MAX_FINDINGS])})
        return
    header, printed = Program(request, columns, execute).run(code)
    made = {**_told(seen, findings[:MAX_FINDINGS]), **header}
    import numpy as np

    answers.put(made, [np.frombuffer(printed, dtype=np.int8)])


class Program:
    """One run of a compiled source, with its inputs."""

    def __init__(self, request: Mapping[str, Any], columns: int | None, execute: Execute) -> None:
        import numpy as np

        from quantboard.sandbox import answers, api, guards, results

        np.seterr(all="ignore")
        self.api, self.answers, self.guards, self.results = api, answers, guards, results
        self.execute = execute
        self.printer = guards.Printer(int(request.get("output_bytes", policy.MAX_PRINTED)))
        self.scope = api.namespace(self.printer, api.Memory())
        self.scope["__name__"] = "program"
        self.wanted = [str(name) for name in request.get("variables", ())][:MAX_VARIABLES]
        if columns is not None:
            stamps, symbols, panels = wire.unpack_columns(columns)
            self.scope["bars"] = api.Columns(stamps, symbols, panels).visible(len(stamps))
        self.scope["p"] = guards.Table("p", request.get("params", {}))

    def run(self, code: Any) -> tuple[dict[str, Any], bytes]:
        """How it ended, and what it printed."""
        try:
            self.execute(code, self.scope)
            header = {"outcome": "ok", "result": self.results.told(self.scope.get("result"))}
            header["variables"] = {name: self._variable(name) for name in self.wanted if name in self.scope}
        except MemoryError:
            self.scope.clear()
            header = {"outcome": "memory", "type": "MemoryError", "message": "The memory limit was reached."}
        except BaseException as error:  # noqa: BLE001 - a person's code may raise anything, SystemExit included
            header = self._explain(error)
        header["refusals"] = self.guards.REFUSALS[:10]
        return header, self.printer.text().encode("utf-8", "replace")

    def _variable(self, name: str) -> Any:
        with suppress(self.results.TooLarge, self.answers.BadAnswer):
            return self.results.told(self.scope[name])
        return f"<{type(self.scope[name]).__name__[:40]}>"

    def _explain(self, error: BaseException) -> dict[str, Any]:
        trace = own_lines(error)
        told: dict[str, Any] = {"line": trace[-1][0] if trace else 0, "trace": trace, "message": text_of(error)}
        told["type"] = type(error).__name__[:60]
        told["outcome"], told["advice"] = "failed", ""
        if isinstance(error, self.guards.Denied):
            told["outcome"] = "denied"
        elif isinstance(error, self.guards.OutputLimit):
            told.update(outcome="output_limit", advice="Print less.")
        elif isinstance(error, self.results.TooLarge):
            told.update(outcome="output_limit", advice=self.results.TOO_LARGE)
        elif isinstance(error, PermissionError | ImportError):
            told.update(outcome="denied", message=OUT_OF_REACH)
        elif isinstance(error, RecursionError):
            told["advice"] = "A function calls itself without end."
        if isinstance(error, self.guards.Denied | self.answers.BadAnswer):
            told["advice"] = str(error.advice)
        return told


def own_lines(error: BaseException) -> list[list[Any]]:
    """Line and function of each of the person's own frames that the error passed, innermost last."""
    frames = [(n, frame.f_code) for frame, n in traceback.walk_tb(error.__traceback__)]
    own = [[n, code.co_name.replace(OWN, "_")[:60]] for n, code in frames if code.co_filename == policy.FILENAME]
    return own[-MAX_TRACE:]


def text_of(error: BaseException) -> str:
    """The error's own text, whatever its class does."""
    try:
        return str(error)[:2000].replace(OWN, "_")
    except Exception:  # noqa: BLE001 - a text that cannot be made is no reason to lose the outcome
        return ""
