"""What a run will do, in words: strategy, data, period, money, and every option that is not at its default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quantboard.core.backtest.benchmark import choice_of
from quantboard.core.backtest.spec import RunRequest
from quantboard.core.backtest.terms import Costs, Limits, Rules, differing
from quantboard.core.strategy.exits import Distance, measured
from quantboard.ui import format
from quantboard.ui.backtests.form import pairs_text, percent, plain
from quantboard.ui.backtests.options import BY_NAME, FLAGS
from quantboard.ui.text.catalogue import CHINESE, say

EXITS = ("stop_loss", "take_profit", "trailing")


@dataclass(frozen=True)
class Names:
    """What the parts of a run are called; ``datasets`` by id, for a benchmark from elsewhere."""

    strategy: str
    dataset: str
    symbols: Sequence[str]
    span: tuple[str, str]
    datasets: Mapping[str, str]


def summary(language: str, request: RunRequest, names: Names) -> list[str]:
    """What will happen, in a few sentences."""
    strategy, dataset, symbols, span = names.strategy, names.dataset, names.symbols, names.span
    who = ", ".join(symbols) if len(symbols) <= 4 else say(language, "run.n_symbols", n=len(symbols))
    first, last = request.from_on or span[0], request.to_on or span[1]
    lines = [
        say(language, "run.say_what", strategy=strategy, symbols=who, dataset=dataset),
        say(language, "run.say_period", first=format.day(first), last=format.day(last)),
    ]
    if request.params:
        told = ", ".join(f"{name} {value}" for name, value in request.params.items())
        lines.append(say(language, "run.params_are", params=told))
    lines.append(_money(language, request))
    for key, told in (
        ("run.say_universe", _universe(language, request)),
        ("run.say_market", _differing(language, request.limits)),
        ("run.say_exits", _exits(language, request)),
        ("run.say_rules", _differing(language, request.rules)),
    ):
        if told:
            lines.append(say(language, key, options=told))
    side = say(language, "run.long_short" if request.short else "run.long_only")
    fill = say(language, f"run.{request.fill}")
    lines.append(say(language, "run.say_orders", side=side, size=_size(language, request.size), fill=fill))
    lines.append(compared(language, request.benchmark, names.datasets))
    return lines


def _money(language: str, request: RunRequest) -> str:
    cash, costs = format.money(request.cash).removesuffix(".00"), _differing(language, request.costs)
    return say(language, "run.say_money", cash=cash, costs=costs) if costs else say(language, "run.say_free", cash=cash)


def _differing(language: str, terms: Costs | Limits | Rules) -> str:
    """Every term that is not at its default, but for the exits, which have a line of their own."""
    names = [name for name in differing(terms) if name not in EXITS]
    return _join(language, [_term(language, name, getattr(terms, name)) for name in names])


def compared(language: str, benchmark: str | None, datasets: Mapping[str, str] | None = None) -> str:
    """What a run is compared with, in a sentence; ``datasets`` are names by id."""
    found = choice_of(benchmark)
    if found is None:
        return say(language, "run.say_no_benchmark" if benchmark else "run.say_benchmark_equal")
    name = (datasets or {}).get(found.dataset, "")
    key = "run.say_benchmark_data" if name else "run.say_benchmark_symbol"
    return say(language, key, symbol=found.label, dataset=name)


def _universe(language: str, request: RunRequest) -> str:
    parts = [_term(language, "exclude", ", ".join(request.exclude))] if request.exclude else []
    parts += [_term(language, name, value) for name, value in request.universe.differing().items()]
    return _join(language, parts)


def _term(language: str, name: str, value: object) -> str:
    option = BY_NAME[name]
    if option.name in FLAGS:
        return say(language, f"run.say_{name}")
    if name == "lot" and value == 1:
        return say(language, "run.say_whole_units")
    if option.kind == "choice":
        return say(language, f"run.say_{name}", value=say(language, f"run.{value}"))
    if option.kind == "symbols":
        return say(language, f"run.say_{name}", value=str(value))
    if isinstance(value, tuple):
        return say(language, f"run.say_{name}", value=pairs_text(value))
    number = float(str(value))
    return say(language, f"run.say_{name}", value=percent(number) if option.kind == "percent" else plain(number))


def _exits(language: str, request: RunRequest) -> str:
    exits = (request.stop_loss, request.take_profit, request.rules.trailing)
    told = [
        say(language, f"run.say_{name}", value=_distance(language, distance))
        for name, distance in zip(EXITS, exits, strict=True)
        if distance is not None
    ]
    return _join(language, told)


def _distance(language: str, distance: Distance) -> str:
    kind, number = measured(distance)
    if kind == "percent":
        return f"{percent(number)} %"
    return say(language, f"run.distance_{kind}", value=plain(number))


def _size(language: str, size: str | None) -> str:
    kind, _, amount = (size or "even").partition(":")
    if not amount:
        return say(language, f"run.say_size_{kind}")
    shown = plain(float(amount)) if kind == "fixed" else percent(float(amount))
    return say(language, f"run.say_size_{kind}", value=shown)


def _join(language: str, parts: Sequence[str]) -> str:
    return ("，" if language == CHINESE else ", ").join(parts)
