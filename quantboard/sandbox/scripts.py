"""A whole program from the trusted side: checked or run in a locked process, told in plain values.

The outcome is one of the words of ``OUTCOMES``; nothing that the child says is believed before it was looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from quantboard.core.bars import Bars
from quantboard.sandbox import answered, policy, wire
from quantboard.sandbox.complexity import Complexity
from quantboard.sandbox.limits import Limits, level
from quantboard.sandbox.outcomes import RunFailed
from quantboard.sandbox.runner import CHECK_BYTES, CHECK_S, Exchange, Sandbox
from quantboard.sandbox.verdict import ERROR, Finding

OUTCOMES = ("ok", "rejected", "denied", "failed", "timed_out", "memory", "crashed", "output_limit")
OWN_OUTCOMES = ("ok", "rejected", "denied", "failed", "memory", "output_limit")  # those a child can tell of itself
DANGEROUS = frozenset({"import.refused", "name.underscore", "syntax.refused", "syntax.bytes", "class.base"})


@dataclass(frozen=True)
class Checked:
    """What the check says of a program."""

    findings: tuple[Finding, ...]
    complexity: Complexity

    @property
    def ok(self) -> bool:
        return not any(one.severity == ERROR for one in self.findings)

    @property
    def verdict(self) -> str:
        """``safe``, ``warning`` or ``dangerous``: the last where something out of reach is asked for."""
        if self.ok:
            return "warning" if self.findings else "safe"
        return "dangerous" if any(one.rule in DANGEROUS for one in self.findings) else "warning"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        findings = [one.as_dict() for one in self.findings]
        return {
            "ok": self.ok, "verdict": self.verdict, "findings": findings, "complexity": asdict(self.complexity)
        }  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """How one run of a program ended."""

    outcome: str
    result: Any
    stdout: str
    findings: tuple[Finding, ...]
    error: Mapping[str, Any] | None
    elapsed_ms: float
    cpu_ms: float
    peak_mb: float
    isolation: Mapping[str, Any]
    complexity: Complexity = field(default_factory=Complexity)
    variables: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, as ``quantboard sandbox run --json`` prints them."""
        made = asdict(self)
        made["findings"] = [one.as_dict() for one in self.findings]
        made["refusals"] = list(self.refusals)
        return made


@dataclass(frozen=True)
class Inputs:
    """What a program is given, and what it may use."""

    limits: Limits
    bars: Bars | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    variables: Sequence[str] = ()
    is_strict: bool = False
    output_bytes: int = policy.MAX_PRINTED


def check(box: Sandbox, source: str, *, is_strict: bool = False) -> Checked:
    """Findings and figures of ``source``; nothing of it is run."""
    limits = Limits(wall_s=CHECK_S, memory_bytes=256 << 20, answer_bytes=CHECK_BYTES)
    came = box.exchange({"kind": "check_script", "source": _text(source), "is_strict": is_strict}, limits)
    try:
        if came.failure is None:
            return Checked(answered.findings(came.header.get("findings")), _complexity(came.header))
    except wire.Malformed:
        pass
    advice = "Split long expressions and deep nesting."
    return Checked(
        (Finding("source.unreadable", ERROR, 1, 0, 0, "The source cannot be checked.", advice),), Complexity()
    )


def run(box: Sandbox, source: str, inputs: Inputs) -> Ran:
    """Run ``source``; whatever happens is told, only a sandbox that cannot work raises."""
    asked = {
        "kind": "run_script",
        "source": _text(source),
        "params": dict(inputs.params),
        "variables": list(inputs.variables),
        "is_strict": inputs.is_strict,
        "output_bytes": inputs.output_bytes,
        "has_columns": inputs.bars is not None,
    }
    came = box.exchange(asked, inputs.limits, inputs.bars)
    isolation = isolation_of(box)
    try:
        return _ran(came, isolation)
    except wire.Malformed as error:
        made = {"type": "", "message": f"The process answered with {error}.", "line": 0, "suggestion": "Run it again."}
        return _ended("crashed", made, came, isolation)


def isolation_of(box: Sandbox) -> dict[str, Any]:
    """The level reached and each layer."""
    layers = box.layers()
    return {"level": level(layers), "layers": {name: state for name, state in layers.items() if name != "wanted"}}


def _text(source: str) -> str:
    """What JSON can carry; a source beyond the limit is cut just behind it, so that the check can say so."""
    return source[: policy.MAX_SOURCE + 1].encode("utf-8", "replace").decode()


def _ran(came: Exchange, isolation: Mapping[str, Any]) -> Ran:
    if came.failure is not None:
        return _ended(_word(came.failure), _error_of(came.failure), came, isolation)
    header = came.header
    outcome = header.get("outcome")
    if outcome not in OWN_OUTCOMES:
        raise wire.Malformed("an unknown outcome")
    refusals = header.get("refusals", [])
    if not isinstance(refusals, list):
        raise wire.Malformed("malformed refusals")
    variables = header.get("variables", {})
    if not isinstance(variables, dict):
        raise wire.Malformed("malformed variables")
    found = answered.findings(header.get("findings", []))
    return Ran(
        outcome=outcome,
        result=_clean(header.get("result")) if outcome == "ok" else None,
        stdout=wire.clean_text(came.body.decode("utf-8", "replace"), policy.MAX_PRINTED),
        findings=found,
        error=None if outcome == "ok" else _first(found) if outcome == "rejected" else _error(header),
        complexity=_complexity(header),
        variables={wire.clean_text(name, 80): _clean(value) for name, value in variables.items()},
        refusals=tuple(wire.clean_text(one, 300) for one in refusals[:10]),
        **_figures(came, isolation),
    )


def _first(found: Sequence[Finding]) -> dict[str, Any]:
    """The finding that kept the program from running."""
    one = next((one for one in found if one.severity == ERROR), None)
    if one is None:
        raise wire.Malformed("a refusal without a finding")
    return {"type": one.rule, "message": one.message, "line": one.line, "suggestion": one.suggestion}


def _ended(outcome: str, error: Mapping[str, Any], came: Exchange, isolation: Mapping[str, Any]) -> Ran:
    return Ran(outcome, None, "", (), error, **_figures(came, isolation))


def _figures(came: Exchange, isolation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "elapsed_ms": round(1000 * came.usage.wall_s, 2),
        "cpu_ms": round(1000 * came.usage.cpu_s, 2),
        "peak_mb": round(came.usage.peak_bytes / (1 << 20), 1),
        "isolation": isolation,
    }


def _word(failure: RunFailed) -> str:
    word = failure.code.rpartition(".")[2]
    return word if word in OUTCOMES else "crashed"


def _error_of(failure: RunFailed) -> dict[str, Any]:
    return {"type": "", "message": failure.message, "line": failure.line, "suggestion": failure.hint}


def _error(header: Mapping[str, Any]) -> dict[str, Any]:
    line, trace = header.get("line"), header.get("trace", [])
    if not isinstance(trace, list):
        raise wire.Malformed("a malformed trace")
    steps = [{"line": one[0], "in": wire.clean_text(one[1], 60)} for one in trace[:20] if _is_step(one)]
    return {
        "type": wire.clean_text(header.get("type"), 60),
        "message": wire.clean_text(header.get("message")),
        "line": line if type(line) is int and 0 <= line < 1_000_000 else 0,
        "suggestion": wire.clean_text(header.get("advice"), 400),
        "trace": steps,
    }


def _is_step(one: object) -> bool:
    return isinstance(one, list) and len(one) == 2 and type(one[0]) is int and 0 <= one[0] < 1_000_000


def _complexity(header: Mapping[str, Any]) -> Complexity:
    given = header.get("complexity")
    if not isinstance(given, dict):
        raise wire.Malformed("malformed figures")
    numbers = {name: given.get(name) for name in ("lines", "functions", "cyclomatic", "cognitive", "nesting")}
    if not all(type(number) is int and 0 <= number < 1_000_000 for number in numbers.values()):
        raise wire.Malformed("malformed figures")
    return Complexity(**numbers, hardest=wire.clean_text(given.get("hardest"), 80))  # type: ignore[arg-type]


def _clean(value: Any) -> Any:
    """The header was parsed, capped in size and depth already; texts lose what could disturb a terminal."""
    if isinstance(value, str):
        return wire.clean_text(value, 40_000)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {wire.clean_text(name, 200): _clean(one) for name, one in value.items()}
    return value
