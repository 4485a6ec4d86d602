"""What a strategy's code decided: arrays only, aligned with the bars it was given."""

from dataclasses import dataclass

from quantboard.core.arrays import Codes, Panel

ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT = 1, 2, 4, 8


@dataclass(frozen=True, eq=False)
class Decision:
    """Signals or target weights ``(T, N)`` over all bars, with the exits and the rhythm the code asks for.

    ``signals`` are int8 bit sets of the four levels above. ``size`` is the fraction of equity for an entry decided on
    that bar; ``weights`` are target fractions of equity, NaN = leave as it is. Either signals or weights are set.
    """

    signals: Codes | None = None
    size: Panel | None = None
    weights: Panel | None = None
    stop_loss: float | None = None
    take_profit: float | None = None
    rebalance: str | None = None
