"""Everything that decides a result: what a person asks, and the same resolved against a strategy and its data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from quantboard.core.backtest.benchmark import choice_of
from quantboard.core.backtest.fields import read_fields
from quantboard.core.backtest.hashing import digest, source_digest
from quantboard.core.backtest.terms import Costs, Limits, Rules, flat, taken
from quantboard.core.backtest.universe import Universe
from quantboard.core.bars import Bars
from quantboard.core.calendar import date_of
from quantboard.core.strategy.exits import Distance, Exits, effective
from quantboard.core.strategy.params import Declaration, Value, resolve
from quantboard.errors import InvalidInput

ENGINE_VERSION = "3"
NO_COSTS, NO_LIMITS, PLAIN_RULES, EVERYTHING = Costs(), Limits(), Rules(), Universe()


class PeriodReversed(InvalidInput):
    """The first day lies after the last."""

    code = "period.reversed"


class WrongSizing(InvalidInput):
    """The sizing does not fit what the strategy returns."""

    code = "size.unfit"


class NothingLeft(InvalidInput):
    """Every symbol was left out."""

    code = "symbols.none_left"


class OptionsClash(InvalidInput):
    """Two options of a run exclude each other."""

    code = "option.clash"


@dataclass(frozen=True)
class RunRequest:
    """What a person asks, before the data is known."""

    params: Mapping[str, object] = field(default_factory=dict)
    symbols: tuple[str, ...] | None = None
    from_on: str | None = None
    to_on: str | None = None
    cash: float = 100_000.0
    stop_loss: Distance = None
    take_profit: Distance = None
    size: str | None = None
    short: bool = False
    fill: str = "next_open"
    costs: Costs = NO_COSTS
    limits: Limits = NO_LIMITS
    rules: Rules = PLAIN_RULES
    universe: Universe = EVERYTHING
    exclude: tuple[str, ...] | None = None
    benchmark: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data that ``parse_request`` turns into the same request."""
        later = {"exclude": list(self.exclude or ()) or None, "benchmark": self.benchmark}
        return {
            "params": dict(self.params),
            "symbols": None if self.symbols is None else list(self.symbols),
            "from": self.from_on,
            "to": self.to_on,
            "cash": self.cash,
            "stop_loss": self.stop_loss,
            "take_profit": self.take_profit,
            "size": self.size,
            "short": self.short,
            "fill": self.fill,
            **flat(self.costs, self.limits, self.rules),
            **self.universe.differing(),
            **{name: value for name, value in later.items() if value is not None},
        }


def parse_request(fields: Mapping[str, object]) -> RunRequest:
    """Text or typed values → what is asked. Empty fields take the defaults; raises ``InvalidInput(field=…)``."""
    read = read_fields(fields)
    if read.pop("whole_units", False):
        read.setdefault("lot", 1.0)
    request = RunRequest(**_terms(read), **read)
    Exits(request.stop_loss, request.take_profit, request.rules.trailing)
    if request.from_on is not None and request.to_on is not None and request.from_on > request.to_on:
        message = f"The first day {request.from_on} lies after the last day {request.to_on}."
        raise PeriodReversed(message, "Exchange them.", field="from")
    _check_together(request)
    return request


def _terms(values: dict[str, Any]) -> dict[str, Any]:
    """The groups of options, made of ``values``, which loses them."""
    kinds = {"costs": Costs, "limits": Limits, "rules": Rules, "universe": Universe}
    return {name: taken(kind, values) for name, kind in kinds.items()}


def _check_together(request: RunRequest) -> None:
    leverage, most = request.limits.leverage, float((request.size or "").partition(":")[2] or 0)
    if (request.size or "").startswith("percent") and most > leverage:
        message = f"A size of {most:g} times equity needs a leverage of at least {most:g}."
        raise WrongSizing(message, "Raise the leverage, or choose a smaller size.", field="size")
    if request.limits.maintenance >= 1 / leverage:
        message = f"With a leverage of {leverage:g} a maintenance of {request.limits.maintenance:g} is always broken."
        raise OptionsClash(message, f"Choose one below {1 / leverage:g}.", field="maintenance")
    if request.limits.max_weight > leverage:
        message = f"A greatest weight of {request.limits.max_weight:g} lies above the leverage of {leverage:g}."
        raise OptionsClash(message, "Lower it, or raise the leverage.", field="max_weight")


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
    stop_loss: Distance
    take_profit: Distance
    exits_from_code: bool
    size: str
    short: bool
    fill: str
    costs: Costs = NO_COSTS
    limits: Limits = NO_LIMITS
    rules: Rules = PLAIN_RULES
    engine_version: str = ENGINE_VERSION
    seed: int = 0
    universe: Universe = EVERYTHING
    benchmark: str | None = None
    benchmark_hash: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data, exactly what ``digest`` covers; filters and benchmark only where they are not the usual ones."""
        compared = {"benchmark": self.benchmark, "benchmark_hash": self.benchmark_hash}
        return {
            "strategy_digest": self.strategy_digest,
            "params": dict(self.params),
            "data_hash": self.data_hash,
            "symbols": list(self.symbols),
            "from": self.from_on,
            "to": self.to_on,
            "interval": self.interval,
            "cash": self.cash,
            "stop_loss": self.stop_loss,
            "take_profit": self.take_profit,
            "exits_from_code": self.exits_from_code,
            "size": self.size,
            "short": self.short,
            "fill": self.fill,
            **flat(self.costs, self.limits, self.rules),
            "engine_version": self.engine_version,
            "seed": self.seed,
            **self.universe.differing(),
            **{name: value for name, value in compared.items() if value is not None},
        }

    def digest(self) -> str:
        """SHA-256 of the canonical JSON of ``as_dict``."""
        return digest(self.as_dict())

    @property
    def sizing(self) -> tuple[str, float]:
        """Kind and number: ``("fixed", 10.0)``, ``("percent", 0.5)``, ``("equal", 0.0)`` and so on."""
        kind, _, number = self.size.partition(":")
        return kind, float(number or 0.0)


def spec_of(shape: Mapping[str, Any]) -> BacktestSpec:
    """The inverse of ``as_dict``; specifications of engine 1 are understood too."""
    plain = dict(shape)
    if plain.pop("whole_units", False):
        plain["lot"] = 1.0
    terms = _terms(plain)
    symbols, first, last = tuple(plain.pop("symbols")), plain.pop("from"), plain.pop("to")
    return BacktestSpec(**plain, **terms, symbols=symbols, from_on=first, to_on=last)


@dataclass(frozen=True, eq=False)
class Resolved:
    """A specification with the bars of its symbols, and the rows ``first`` to before ``last`` that are its period."""

    spec: BacktestSpec
    bars: Bars
    first: int
    last: int
    warnings: tuple[str, ...]


def resolve_spec(
    request: RunRequest, declaration: Declaration, source: str, bars: Bars, reference: Bars | None = None
) -> Resolved:
    """Fill in what was left open; raises ``InvalidInput`` for what does not fit the strategy or the data.

    ``reference`` holds the bars of a benchmark that is another symbol.
    """
    params = resolve(declaration, request.params)
    own = Exits(declaration.stop_loss, declaration.take_profit, declaration.trailing)
    exits = effective(Exits(request.stop_loss, request.take_profit, request.rules.trailing), own)
    chosen = bars.select(symbols_of(request, bars.symbols))
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
        stop_loss=exits.stop_loss,
        take_profit=exits.take_profit,
        exits_from_code=declaration.exits_from_code,
        size=_resolved_size(request.size, declaration, len(chosen.symbols)),
        short=request.short,
        fill=request.fill,
        costs=request.costs,
        limits=request.limits,
        rules=replace(request.rules, trailing=exits.trailing, max_bars=request.rules.max_bars or declaration.max_bars),
        universe=request.universe,
        benchmark=_benchmark_name(request.benchmark),
        benchmark_hash=None if reference is None else reference.data_hash(),
    )
    return Resolved(spec, chosen, first, last, _period_warnings(request, chosen))


def symbols_of(request: RunRequest, known: Sequence[str]) -> Sequence[str]:
    """The symbols asked for, without those to be left out; raises ``NothingLeft``."""
    asked = request.symbols if request.symbols is not None else known
    left = [symbol for symbol in asked if symbol not in (request.exclude or ())]
    if not left and asked:
        raise NothingLeft("Every symbol is left out.", "Leave out fewer.", field="exclude")
    return left


def _benchmark_name(text: str | None) -> str | None:
    """Without the identity of a dataset, which no other machine knows: its hash stands for it."""
    found = choice_of(text)
    if found is None or not found.dataset:
        return text
    return f"other:{found.symbol}@{found.column}" if found.column else f"other:{found.symbol}"


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
