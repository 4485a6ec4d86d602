"""The trades of a report: some of them in an order, by symbol and by reason, and one with what surrounds it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quantboard.core.access import Actor
from quantboard.core.backtest.trades import Trades
from quantboard.core.backtest.views import breakdown, falls
from quantboard.core.backtest.views.selection import Selection, chosen
from quantboard.core.bars import stamp_text
from quantboard.core.listing import MOST as MOST_ITEMS
from quantboard.core.listing import BadListing, Page
from quantboard.errors import NotFound
from quantboard.services.report_source import Source, opened, plain

MOST_POINTS = 2_000


class NoSuchTrade(NotFound):
    """The run has no trade of this number."""

    code = "report.no_such_trade"


@dataclass(frozen=True, eq=False)
class Chosen:
    """One page of the chosen trades: their numbers in the run, and the columns of them."""

    source: Source
    numbers: NDArray[np.int64]
    everything: NDArray[np.int64]
    offset: int

    @property
    def total(self) -> int:
        """How many were chosen."""
        return len(self.everything)

    @property
    def pnl(self) -> float:
        """The P&L of all that were chosen."""
        return float(self.source.result.trades.pnl[self.everything].sum())

    def rows(self) -> list[dict[str, Any]]:
        """One object a trade; ``index`` is its number in the run."""
        result = self.source.result
        told = result.trades.taken(self.numbers).rows(result.symbols, result.spec.interval)
        return [{"index": int(n), **row} for n, row in zip(self.numbers, told, strict=True)]


def trades(actor: Actor, backtest_id: str, wanted: Selection, limit: int = 20, offset: int = 0) -> Chosen:
    """One page of what ``wanted`` chooses; raises ``BadSelection``, ``BadListing``."""
    if not 1 <= limit <= MOST_ITEMS or offset < 0:
        raise BadListing(f"A part has 1 to {MOST_ITEMS} lines.", "Ask for fewer at a time.", field="limit")
    source = opened(actor, backtest_id)
    found = chosen(source.result.trades, source.symbols, wanted.checked())
    return Chosen(source, found[offset : offset + limit], found, offset)


def page(actor: Actor, backtest_id: str, wanted: Selection, limit: int = 20, offset: int = 0) -> Page[dict[str, Any]]:
    """The same as the one paging shape."""
    found = trades(actor, backtest_id, wanted, limit, offset)
    return Page(tuple(found.rows()), found.total, limit, offset)


def place_of(actor: Actor, backtest_id: str, wanted: Selection, number: int) -> int:
    """Where trade ``number`` stands in what ``wanted`` chooses; −1 where it is not among them."""
    source = opened(actor, backtest_id)
    at = np.flatnonzero(chosen(source.result.trades, source.symbols, wanted.checked()) == number)
    return int(at[0]) if len(at) else -1


def trade(actor: Actor, backtest_id: str, number: int) -> tuple[Source, dict[str, Any], int, int]:
    """One trade, and the rows of the bars on which it began and ended (or the last, if it is open)."""
    source = opened(actor, backtest_id)
    all_of_them, stamps = source.result.trades, source.result.stamps
    if not 0 <= number < len(all_of_them):
        raise NoSuchTrade(f"The run has no trade {number}.", f"There are {len(all_of_them)}.")
    row = all_of_them.taken(np.array([number])).rows(source.symbols, source.result.spec.interval)[0]
    end = int(stamps[-1]) if all_of_them.is_open[number] else int(all_of_them.exit_at[number])
    begin = int(np.searchsorted(stamps, all_of_them.entry_at[number]))
    return source, {"index": number, **row}, begin, int(np.searchsorted(stamps, end))


def groups(actor: Actor, backtest_id: str, key: str) -> list[breakdown.Group]:
    """The closed trades by ``symbol``, ``reason`` or ``side``, the largest P&L first."""
    source = opened(actor, backtest_id)
    return breakdown.by(key, source.result.trades, source.symbols)


def points(actor: Actor, backtest_id: str, most: int = MOST_POINTS) -> dict[str, Any]:
    """Worst and best excursion of the closed trades beside what came out; of many, the most telling and a sample."""
    source = opened(actor, backtest_id)
    closed = np.flatnonzero(~source.result.trades.is_open)
    picked = telling(source.result.trades, closed, most)
    kept = source.result.trades.taken(picked)
    return {
        "total": len(closed),
        "index": picked.tolist(),
        **{name: plain(getattr(kept, name)) for name in ("mae", "mfe")},
        "return": plain(kept.gain),
        "symbol": [source.symbols[int(k)] for k in kept.symbol],
    }


def telling(trades: Trades, which: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most ``most`` of these trades: the extremes of each column, and every n-th of the rest."""
    if len(which) <= most:
        return which
    ends = [
        which[order[part]]
        for order in (np.argsort(column[which]) for column in (trades.mae, trades.mfe, trades.gain))
        for part in (slice(0, 50), slice(-50, None))
    ]
    step = -(-len(which) // max(most - 300, 1))
    out: NDArray[np.int64] = np.unique(np.concatenate((*ends, which[::step])))
    return out


def span_at(actor: Actor, backtest_id: str, stamp: int) -> tuple[str, str]:
    """The days that a click at ``stamp`` (µs) means: the deep drawdown around it, else its month."""
    source = opened(actor, backtest_id)
    stamps = source.result.stamps
    row = int(np.clip(np.searchsorted(stamps, stamp), 0, len(stamps) - 1))
    first, last = falls.span_around(source.account, row)
    return tuple(stamp_text(int(stamps[k]), source.result.spec.interval)[:10] for k in (first, last))  # type: ignore[return-value]
