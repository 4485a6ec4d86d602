"""Rows of the report's tables as plain text for the eye, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quantboard.core.backtest.views.breakdown import Group
from quantboard.services.report_holdings import Held
from quantboard.ui import format
from quantboard.ui.text.catalogue import say
from quantboard.ui.text.phrases import spoken


@dataclass(frozen=True)
class TradeRow:
    """One trade."""

    index: int
    symbol: str
    is_long: bool
    units: str
    entry_at: str
    entry_price: str
    exit_at: str
    exit_price: str
    pnl: str
    sign: int
    gain: str
    fees: str
    bars: str
    mfe: str
    mae: str
    reason: str


@dataclass(frozen=True)
class OrderRow:
    """One order, filled or not."""

    at: str
    symbol: str
    is_buy: bool
    is_filled: bool
    units: str
    price: str
    value: str
    fees: str
    slippage: str
    reason: str


@dataclass(frozen=True)
class LogRow:
    """One line of the log."""

    at: str
    kind: str
    word: str
    symbol: str
    text: str
    trade: int


@dataclass(frozen=True)
class GroupRow:
    """The closed trades of one symbol, reason or side; ``width`` is that of its bar, in percent."""

    name: str
    key: str
    n: str
    win_rate: str
    pnl: str
    sign: int
    share: str
    width: str
    average: str
    profit_factor: str
    best: str
    worst: str
    bars: str
    open: str


@dataclass(frozen=True)
class HeldRow:
    """One position on a day, and its place in the treemap, in percent."""

    symbol: str
    is_long: bool
    units: str
    price: str
    value: str
    weight: str
    left: str
    top: str
    width: str
    height: str
    is_large: bool
    has_box: bool


@dataclass(frozen=True)
class FallRow:
    """One deep drawdown."""

    rank: str
    first: str
    trough: str
    last: str
    depth: str
    n_bars: str
    from_on: str
    to_on: str


def trade_row(row: Mapping[str, Any], language: str) -> TradeRow:
    """One trade as the services give it."""
    return TradeRow(
        index=row["index"],
        symbol=row["symbol"],
        is_long=row["side"] == "long",
        units=f"{row['units']:,.6g}",
        entry_at=format.stamp(row["entry_at"]),
        entry_price=price(row["entry_price"]),
        exit_at=format.stamp(row["exit_at"]) if row["exit_at"] else say(language, "report.open"),
        exit_price="" if row["exit_price"] is None else price(row["exit_price"]),
        pnl=format.money(row["pnl"]),
        sign=format.sign_of(row["pnl"]),
        gain=format.percent(row["return"], signed=True),
        fees=format.money(row["fees"]),
        bars=f"{row['bars_held']:,}",
        mfe=format.percent(row["mfe"], 1),
        mae=format.percent(row["mae"], 1),
        reason=reason_of(row["exit_reason"] or "", language),
    )


def price(value: float) -> str:
    """A price with as many decimals as it needs."""
    decimals = 2 if abs(value) >= 20 else 4 if abs(value) >= 0.1 else 6
    return format.number(value, decimals)


def reason_of(code: str, language: str) -> str:
    """Why a trade ended, or that it has not."""
    return say(language, f"report.reason_{code}" if code else "report.open")


def order_row(row: Mapping[str, Any], language: str) -> OrderRow:
    """One order."""
    is_filled = row["units"] is not None
    why = reason_of(row["reason"], language) if is_filled else say(language, f"refusal.{row['reason']}")
    money = {name: format.money(row[name]) if is_filled else "–" for name in ("value", "slippage")}
    return OrderRow(
        at=format.stamp(row["at"]),
        symbol=row["symbol"],
        is_buy=row["side"] == "buy",
        is_filled=is_filled,
        units=f"{row['units']:,.6g}" if is_filled else "–",
        price=price(row["price"]) if is_filled else "–",
        fees=format.money(row["commission"] + row["stamp_duty"]) if is_filled else "–",
        reason=why,
        **money,
    )


def log_row(row: Mapping[str, Any], language: str) -> LogRow:
    """One line of the log in words."""
    kind = row["kind"]
    if kind == "warning":
        text = spoken(row["reason"], language)
    elif kind == "rejected":
        text = say(language, f"refusal.{row['reason']}")
    elif kind in ("win", "loss"):
        money, why = format.money(row["pnl"]), reason_of(row["reason"], language)
        text = say(language, "report.log_ended", pnl=money, price=price(row["price"]), reason=why)
    else:
        why = reason_of(row["reason"], language)
        text = say(language, "report.log_filled", units=f"{row['units']:,.6g}", price=price(row["price"]), reason=why)
    at = format.stamp(row["at"]) if row["at"] else "–"
    return LogRow(at, kind, say(language, f"report.log_{kind}"), row["symbol"], text, row["trade"])


def group_rows(groups: Sequence[Group], key: str, language: str) -> list[GroupRow]:
    """The groups with bars as long as their P&L."""
    reach = max((abs(group.pnl) for group in groups), default=0.0) or 1.0

    def name_of(group: Group) -> str:
        if key == "reason":
            return reason_of(group.key, language)
        return say(language, f"report.{group.key}") if key == "side" else group.key

    return [
        GroupRow(
            name=name_of(group),
            key=group.key,
            n=f"{group.n:,}",
            win_rate=format.percent(group.win_rate, 1) if group.n else "–",
            pnl=format.money(group.pnl),
            sign=format.sign_of(group.pnl),
            share="–" if group.share is None else format.percent(group.share, 0),
            width=f"{abs(group.pnl) / reach * 100:.1f}%",
            average=format.percent(group.average_return, signed=True) if group.n else "–",
            profit_factor="–" if group.profit_factor is None else format.number(group.profit_factor),
            best=format.money(group.best) if group.n else "–",
            worst=format.money(group.worst) if group.n else "–",
            bars=format.number(group.bars_held, 1) if group.n else "–",
            open=format.money(group.open_pnl) if group.n_open else "",
        )
        for group in groups
    ]


def held_rows(held: Held) -> list[HeldRow]:
    """The positions of a day; the largest have a box."""
    rows = []
    for place, one in enumerate(held.items):
        box = held.boxes[place] if place < len(held.boxes) else None
        sides = (box.x, box.y, box.width, box.height) if box is not None else (0.0,) * 4
        left, top, width, height = (f"{side * 100:.3f}%" for side in sides)
        rows.append(
            HeldRow(
                symbol=one.symbol,
                is_long=one.units > 0,
                units=f"{one.units:,.6g}".replace("-", "−"),
                price=price(one.price),
                value=format.money(one.value),
                weight=format.percent(one.weight, 1),
                left=left,
                top=top,
                width=width,
                height=height,
                is_large=box is not None and box.width > 0.06 and box.height > 0.12,
                has_box=box is not None,
            )
        )
    return rows


def fall_row(fall: Mapping[str, Any], language: str) -> FallRow:
    """One drawdown; what has not recovered says so."""
    over = format.stamp(fall["last"]) if fall["is_over"] else say(language, "report.not_recovered")
    return FallRow(
        rank=str(fall["rank"]),
        first=format.stamp(fall["first"]),
        trough=format.stamp(fall["trough"]),
        last=over,
        depth=format.percent(fall["depth"]),
        n_bars=f"{fall['length']:,}",
        from_on=fall["first"][:10],
        to_on=fall["last"][:10],
    )
