"""Protective exits as data: fractions of the entry price at which a position is closed."""

import math
from dataclasses import dataclass

from quantboard.errors import InvalidInput


class BadExit(InvalidInput):
    """A stop or target outside its range."""

    code = "exits.out_of_range"


@dataclass(frozen=True)
class Exits:
    """Stop-loss in (0, 1) and take-profit above 0, as fractions of the entry price; None = not used."""

    stop_loss: float | None = None
    take_profit: float | None = None

    def __post_init__(self) -> None:
        """Refuse levels that no price could mean."""
        if self.stop_loss is not None and not 0 < self.stop_loss < 1:
            raise BadExit(
                f"A stop-loss of {self.stop_loss} is not between 0 and 1.", "Write 5 % as 0.05.", field="stop_loss"
            )
        if self.take_profit is not None and not (self.take_profit > 0 and math.isfinite(self.take_profit)):
            raise BadExit(
                f"A take-profit of {self.take_profit} is not above 0.", "Write 10 % as 0.1.", field="take_profit"
            )


def effective(run: Exits, strategy: Exits) -> Exits:
    """Each level set for the run replaces the strategy's own; neither set = none."""
    return Exits(
        strategy.stop_loss if run.stop_loss is None else run.stop_loss,
        strategy.take_profit if run.take_profit is None else run.take_profit,
    )
