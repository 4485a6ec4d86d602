"""What the account of a run held, at a day and over time."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from quantboard.charts.thin import thin
from quantboard.core.access import Actor
from quantboard.core.backtest.views import holdings
from quantboard.core.backtest.views.selection import rows_between
from quantboard.core.bars import stamp_text
from quantboard.services.report_source import Source, opened, plain

MOST_BOXES = 60


@dataclass(frozen=True)
class Held:
    """The positions after the last bar of a day, and the places of their boxes in a treemap."""

    at: str
    equity: float
    cash: float
    items: tuple[holdings.Holding, ...]
    boxes: tuple[holdings.Box, ...]

    def as_json(self) -> dict[str, Any]:
        """As REST gives it; boxes are for screens."""
        items = [asdict(one) for one in self.items]
        return {"at": self.at, "equity": self.equity, "cash": self.cash, "items": items}


def held(actor: Actor, backtest_id: str, on: str = "", ratio: float = 2.0) -> Held:
    """What was held at the end of a day, of the last one that had a position by default."""
    source = opened(actor, backtest_id)
    result = source.result
    row = row_of(source, on)
    items = tuple(holdings.held_at(result, row))
    boxes = tuple(holdings.boxes([abs(one.value) for one in items[:MOST_BOXES]], ratio))
    when = stamp_text(int(result.stamps[row]), result.spec.interval)
    return Held(when, float(result.equity[row]), float(result.cash[row]), items, boxes)


def row_of(source: Source, on: str) -> int:
    """The last bar of a day, or before it; without a day the last bar that ended with a position."""
    result = source.result
    if on:
        _, end = rows_between(result.stamps, "", on)
        return max(end - 1, 0)
    busy = np.flatnonzero(result.gross > 0)
    return int(busy[-1]) if len(busy) else len(result.stamps) - 1


def over_time(actor: Actor, backtest_id: str, most: int = 500, parts: int = 8) -> dict[str, Any]:
    """Weights of the largest symbols over time, of all others, and the cash."""
    source = opened(actor, backtest_id)
    rows = thin(source.result.gross, source.result.net, most=min(max(most, 50), 5_000))
    found = holdings.parts_at(source.result, rows, min(max(parts, 1), 20))
    return {
        "at": [stamp_text(int(stamp), source.result.spec.interval) for stamp in source.result.stamps[rows]],
        "symbols": list(found.symbols),
        "weights": {symbol: plain(found.weights[:, k], 6) for k, symbol in enumerate(found.symbols)},
        "others": plain(found.others, 6),
        "cash": plain(found.cash, 6),
    }
