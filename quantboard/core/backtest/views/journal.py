"""What happened in a run, order by order: those that were filled and those that were not, to filter and search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.trades import OPEN, REASONS, Fills, Ints
from quantboard.core.bars import stamp_text
from quantboard.errors import InvalidInput

FILLED, REJECTED = "filled", "rejected"
STATES = (FILLED, REJECTED)
SORTS = ("at", "symbol", "side", "units", "price", "value", "fees", "reason")


class BadQuestion(InvalidInput):
    """Orders are not asked for like that."""

    code = "report.bad_orders"


@dataclass(frozen=True)
class Order:
    """An order and what became of it; what was not filled has no units and no price."""

    at: str
    decided_at: str
    symbol: str
    side: str
    state: str
    reason: str
    units: float | None
    price: float | None
    value: float | None
    commission: float | None
    stamp_duty: float | None
    slippage: float | None


@dataclass(frozen=True)
class Asked:
    """Which orders; empty means all, days are ISO and inclusive, ``words`` must all occur in symbol, side or reason."""

    state: str = ""
    symbol: str = ""
    side: str = ""
    from_on: str = ""
    to_on: str = ""
    words: str = ""
    sort: str = "at"

    def checked(self) -> "Asked":
        """Itself, or ``BadQuestion``."""
        for field, allowed in (("state", STATES), ("side", ("buy", "sell"))):
            value = getattr(self, field)
            if value and value not in allowed:
                raise BadQuestion(f"No {field} is {value[:40]!r}.", f"There are {', '.join(allowed)}.", field=field)
        if self.sort.removeprefix("-") not in SORTS:
            raise BadQuestion(f"No order by {self.sort[:40]!r}.", f"There are {', '.join(SORTS)}.", field="sort")
        return self


class Journal:
    """All orders of a result, the filled first; a place in it is an index below ``len``."""

    def __init__(self, result: BacktestResult) -> None:
        self.fills: Fills = result.fills
        self.rejected: Sequence[Mapping[str, str]] = result.rejected
        self.symbols, self.interval = result.symbols, result.spec.interval

    def __len__(self) -> int:
        """How many orders there are."""
        return len(self.fills) + len(self.rejected)

    @cached_property
    def stamps(self) -> NDArray[np.int64]:
        """When each was due."""
        texts = np.array([one["at"].rstrip("Z") for one in self.rejected], dtype="datetime64[us]")
        return np.concatenate((self.fills.at, texts.astype(np.int64)))

    @cached_property
    def places(self) -> Ints:
        """The column of each one's symbol."""
        of = {symbol: n for n, symbol in enumerate(self.symbols)}
        theirs = np.array([of.get(one["symbol"], -1) for one in self.rejected], dtype=np.int64)
        return np.concatenate((self.fills.symbol, theirs))

    @cached_property
    def buys(self) -> NDArray[np.bool_]:
        """Which of them buy."""
        return np.concatenate((self.fills.side > 0, [one["side"] == "buy" for one in self.rejected])).astype(bool)

    def chosen(self, asked: Asked) -> NDArray[np.int64]:
        """The places of what is asked for, in that order."""
        keep = np.ones(len(self), dtype=bool)
        if asked.state:
            keep[: len(self.fills)] &= asked.state == FILLED
            keep[len(self.fills) :] &= asked.state == REJECTED
        if asked.symbol:
            keep &= self.places == (self.symbols.index(asked.symbol) if asked.symbol in self.symbols else -1)
        if asked.side:
            keep &= self.buys == (asked.side == "buy")
        days = self.stamps // 86_400_000_000
        if asked.from_on:
            keep &= days >= _day(asked.from_on)
        if asked.to_on:
            keep &= days <= _day(asked.to_on)
        found = np.flatnonzero(keep)
        if asked.words:
            wanted = asked.words.lower().split()
            found = np.array([k for k in found.tolist() if self._says(k, wanted)], dtype=np.int64)
        return self._ordered(found, asked.sort)

    def order(self, place: int) -> Order:
        """One of them."""
        if place >= len(self.fills):
            one = self.rejected[place - len(self.fills)]
            at, decided, symbol, side = (one[name] for name in ("at", "decided_at", "symbol", "side"))
            return Order(at, decided, symbol, side, REJECTED, one["reason"], None, None, None, None, None, None)
        f = self.fills
        return Order(
            at=stamp_text(int(f.at[place]), self.interval),
            decided_at=stamp_text(int(f.decided_at[place]), self.interval),
            symbol=self.symbols[int(f.symbol[place])],
            side="buy" if f.side[place] > 0 else "sell",
            state=FILLED,
            reason=self.reason(place),
            units=float(f.units[place]),
            price=float(f.price[place]),
            value=float(f.units[place] * f.price[place]),
            commission=float(f.commission[place]),
            stamp_duty=float(f.stamp_duty[place]),
            slippage=float(f.slippage[place]),
        )

    def reason(self, place: int) -> str:
        """Why it was sent, or why it was not filled."""
        if place >= len(self.fills):
            return self.rejected[place - len(self.fills)]["reason"]
        code = int(self.fills.reason[place])
        return "" if code == OPEN else REASONS[code]

    def lines(self, places: NDArray[np.int64]) -> Iterator[str]:
        """These orders as lines of a text file."""
        for place in places.tolist():
            one = self.order(place)
            what = f"{one.units:g} @ {one.price:g}" if one.units is not None else "-"
            yield f"{one.at}  {one.state:8}  {one.side:4}  {one.symbol:12}  {what:>24}  {one.reason}"

    def _says(self, place: int, wanted: Sequence[str]) -> bool:
        symbol = self.symbols[int(self.places[place])] if self.places[place] >= 0 else ""
        text = f"{symbol} {'buy' if self.buys[place] else 'sell'} {self.reason(place)}".lower()
        return all(word in text for word in wanted)

    def _ordered(self, found: NDArray[np.int64], sort: str) -> NDArray[np.int64]:
        name = sort.removeprefix("-")
        values = {"at": self.stamps, "symbol": self.places, "side": self.buys}.get(name)
        keys: Any = values[found] if values is not None else [self._key(k, name) for k in found.tolist()]
        if not sort.startswith("-"):
            return found[np.argsort(np.asarray(keys), kind="stable")]
        return found[::-1][np.argsort(np.asarray(keys)[::-1], kind="stable")][::-1]

    def _key(self, place: int, name: str) -> float | str:
        if name == "reason":
            return self.reason(place)
        one = self.order(place)
        if one.units is None or one.price is None:
            return -1.0
        fees = (one.commission or 0.0) + (one.stamp_duty or 0.0)
        return {"units": one.units, "price": one.price, "value": one.units * one.price, "fees": fees}[name]


def _day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))
