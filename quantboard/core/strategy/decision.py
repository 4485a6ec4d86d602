"""What a strategy's code decided: arrays only, aligned with the bars it was given."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from quantboard.core.arrays import Codes, Panel
from quantboard.core.strategy.exits import Distance
from quantboard.errors import InvalidInput

ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT = 1, 2, 4, 8


class NoDecision(InvalidInput):
    """A function of one's own returned nothing that can be traded."""

    code = "strategy.no_decision"


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


def signals(*, entry: Any, exit: Any = None, short_entry: Any = None, short_exit: Any = None, **more: Any) -> Decision:
    """Levels ``(T, N)``, true or false with NaN = false, as the decision of a strategy.

    ``more`` are the other fields of ``Decision``: ``size``, ``stop_loss``, ``limit`` and so on.
    """
    codes: Codes = np.zeros(np.shape(entry), dtype=np.int8)
    for code, level in ((ENTRY, entry), (EXIT, exit), (SHORT_ENTRY, short_entry), (SHORT_EXIT, short_exit)):
        if level is not None:
            codes[np.nan_to_num(np.asarray(level, dtype=np.float64)) != 0] |= code
    return Decision(signals=codes, **more)


def decided(answer: Any) -> Decision:
    """What a person's own function returned: a decision as it is, an array as target weights."""
    if isinstance(answer, Decision):
        return answer
    if isinstance(answer, np.ndarray):
        return Decision(weights=np.ascontiguousarray(answer, dtype=np.float64))
    hint = "Return an array of target weights (T, N), or quantboard.research.signals(entry=…, exit=…)."
    raise NoDecision(f"A strategy cannot return {type(answer).__name__}.", hint)
