"""Answers of a child → verdicts, decisions and errors. Every field is checked: the child is believed nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.exits import BadExit, Distance, Exits
from quantboard.core.strategy.params import Declaration, Param
from quantboard.sandbox import outcomes, policy, wire
from quantboard.sandbox.verdict import ERROR, WARNING, Finding, Verdict

FAILURES: Mapping[str, type[outcomes.RunFailed]] = {
    "failed": outcomes.RunFailed,
    "denied": outcomes.Denied,
    "memory": outcomes.OutOfMemory,
    "output_limit": outcomes.TooMuchOutput,
}

Stored = tuple[int, str, str, str]  # line, name, kind, digest: see ``tracing``
STOPS, MOST_BARS = ("stop_loss", "take_profit", "trailing"), 1_000_000


def verdict(answer: int, size: int, status: int, killed: bool) -> Verdict:
    """What the check's child found; a child that died on the source is itself a finding."""
    try:
        _, records = wire.read_records(answer, size, 1)
        if records and status == 0 and not killed:
            header = records[0].header
            return Verdict(findings(header.get("findings")), _declaration(header.get("declaration")))
    except wire.Malformed:
        pass
    advice = "Split long expressions and deep nesting."
    return Verdict((Finding("source.unreadable", ERROR, 1, 0, 0, "The source cannot be checked.", advice),), None)


def decision(answer: int, record: wire.Record, shape: tuple[int, int]) -> Decision | outcomes.RunFailed:
    """One record of a run. Raises ``SourceRejected`` or ``Malformed``."""
    header = record.header
    outcome = header.get("outcome")
    if outcome == "rejected":
        raise outcomes.SourceRejected(findings(header.get("findings")))
    if isinstance(outcome, str) and outcome in FAILURES:
        return _failure(FAILURES[outcome], header)
    if outcome != "ok":
        raise wire.Malformed("an unknown outcome")
    stops = header.get("stops")
    if not isinstance(stops, list) or len(stops) != 3:
        raise wire.Malformed("malformed exits")
    rebalance = header.get("rebalance")
    if rebalance is not None and rebalance not in policy.REBALANCE:
        raise wire.Malformed("a malformed rhythm")
    stop_loss, take_profit, trailing = (_stop(one, name) for name, one in zip(STOPS, stops, strict=True))
    exits = Decision(stop_loss=stop_loss, take_profit=take_profit, trailing=trailing, rebalance=rebalance)
    if header.get("kind") == "weights":
        (weights,) = wire.read_arrays(answer, record, [("<f8", shape)])
        weights = _no_infinity(weights)
        return replace(exits, weights=weights)
    wanted = [("|i1", shape)] + ([("<f8", shape)] if header.get("sized") is True else [])
    signals, *size = wire.read_arrays(answer, record, wanted)
    sized = _no_infinity(size[0]) if size else None
    return replace(exits, signals=signals & np.int8(15), size=sized)


def trace(given: object) -> tuple[Stored, ...]:
    """What a run stored, statement by statement; whatever has another shape is left out."""
    return tuple(_stored(one) for one in given[:1000] if _is_stored(one)) if isinstance(given, list) else ()


def _is_stored(one: object) -> bool:
    kinds = (int, str, str, str)
    return isinstance(one, list) and len(one) == 4 and all(type(v) is k for v, k in zip(one, kinds, strict=True))


def _stored(one: list[Any]) -> Stored:
    digits = one[3] if one[2] != "i" or one[3].lstrip("-").isdecimal() else "0"
    return one[0], wire.clean_text(one[1], 40), one[2][:1], digits[:40]


def denied_call() -> outcomes.RunFailed:
    """The process was ended by the filter of system calls."""
    return outcomes.Denied("It reached for the system and was stopped.", "Strategies may only compute.")


def _failure(kind: type[outcomes.RunFailed], header: Mapping[str, Any]) -> outcomes.RunFailed:
    name, text = wire.clean_text(header.get("type"), 60), wire.clean_text(header.get("message"))
    line = header.get("line")
    message = f"{name}: {text}" if name and text else name or text or "It failed."
    made = kind(message, wire.clean_text(header.get("advice"), 400), line if type(line) is int and line > 0 else 0)
    made.printed = wire.clean_text(header.get("printed"), 16_000)
    return made


def _stop(value: object, name: str) -> Distance:
    if value is None:
        return None
    if type(value) not in (int, float, str) or (type(value) is str and len(value) > 40):
        raise wire.Malformed("a malformed exit")
    try:
        Exits(**{name: value})  # type: ignore[arg-type]
    except (BadExit, OverflowError):
        raise wire.Malformed("a malformed exit") from None
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _no_infinity(panel: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if np.isinf(panel).any():
        raise wire.Malformed("an infinite number")
    return panel


def findings(given: object) -> tuple[Finding, ...]:
    """Findings as a child told them."""
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise wire.Malformed("malformed findings")
    return tuple(_finding(one) for one in given[:50])


def _finding(one: Mapping[str, object]) -> Finding:
    numbers = [one.get(name) for name in ("line", "column", "end_column")]
    line, column, end = (n if type(n) is int and 0 <= n < 1_000_000 else 0 for n in numbers)
    severity = WARNING if one.get("severity") == WARNING else ERROR
    rule, message, suggestion = (wire.clean_text(one.get(name), 500) for name in ("rule", "message", "suggestion"))
    return Finding(rule, severity, line, column, end, message, suggestion)


def _declaration(given: object) -> Declaration | None:
    if given is None:
        return None
    try:
        return _declared(given)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise wire.Malformed("a malformed declaration") from None


def _declared(given: Mapping[str, Any]) -> Declaration:
    kind, rebalance = given["kind"], given["rebalance"]
    if kind not in policy.DECISIONS or (rebalance is not None and rebalance not in policy.REBALANCE):
        raise ValueError
    rules = [wire.clean_text(rule, 200) for rule in given["rules"]]
    if len(given["params"]) > policy.MAX_PARAMS or len(rules) > policy.MAX_RULES:
        raise ValueError
    return Declaration(
        name=wire.clean_text(given["name"], policy.MAX_TEXT),
        kind=kind,
        params=tuple(_param(param) for param in given["params"]),
        rules=tuple(rules),
        stop_loss=_stop(given["stop_loss"], "stop_loss"),
        take_profit=_stop(given["take_profit"], "take_profit"),
        trailing=_stop(given["trailing"], "trailing"),
        max_bars=_bars(given["max_bars"]),
        exits_from_code=given["exits_from_code"] is True,
        rebalance=rebalance,
    )


def _bars(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST_BARS:
        raise ValueError
    return value


def _param(given: Mapping[str, Any]) -> Param:
    kind, name, default = given["kind"], given["name"], given["default"]
    types = {"int": (int,), "float": (int, float), "bool": (bool,), "choice": (str,)}[kind]
    if not (isinstance(name, str) and name.isidentifier()) or type(default) not in types:
        raise ValueError
    bounds = [given["least"], given["most"]]
    if any(bound is not None and type(bound) not in (int, float) for bound in bounds):
        raise ValueError
    help_, label = (wire.clean_text(given[key], policy.MAX_TEXT) for key in ("help", "label"))
    choices = tuple(wire.clean_text(choice, policy.MAX_TEXT) for choice in given["choices"])
    if kind == "choice":
        default = wire.clean_text(default, policy.MAX_TEXT)
    return Param(name[:80], kind, default, least=bounds[0], most=bounds[1], choices=choices, help=help_, label=label)
