"""Everything that decides a result: what a person asks, and the same resolved against a strategy and its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quantboard.core.backtest.fields import read_fields
from quantboard.core.backtest.hashing import digest, source_digest
from quantboard.core.bars import Bars
from quantboard.core.calendar import date_of
from quantboard.core.strategy.exits import Exits, effective
from quantboard.core.strategy.params import Declaration, Value, resolve
from quantboard.errors import InvalidInput

ENGINE_VERSION = "1"


class PeriodReversed(InvalidInput):
    """The first day lies after the last."""

    code = "period.reversed"


class WrongSizing(InvalidInput):
    """The sizing does not fit what the strategy returns."""

    code = "size.unfit"


@dataclass(frozen=True)
class Costs:
    """Rates as fractions: commission on both sides, slippage on the price, stamp duty on every sale."""

    commission: float = 0.0
    slippage: float = 0.0
    stamp_duty: float = 0.0


@dataclass(frozen=True)
class RunRequest:
    """What a person asks, before the data is known."""

    params: Mapping[str, object] = field(default_factory=dict)
    symbols: tuple[str, ...] | None = None
    from_on: str | None = None
    to_on: str | None = None
    cash: float = 100_000.0
    costs: Costs = Costs()
    stop_loss: float | None = None
    take_profit: float | None = None
    stops_from: str = "entry_bar"
    size: str | None = None
    whole_units: bool = False
    short: bool = False
    fill: str = "next_open"

    def as_dict(self) -> dict[str, Any]:
        """Plain data that ``parse_request`` turns into the same request."""
        return {
            "params": dict(self.params),
            "symbols": None if self.symbols is None else list(self.symbols),
            "from": self.from_on,
            "to": self.to_on,
            "cash": self.cash,
            "commission": self.costs.commission,
            "slippage": self.costs.slippage,
            "stamp_duty": self.costs.stamp_duty,
            "stop_loss": self.stop_loss,
            "take_profit": self.take_profit,
            "stops_from": self.stops_from,
            "size": self.size,
            "whole_units": self.whole_units,
            "short": self.short,
            "fill": self.fill,
        }


def parse_request(fields: Mapping[str, object]) -> RunRequest:
    """Text or typed values → what is asked. Empty fields take the defaults; raises ``InvalidInput(field=…)``."""
    read = read_fields(fields)
    costs = Costs(**{name: read.pop(name) for name in ("commission", "slippage", "stamp_duty") if name in read})
    request = RunRequest(**read, costs=costs)
    Exits(request.stop_loss, request.take_profit)
    if request.from_on is not None and request.to_on is not None and request.from_on > request.to_on:
        message = f"The first day {request.from_on} lies after the last day {request.to_on}."
        raise PeriodReversed(message, "Exchange them.", field="from")
    return request


@dataclass(frozen=True)
class BacktestSpec:
    """A run resolved: two equal specifications give the same result on every machine."""

    strategy_digest: str
    params: Mapping[str, Value]
    data_hash: str
    symbols: tuple[str, ...]
    from_on: str
    to_on: str
    interval: str
    cash: float
    costs: Costs
    stop_loss: float | None
    take_profit: float | None
    exits_from_code: bool
    stops_from: str
    size: str
    whole_units: bool
    short: bool
    fill: str
    engine_version: str = ENGINE_VERSION
    seed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain data, exactly what ``digest`` covers."""
        return {
            "strategy_digest": self.strategy_digest,
            "params": dict(self.params),
            "data_hash": self.data_hash,
            "symbols": list(self.symbols),
            "from": self.from_on,
            "to": self.to_on,
            "interval": self.interval,
            "cash": self.cash,
            "commission": self.costs.commission,
            "slippage": self.costs.slippage,
            "stamp_duty": self.costs.stamp_duty,
            "stop_loss": self.stop_loss,
            "take_profit": self.take_profit,
            "exits_from_code": self.exits_from_code,
            "stops_from": self.stops_from,
            "size": self.size,
            "whole_units": self.whole_units,
            "short": self.short,
            "fill": self.fill,
            "engine_version": self.engine_version,
            "seed": self.seed,
        }

    def digest(self) -> str:
        """SHA-256 of the canonical JSON of ``as_dict``."""
        return digest(self.as_dict())

    @property
    def sizing(self) -> tuple[str, float]:
        """``("fixed", 10.0)``, ``("percent", 0.5)`` or ``("weights", 0.0)``."""
        kind, _, number = self.size.partition(":")
        return kind, float(number or 0.0)


def spec_of(shape: Mapping[str, Any]) -> BacktestSpec:
    """The inverse of ``as_dict``."""
    plain = dict(shape)
    costs = Costs(plain.pop("commission"), plain.pop("slippage"), plain.pop("stamp_duty"))
    symbols, first, last = tuple(plain.pop("symbols")), plain.pop("from"), plain.pop("to")
    return BacktestSpec(**plain, costs=costs, symbols=symbols, from_on=first, to_on=last)


@dataclass(frozen=True, eq=False)
class Resolved:
    """A specification with the bars of its symbols, and the rows ``first`` to before ``last`` that are its period."""

    spec: BacktestSpec
    bars: Bars
    first: int
    last: int
    warnings: tuple[str, ...]


def resolve_spec(request: RunRequest, declaration: Declaration, source: str, bars: Bars) -> Resolved:
    """Fill in what was left open; raises ``InvalidInput`` for what does not fit the strategy or the data."""
    params = resolve(declaration, request.params)
    own = Exits(declaration.stop_loss, declaration.take_profit)
    exits = effective(Exits(request.stop_loss, request.take_profit), own)
    chosen = bars.select(request.symbols if request.symbols is not None else bars.symbols)
    first, last = chosen.rows_of(request.from_on, request.to_on)
    spec = BacktestSpec(
        strategy_digest=source_digest(source),
        params=params,
        data_hash=chosen.data_hash(),
        symbols=chosen.symbols,
        from_on=date_of(chosen, first),
        to_on=date_of(chosen, last - 1),
        interval=chosen.interval,
        cash=request.cash,
        costs=request.costs,
        stop_loss=exits.stop_loss,
        take_profit=exits.take_profit,
        exits_from_code=declaration.exits_from_code,
        stops_from=request.stops_from,
        size=_resolved_size(request.size, declaration, len(chosen.symbols)),
        whole_units=request.whole_units,
        short=request.short,
        fill=request.fill,
    )
    return Resolved(spec, chosen, first, last, _period_warnings(request, chosen))


def _resolved_size(size: str | None, declaration: Declaration, n_symbols: int) -> str:
    if declaration.kind == "weights":
        if size not in (None, "weights"):
            hint = "Leave the size open: the strategy's weights are the sizes."
            raise WrongSizing(f"A strategy of target weights takes no size {size}.", hint, field="size")
        return "weights"
    return size if size is not None else f"percent:{1 / n_symbols!r}"


def _period_warnings(request: RunRequest, bars: Bars) -> tuple[str, ...]:
    start, end = date_of(bars, 0), date_of(bars, bars.n_bars - 1)
    warnings = []
    if request.from_on is not None and request.from_on < start:
        warnings.append(f"The data starts on {start}, after the first day asked for ({request.from_on}).")
    if request.to_on is not None and request.to_on > end:
        warnings.append(f"The data ends on {end}, before the last day asked for ({request.to_on}).")
    return tuple(warnings)
