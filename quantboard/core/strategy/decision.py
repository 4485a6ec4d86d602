"""What a strategy's code decided: arrays only, aligned with the bars it was given."""

from dataclasses import dataclass

from quantboard.core.arrays import Codes, Panel
from quantboard.core.strategy.exits import Distance

ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT = 1, 2, 4, 8


@dataclass(frozen=True, eq=False)
class Decision:
    """Signals or target weights ``(T, N)`` over all bars, with the exits and the rhythm the code asks for.

    ``signals`` are int8 bit sets of the four levels above. ``size`` is the fraction of equity for an entry decided on
    that bar; ``weights`` are target fractions of equity, NaN = leave as it is. Either signals or weights are set.
    ``limit`` and ``stop`` are prices for entries decided on the bar, NaN = at the market; ``strength`` ranks entries
    that compete for places, higher first.
    """

    signals: Codes | None = None
    size: Panel | None = None
    weights: Panel | None = None
    stop_loss: Distance = None
    take_profit: Distance = None
    trailing: Distance = None
    rebalance: str | None = None
    limit: Panel | None = None
    stop: Panel | None = None
    strength: Panel | None = None
