"""Round trips matched first in, first out, from the fills of a run."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.hashing import NO_STAMP
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.trades import OPEN, Fills, Trades
from quantboard.core.bars import Bars


@dataclass
class Lot:
    """Units of one fill that are still held, negative when short, and what of its fees they carry."""

    row: int
    units: float
    price: float
    fees: float


@dataclass(frozen=True)
class Way:
    """How a lot, or a part of it, ends: after the last row with the reason ``OPEN`` when it does not."""

    row: int
    price: float
    fees: float
    reason: int


def matched_first(fills: Fills, period: Bars, last: Vector) -> Trades:
    """The trades when each fill closes the oldest lots of its symbol; ``last`` is the last known close per symbol.

    Fees are shared by units. The account, its stops included, keeps average cost; only the list of trades differs.
    """
    rows = np.searchsorted(period.stamps, fills.at)
    seen = np.cumsum(~np.isnan(period.close), axis=0)
    lots: dict[int, list[Lot]] = {}
    found: list[tuple[Any, ...]] = []
    for k in range(len(fills)):
        n, units = int(fills.symbol[k]), float(fills.units[k])
        way = Way(int(rows[k]), float(fills.price[k]), 0.0, int(fills.reason[k]))
        fee = float(fills.commission[k] + fills.stamp_duty[k]) / units
        queue = lots.setdefault(n, [])
        left = units * float(fills.side[k])
        while queue and queue[0].units * left < 0:
            part = min(abs(left), abs(queue[0].units))
            found.append(_closed(n, queue, part, replace(way, fees=fee * part), period, seen))
            left -= np.copysign(part, left)
        if abs(left) > at.DUST * units:
            queue.append(Lot(way.row, left, way.price, fee * abs(left)))
    for n, queue in lots.items():
        still = Way(len(period.stamps), float(last[n]), 0.0, OPEN)
        found += [_trip(n, lot, abs(lot.units), replace(still, fees=lot.fees), period, seen) for lot in queue]
    return _table(found)


def _closed(n: int, queue: list[Lot], part: float, way: Way, period: Bars, seen: at.Ints) -> tuple[Any, ...]:
    """Take ``part`` units off the oldest lot."""
    lot = queue[0]
    entry_fees = lot.fees * part / abs(lot.units)
    trip = _trip(n, lot, part, replace(way, fees=entry_fees + way.fees), period, seen)
    lot.fees -= entry_fees
    lot.units -= np.copysign(part, lot.units)
    if abs(lot.units) <= at.DUST * part:
        queue.pop(0)
    return trip


def _trip(
    n: int, lot: Lot, units: float, way: Way, period: Bars, seen: at.Ints
) -> tuple[Any, ...]:  # one row of ``Trades``, in the order of its fields
    side, is_open = (1 if lot.units > 0 else -1), way.reason == OPEN
    reached = [] if is_open else [way.price]
    if way.row > lot.row:
        reached += [
            float(np.nanmax(period.high[lot.row : way.row, n])),
            float(np.nanmin(period.low[lot.row : way.row, n])),
        ]
    high, low = max(reached), min(reached)
    best, worst = (high, low) if side > 0 else (low, high)
    return (
        n,
        side,
        units,
        period.stamps[lot.row],
        lot.price,
        NO_STAMP if is_open else period.stamps[way.row],
        np.nan if is_open else way.price,
        way.fees,
        side * units * (way.price - lot.price) - way.fees,
        seen[min(way.row, len(seen) - 1), n] - seen[lot.row, n],
        side * (best / lot.price - 1),
        side * (worst / lot.price - 1),
        way.reason,
    )


def _table(found: list[tuple[Any, ...]]) -> Trades:
    columns = list(zip(*found, strict=True)) or [() for _ in fields(Trades)]
    whole = {"symbol", "side", "entry_at", "exit_at", "bars_held", "reason"}
    kinds = [np.int64 if field.name in whole else np.float64 for field in fields(Trades)]
    made: Any = [np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)]
    trades = Trades(*made)
    return trades.taken(np.lexsort((trades.exit_at, trades.symbol, trades.entry_at)))
