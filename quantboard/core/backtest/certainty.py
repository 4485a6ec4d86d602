"""How far the metrics of a run can be trusted: their intervals and samples, and what each side of it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Side = Mapping[str, float | None]


@dataclass(frozen=True, eq=False)
class Certainty:
    """By the names of the metrics: 95 % confidence intervals (low, high), and numbers of observations.

    ``sides`` is ``{"all": {…}, "long": {…}, "short": {…}}`` of trade statistics and exposures, ``sides_na`` says why
    one of them is ``None``.
    """

    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    samples: Mapping[str, int] = field(default_factory=dict)
    sides: Mapping[str, Side] = field(default_factory=dict)
    sides_na: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "intervals": {name: list(pair) for name, pair in self.intervals.items()},
            "samples": dict(self.samples),
            "sides": {name: dict(side) for name, side in self.sides.items()},
            "sides_na": {name: dict(side) for name, side in self.sides_na.items()},
        }


def certainty_of(shape: Mapping[str, Any]) -> Certainty:
    """The inverse of ``as_dict``."""
    pairs = {name: (low, high) for name, (low, high) in shape["intervals"].items()}
    return Certainty(pairs, shape["samples"], shape["sides"], shape["sides_na"])
