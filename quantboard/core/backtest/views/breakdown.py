"""Who earned it: the closed trades by symbol, by exit reason and by side."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from quantboard.core.backtest.trades import REASONS, Ints, Trades

KEYS = ("symbol", "reason", "side")


@dataclass(frozen=True)
class Group:
    """Closed trades of one kind; ``share`` of the net P&L of all, money before fractions. None = undefined."""

    key: str
    n: int
    wins: int
    win_rate: float
    pnl: float
    fees: float
    average_pnl: float
    average_return: float
    profit_factor: float | None
    best: float
    worst: float
    bars_held: float
    share: float | None
    n_open: int
    open_pnl: float

    def as_dict(self) -> dict[str, Any]:
        """As REST gives it."""
        return asdict(self)


def by(key: str, trades: Trades, symbols: Sequence[str]) -> list[Group]:
    """The groups that have a trade, the largest P&L first; an open trade has no reason yet."""
    names, codes = _coded(key, trades, symbols)
    closed = ~trades.is_open
    total = float(trades.pnl[closed].sum())
    order = np.argsort(codes, kind="stable")
    found = []
    for code in np.unique(codes):
        low, high = np.searchsorted(codes[order], (code, code + 1))
        chosen = order[low:high]
        if code >= 0:
            found.append(_group(names[int(code)], trades.taken(chosen), total))
    return sorted(found, key=lambda group: (-group.pnl, group.key))


def _coded(key: str, trades: Trades, symbols: Sequence[str]) -> tuple[Sequence[str], Ints]:
    if key == "symbol":
        return symbols, trades.symbol
    if key == "reason":
        return REASONS, trades.reason
    return ("long", "short"), (trades.side < 0).astype(np.int64)


def _group(key: str, trades: Trades, total: float) -> Group:
    is_open = trades.is_open
    closed = trades.taken(~is_open)
    n, pnl = len(closed), closed.pnl
    lost, won = -float(pnl[pnl < 0].sum()), float(pnl[pnl > 0].sum())
    return Group(
        key=key,
        n=n,
        wins=int(np.count_nonzero(pnl > 0)),
        win_rate=float(np.mean(pnl > 0)) if n else 0.0,
        pnl=float(pnl.sum()),
        fees=float(trades.fees.sum()),
        average_pnl=float(pnl.mean()) if n else 0.0,
        average_return=float(closed.gain.mean()) if n else 0.0,
        profit_factor=won / lost if lost > 0 else None,
        best=float(pnl.max()) if n else 0.0,
        worst=float(pnl.min()) if n else 0.0,
        bars_held=float(closed.bars_held.mean()) if n else 0.0,
        share=float(pnl.sum()) / total if total else None,
        n_open=int(np.count_nonzero(is_open)),
        open_pnl=float(trades.pnl[is_open].sum()),
    )
