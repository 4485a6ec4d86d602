"""Protective exits as data: how far from the entry price a position is closed."""

import math
from dataclasses import dataclass

from quantboard.errors import InvalidInput

KINDS = ("percent", "atr", "amount", "ma")
Distance = (
    float | str | None
)  # 0.05 of the entry price, "atr:2", "amount:500" of money, "ma:20" (the mean of 20 closes)


class BadExit(InvalidInput):
    """A stop or target outside its range."""

    code = "exits.out_of_range"


@dataclass(frozen=True)
class Exits:
    """Stop-loss, take-profit and trailing stop; None = not used."""

    stop_loss: Distance = None
    take_profit: Distance = None
    trailing: Distance = None

    def __post_init__(self) -> None:
        """Refuse levels that no price could mean."""
        _check(self.stop_loss, "stop_loss", "A stop-loss", KINDS, below=1.0)
        _check(self.take_profit, "take_profit", "A take-profit", KINDS[:3])
        _check(self.trailing, "trailing", "A trailing stop", KINDS[:2], below=1.0)


def measured(distance: Distance) -> tuple[str, float]:
    """``0.05`` → ``("percent", 0.05)``, ``"atr:2"`` → ``("atr", 2.0)``, ``None`` → ``("percent", 0.0)``."""
    if distance is None:
        return "percent", 0.0
    if not isinstance(distance, str):
        return "percent", float(distance)
    kind, _, number = distance.partition(":")
    return kind, float(number)


def _check(distance: Distance, field: str, noun: str, kinds: tuple[str, ...], below: float = math.inf) -> None:
    if distance is None:
        return
    try:
        kind, amount = measured(distance)
    except ValueError:
        kind, amount = "", 0.0
    if kind not in kinds:
        known = ", ".join(f"{one}:N" for one in kinds[1:])
        raise BadExit(f"{noun} of {distance} is not known.", f"Give a fraction such as 0.05, or {known}.", field=field)
    if kind == "percent" and not 0 < amount < below:
        span = f"between 0 and {below:g}" if math.isfinite(below) else "above 0"
        raise BadExit(f"{noun} of {distance} is not {span}.", "Write 5 % as 0.05.", field=field)
    if not (amount > 0 and math.isfinite(amount)) or (kind == "ma" and amount != int(amount)):
        raise BadExit(f"{noun} of {distance} is out of range.", "Give a number above 0.", field=field)


def effective(run: Exits, strategy: Exits) -> Exits:
    """Each level set for the run replaces the strategy's own; neither set = none."""
    return Exits(
        strategy.stop_loss if run.stop_loss is None else run.stop_loss,
        strategy.take_profit if run.take_profit is None else run.take_profit,
        strategy.trailing if run.trailing is None else run.trailing,
    )
