"""The terms of a run: what trading costs, what the market allows, how orders and exits behave.

Every field is an option of the form, the shell and REST under its own name; the defaults are those of a plain run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Costs:
    """Rates are fractions; money is in the account's currency.

    ``commission`` of the order's value on both sides, by tiers of that value if ``commission_tiers`` (from value,
    rate) are given; ``per_share``, then at least ``min_commission``, then ``per_order``. ``stamp_duty`` on every sale.
    Slippage worsens market orders by ``slippage`` + half the ``spread`` (a price) + ``impact`` × units / the bar's
    volume + ``volatility_slippage`` × deviation of the 20 returns before. ``borrow`` is the yearly rate on short value
    and on negative cash, ``interest`` the one on cash that is not the collateral of shorts.
    """

    commission: float = 0.0
    slippage: float = 0.0
    stamp_duty: float = 0.0
    per_share: float = 0.0
    per_order: float = 0.0
    min_commission: float = 0.0
    commission_tiers: tuple[tuple[float, float], ...] = ()
    spread: float = 0.0
    impact: float = 0.0
    volatility_slippage: float = 0.0
    borrow: float = 0.0
    interest: float = 0.0


@dataclass(frozen=True)
class Limits:
    """What the market and the account allow.

    ``price_limit`` is the daily band around the close before (``price_limits`` names bands of single symbols): no buy
    at its top, no sale at its bottom, to half a ``tick``. ``t_plus_1``: what was bought can be sold from the next
    session on. ``lot`` units make a lot, 0 = fractional. An order may be ``max_volume`` of the bar's volume; the rest
    waits, or is dropped with ``volume_rest="drop"``. No trade on bars below ``min_volume``. ``max_weight`` of equity in
    one symbol and ``max_holdings`` symbols at a time; ``leverage`` times equity may be held, and below ``maintenance``
    × gross exposure everything is closed at the next open.
    """

    price_limit: float = 0.0
    price_limits: tuple[tuple[str, float], ...] = ()
    tick: float = 0.01
    t_plus_1: bool = False
    lot: float = 0.0
    max_volume: float = 0.0
    volume_rest: str = "wait"
    min_volume: float = 0.0
    max_weight: float = 0.0
    max_holdings: int = 0
    leverage: float = 1.0
    maintenance: float = 0.0


@dataclass(frozen=True)
class Rules:
    """How orders and exits behave.

    ``stops_from`` the entry bar or the next; ``both_rule`` says which of stop and target wins in one bar; ``trailing``
    follows the best close; ``max_bars`` is the time exit. ``order_life``: a limit or stop order waits (``gtc``) or
    lapses after one bar. ``cash_rule`` and ``no_trade_band`` are for target weights. ``pyramiding`` entries at most in
    one position; ``matching`` of trades by average cost or first in, first out; decisions on the first ``warmup`` bars
    of the data are ignored.
    """

    stops_from: str = "entry_bar"
    both_rule: str = "pessimistic"
    trailing: float | str | None = None
    max_bars: int = 0
    order_life: str = "gtc"
    cash_rule: str = "proportional"
    no_trade_band: float = 0.0
    pyramiding: int = 1
    close_at_end: bool = False
    matching: str = "average"
    warmup: int = 0


TERMS: dict[str, type] = {name: kind for kind in (Costs, Limits, Rules) for name in (f.name for f in fields(kind))}


def flat(*terms: Costs | Limits | Rules) -> dict[str, Any]:
    """Every field by its own name, tuples as lists."""
    return {name: _plain(getattr(one, name)) for one in terms for name in (f.name for f in fields(one))}


def taken(kind: type, values: dict[str, Any]) -> Any:
    """``kind`` made of its fields among ``values``, which loses them; what is missing keeps its default."""
    given = {f.name: values.pop(f.name) for f in fields(kind) if f.name in values}
    return kind(**{name: _fixed(value) for name, value in given.items()})


def differing(one: Costs | Limits | Rules) -> Iterator[str]:
    """The names of the fields that are not at their defaults."""
    usual = type(one)()
    return (f.name for f in fields(one) if getattr(one, f.name) != getattr(usual, f.name))


def _plain(value: Any) -> Any:
    return [list(pair) for pair in value] if isinstance(value, tuple) else value


def _fixed(value: Any) -> Any:
    return tuple(tuple(pair) for pair in value) if isinstance(value, list) else value
