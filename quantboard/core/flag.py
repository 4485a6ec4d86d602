"""What a reader must know to trust a result: flags, each computed, and the checks behind them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

INFO, WARNING, ERROR = "info", "warning", "error"
SEVERITIES = (ERROR, WARNING, INFO)


@dataclass(frozen=True)
class Flag:
    """One doubt: a stable ``code`` (``noun.problem``), how bad it is, one sentence, its numbers, and what to do."""

    code: str
    severity: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    hint: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "values": _finite(dict(self.values)),
            "hint": self.hint,
        }


@dataclass(frozen=True)
class Honesty:
    """Everything that was checked of one run, as plain data but for the flags; ``None`` = not checked.

    ``lookahead`` is a verdict of ``core.honesty.lookahead``; ``cost_map`` the total return by commission and slippage
    with its break-even; ``delay_curve`` the same decisions acted upon later; ``band`` the equity under the other rules
    for bars that reach stop and target.
    """

    flags: tuple[Flag, ...] = ()
    lookahead: Mapping[str, Any] | None = None
    cost_map: Mapping[str, Any] | None = None
    delay_curve: Mapping[str, Any] | None = None
    band: Mapping[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """What ``honesty.json`` holds."""
        parts = {name: getattr(self, name) for name in PARTS}
        plain = {name: None if part is None else _finite(dict(part)) for name, part in parts.items()}
        return {"flags": [flag.as_dict() for flag in self.flags], **plain}


PARTS = ("lookahead", "cost_map", "delay_curve", "band")


def honesty_of(shape: Mapping[str, Any]) -> Honesty:
    """The inverse of ``Honesty.as_dict``."""
    flags = tuple(Flag(**one) for one in shape["flags"])
    return Honesty(flags, **{name: shape.get(name) for name in PARTS})


def ordered(flags: list[Flag]) -> tuple[Flag, ...]:
    """The gravest first; equal ones keep their order."""
    return tuple(sorted(flags, key=lambda flag: SEVERITIES.index(flag.severity)))


def _finite(value: Any) -> Any:
    """The same with ``None`` for what JSON cannot say."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): _finite(one) for name, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, (list, tuple)) else value
