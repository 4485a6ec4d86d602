"""Fills, round trips and rejections as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Stamps, Vector
from quantboard.core.backtest.hashing import NO_STAMP
from quantboard.core.backtest.ledger import book as at
from quantboard.core.bars import stamp_text

Ints = NDArray[np.int64]
REASONS = ("signal", "stop_loss", "take_profit", "rebalance", "margin", "trailing", "time", "delisted", "end")
REJECTIONS = (
    *("cash", "too_small", "no_size", "bad_price", "limit_up", "limit_down", "same_session"),
    *("volume", "thin", "max_holdings", "not_reached"),
)
OPEN = -1  # the reason code of a trade that has not ended


@dataclass(frozen=True, eq=False)
class Fills:
    """Executions in the order in which they happened; ``side`` +1 buys, −1 sells; money in the account's currency."""

    at: Stamps
    symbol: Ints
    side: Ints
    units: Vector
    price: Vector
    commission: Vector
    stamp_duty: Vector
    slippage: Vector
    reason: Ints
    decided_at: Stamps

    def __len__(self) -> int:
        """How many there are."""
        return len(self.at)


@dataclass(frozen=True, eq=False)
class Trades:
    """Round trips by average cost, open ones included, by entry time, symbol, exit time.

    ``side`` +1 long, −1 short. An open trade has ``exit_at`` = ``NO_STAMP``, a NaN exit price and the reason ``OPEN``;
    its ``pnl`` is marked at the last close, less fees paid. ``gain`` is ``pnl`` on the entry value.
    """

    symbol: Ints
    side: Ints
    units: Vector
    entry_at: Stamps
    entry_price: Vector
    exit_at: Stamps
    exit_price: Vector
    fees: Vector
    pnl: Vector
    bars_held: Ints
    mfe: Vector
    mae: Vector
    reason: Ints

    def __len__(self) -> int:
        """How many there are."""
        return len(self.symbol)

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Which have not ended."""
        out: NDArray[np.bool_] = self.reason == OPEN
        return out

    @cached_property
    def in_exit_order(self) -> Ints:
        """Positions of the trades by exit time; equal ones keep their order."""
        if (self.exit_at[1:] >= self.exit_at[:-1]).all():
            return np.arange(len(self), dtype=np.int64)
        return np.argsort(self.exit_at, kind="stable")

    @cached_property
    def gain(self) -> Vector:
        """Net P&L on the entry value, a fraction."""
        out: Vector = self.pnl / (self.units * self.entry_price)
        return out

    def taken(self, which: NDArray[Any]) -> "Trades":
        """The trades of a mask or of positions, in that order."""
        return Trades(**{column.name: getattr(self, column.name)[which] for column in fields(self)})

    def rows(self, symbols: Sequence[str], interval: str) -> list[dict[str, Any]]:
        """One plain object a trade, for programs: no NaN, ``None`` for the exit of an open one."""
        gain = self.gain
        return [
            {
                "symbol": symbols[int(self.symbol[k])],
                "side": "long" if self.side[k] > 0 else "short",
                "units": float(self.units[k]),
                "entry_at": stamp_text(int(self.entry_at[k]), interval),
                "entry_price": float(self.entry_price[k]),
                "exit_at": None if ended is None else stamp_text(int(self.exit_at[k]), interval),
                "exit_price": None if ended is None else float(self.exit_price[k]),
                "pnl": float(self.pnl[k]),
                "fees": float(self.fees[k]),
                "exit_reason": ended,
                "return": float(gain[k]),
                "bars_held": int(self.bars_held[k]),
                "mfe": float(self.mfe[k]),
                "mae": float(self.mae[k]),
            }
            for k, ended in enumerate(None if code == OPEN else REASONS[code] for code in self.reason)
        ]


def fills_of(ints: Ints, floats: Vector, stamps: Stamps) -> Fills:
    """The kernel's fill columns, rows turned into stamps."""
    return Fills(
        stamps[ints[at.FILL_ROW]],
        ints[at.FILL_SYMBOL].copy(),
        ints[at.FILL_SIDE].copy(),
        floats[at.FILL_UNITS].copy(),
        floats[at.FILL_PRICE].copy(),
        floats[at.FILL_COMMISSION].copy(),
        floats[at.FILL_DUTY].copy(),
        floats[at.FILL_SLIPPAGE].copy(),
        ints[at.FILL_REASON].copy(),
        stamps[ints[at.FILL_DECIDED]],
    )


def trades_of(ints: Ints, floats: Vector, book: at.Book, stamps: Stamps) -> Trades:
    """The kernel's closed trades and the positions still held, sorted."""
    state, marks = book.state, book.marks
    held = np.flatnonzero(state[at.UNITS])
    units, entry, last, fees = (state[row, held] for row in (at.UNITS, at.AVERAGE, at.LAST, at.ENTRY_FEES))
    side = np.sign(units)
    best = np.where(side > 0, state[at.HIGHEST, held], state[at.LOWEST, held])
    worst = np.where(side > 0, state[at.LOWEST, held], state[at.HIGHEST, held])
    none = np.full(len(held), OPEN, dtype=np.int64)
    closed_exit = stamps[ints[at.TRADE_EXIT]]
    trades = Trades(
        symbol=_joined(ints[at.TRADE_SYMBOL], held),
        side=_joined(ints[at.TRADE_SIDE], side.astype(np.int64)),
        units=_joined(floats[at.TRADE_UNITS], np.abs(units)),
        entry_at=stamps[_joined(ints[at.TRADE_ENTRY], marks[at.ENTRY_ROW, held])],
        entry_price=_joined(floats[at.TRADE_IN], entry),
        exit_at=_joined(closed_exit, np.full(len(held), NO_STAMP, dtype=np.int64)),
        exit_price=_joined(floats[at.TRADE_OUT], np.full(len(held), np.nan)),
        fees=_joined(floats[at.TRADE_FEES], fees),
        pnl=_joined(floats[at.TRADE_PNL], units * (last - entry) - fees),
        bars_held=_joined(ints[at.TRADE_BARS], marks[at.SEEN, held] - marks[at.ENTRY_SEEN, held]),
        mfe=_joined(floats[at.TRADE_MFE], side * (best / entry - 1)),
        mae=_joined(floats[at.TRADE_MAE], side * (worst / entry - 1)),
        reason=_joined(ints[at.TRADE_REASON], none),
    )
    return trades.taken(np.lexsort((trades.exit_at, trades.symbol, trades.entry_at)))


def rejections_of(ints: Ints, stamps: Stamps, symbols: Sequence[str], interval: str) -> list[dict[str, str]]:
    """Orders that were not filled: when they were due, which symbol and side, and why."""
    return [
        {
            "symbol": symbols[int(ints[at.REJECT_SYMBOL, k])],
            "side": "buy" if ints[at.REJECT_SIDE, k] > 0 else "sell",
            "at": stamp_text(int(stamps[ints[at.REJECT_ROW, k]]), interval),
            "decided_at": stamp_text(int(stamps[ints[at.REJECT_DECIDED, k]]), interval),
            "reason": REJECTIONS[int(ints[at.REJECT_REASON, k])],
        }
        for k in range(ints.shape[1])
    ]


def _joined(closed: NDArray[Any], still_open: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate((closed, still_open)) if len(still_open) else closed.copy()
