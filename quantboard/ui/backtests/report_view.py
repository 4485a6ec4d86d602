"""A result as the report page shows it: plain text, ready for the eye, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from quantboard.charts.monthly import Year, by_year
from quantboard.core.backtest.benchmark import NONE, choice_of
from quantboard.core.backtest.metrics.table import ACCOUNT
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.accounts import account
from quantboard.core.backtest.views.versus import versus
from quantboard.core.bars import stamp_text
from quantboard.ui import format
from quantboard.ui.text.catalogue import CHINESE, ENGLISH, catalogue, say
from quantboard.ui.text.phrases import spoken


@dataclass(frozen=True)
class Tile:
    """One headline number with what stands under it."""

    key: str
    value: str
    sub: str
    sign: int
    versus: str = ""


@dataclass(frozen=True)
class FlagRow:
    """One doubt: its short name, what was found, what to do, and the tab that shows more."""

    code: str
    kind: str  # of the badge
    name: str
    message: str
    hint: str
    tab: str


@dataclass(frozen=True)
class Cell:
    """One month: its ground tells how large, its text the number."""

    text: str
    ground: str


@dataclass(frozen=True)
class YearRow:
    """One line of the monthly table."""

    year: str
    cells: list[Cell]
    total: Cell
    benchmark: str


@dataclass(frozen=True)
class MetricRow:
    """A metric and its values, for all trades and by side, and beside each why it is n/a."""

    name: str
    all: str
    why: str
    long: str = ""
    why_long: str = ""
    short: str = ""
    why_short: str = ""
    key: str = ""
    interval: str = ""
    ends: str = ""  # of the interval, without words
    sample: str = ""


@dataclass(frozen=True)
class MetricGroup:
    """Metrics of one kind."""

    title: str
    rows: list[MetricRow]


@dataclass(frozen=True)
class Fact:
    """A name and a value."""

    name: str
    value: str


FLAG_TABS = {
    "costs.break_even": "costs",
    "costs.none": "costs",
    "delay.sensitive": "costs",
    "fill.at_decision": "costs",
    "result.few_trades": "trades",
    "result.one_trade": "breakdown",
    "result.low_exposure": "exposure",
    "lookahead.found": "code",
    "lookahead.unchecked": "code",
}
BADGES = {"error": "bad", "warning": "warn", "info": "quiet"}


def unflagged(result: BacktestResult) -> list[str]:
    """The warnings that no flag tells already."""
    told = {flag.message for flag in result.flags}
    return [warning for warning in result.warnings if warning not in told]


def benchmark_name(result: BacktestResult, language: str) -> str:
    """What the run is compared with; empty for nothing."""
    asked = result.spec.as_dict().get("benchmark")
    if asked == NONE:
        return ""
    choice = choice_of(asked)
    return say(language, "report.benchmark") if choice is None else choice.label


def tiles_of(result: BacktestResult, language: str) -> list[Tile]:
    """The headline numbers, each against the benchmark where that says something."""
    m, name = result.metrics, benchmark_name(result, language)
    theirs = versus(account(result)) if name else {}

    def tile(key: str, sub: str, *, signed: bool = False) -> Tile:
        other = theirs.get(key)
        against = "" if other is None else f"{name} {format.metric(key, other)}"
        return Tile(key, format.metric(key, m.get(key)), sub, format.sign_of(m.get(key)) if signed else 0, against)

    def word(key: str, **names: str) -> str:
        return say(
            language, f"report.{key}", **{slot: format.metric(name, m.get(name)) for slot, name in names.items()}
        )

    fees = sum(m.get(name) or 0.0 for name in ("commission_paid", "stamp_duty_paid"))
    ends = say(language, "report.ends_at", value=format.money(result.final_equity))
    return [
        tile("total_return", ends, signed=True),
        tile("cagr", word("volatility_of", value="volatility"), signed=True),
        tile("sharpe", word("sharpe_range", low="sharpe_low", high="sharpe_high")),
        tile("max_drawdown", word("lasted", n="max_drawdown_length")),
        tile("calmar", word("sortino", value="sortino")),
        tile("n_trades", word("win_rate_open", value="win_rate", n="n_open_trades")),
        tile("profit_factor", word("payoff", value="payoff")),
        tile("turnover", say(language, "report.fees", value=format.money(fees))),
    ]


def flags_of(result: BacktestResult, language: str) -> list[FlagRow]:
    """The doubts about the result, the gravest first."""
    return [
        FlagRow(
            code=flag.code,
            kind=BADGES.get(flag.severity, "quiet"),
            name=say(language, f"flag.{flag.code}") if f"flag.{flag.code}" in catalogue() else flag.code,
            message=spoken(flag.message, language),
            hint=spoken(flag.hint, language),
            tab=FLAG_TABS.get(flag.code, ""),
        )
        for flag in result.flags
    ]


MONTHS_OF = ("strategy", "benchmark", "excess")


def months_of(result: BacktestResult, whose: str = "strategy") -> list[YearRow]:
    """The monthly table; its colours are scaled by the typical month of the run."""
    years = by_year(result)
    rows = [_months(year, whose) for year in years]
    known = [abs(month) for months, _ in rows for month in months if month is not None and month != 0.0]
    scale = float(np.quantile(known, 0.9)) if known else 1.0
    return [
        YearRow(
            str(year.year),
            [_cell(month, scale) for month in months],
            _cell(total, scale * 3),
            format.percent(year.benchmark, 1),
        )
        for year, (months, total) in zip(years, rows, strict=True)
    ]


def _months(year: Year, whose: str) -> tuple[list[float | None], float | None]:
    if whose == "strategy":
        return list(year.months), year.total
    if whose == "benchmark":
        return list(year.benchmark_months), year.benchmark
    pairs = zip(year.months, year.benchmark_months, strict=True)
    months = [None if mine is None or theirs is None else mine - theirs for mine, theirs in pairs]
    return months, year.total - year.benchmark


def _cell(value: float | None, scale: float) -> Cell:
    if value is None or not np.isfinite(value):
        return Cell("", "transparent")
    step = min(7, max(2, 1 + round(6 * abs(value) / scale)))
    ground = f"var(--qb-{'gain' if value > 0 else 'loss'}-a{step})" if value else "transparent"
    text = format.percent(value, 1).replace(" %", "")
    return Cell("0.0" if text == "−0.0" else text, ground)


def account_metrics(result: BacktestResult, language: str) -> list[MetricGroup]:
    """Metrics of the account, by kind."""
    return [
        MetricGroup(
            say(language, f"report.group_{group}"),
            [_metric(result, metric.__name__, language) for metric in metrics],
        )
        for group, metrics in ACCOUNT.items()
    ]


def trade_metrics(result: BacktestResult, language: str) -> list[MetricRow]:
    """Statistics of the trades and positions: all, long, short."""
    return [_by_side(result, name, language) for name in result.sides.get("all", {})]


def metric_row(result: BacktestResult, name: str, language: str) -> MetricRow:
    """One metric by its name, by side where it has sides."""
    plain = name.removesuffix("_long").removesuffix("_short")
    return (_by_side if plain in result.sides.get("all", {}) else _metric)(result, plain, language)


def _by_side(result: BacktestResult, name: str, language: str) -> MetricRow:
    reasons = result.certainty.sides_na
    told = [
        part
        for side in ("all", "long", "short")
        for part in (
            format.metric(name, result.sides[side].get(name)),
            spoken(reasons.get(side, {}).get(name, ""), language),
        )
    ]
    return replace(MetricRow(metric_name(name, language), *told), **_certainty(result, name, language))


def _metric(result: BacktestResult, name: str, language: str) -> MetricRow:
    value, why = format.metric(name, result.metrics.get(name)), spoken(result.metrics_na.get(name, ""), language)
    return replace(MetricRow(metric_name(name, language), value, why), **_certainty(result, name, language))


def _certainty(result: BacktestResult, name: str, language: str) -> dict[str, str]:
    pair, sample = result.intervals.get(name), result.certainty.samples.get(name)
    ends = None if pair is None else [format.metric(name, end) for end in pair]
    return {
        "key": name,
        "interval": "" if ends is None else say(language, "report.interval", low=ends[0], high=ends[1]),
        "ends": "" if ends is None else f"{ends[0]} … {ends[1]}",
        "sample": "" if sample is None else f"{sample:,}",
    }


def metric_name(name: str, language: str) -> str:
    """A metric's name for eyes."""
    from quantboard.ui.text.metrics import METRICS

    english, chinese = METRICS.get(name, (name.replace("_", " ").capitalize(), name))
    return chinese if language == CHINESE else english


def manifest_of(result: BacktestResult, extra: Mapping[str, str], language: str = ENGLISH) -> list[Fact]:
    """Everything that decided the result, and its fingerprints."""
    spec = result.spec
    facts: dict[str, object] = {
        **{name: value for name, value in spec.as_dict().items() if name != "params"},
        **{f"params.{name}": value for name, value in spec.params.items()},
        "spec_digest": spec.digest(),
        "result_hash": result.result_hash,
        "bars_per_year": f"{result.bars_per_year:g}",
        "n_bars": len(result.stamps),
        "first_bar": stamp_text(int(result.stamps[0]), spec.interval),
        "last_bar": stamp_text(int(result.stamps[-1]), spec.interval),
        **extra,
    }
    return [Fact(_fact_name(name, language), _fact(value, language)) for name, value in facts.items()]


def _fact_name(name: str, language: str) -> str:
    key = f"manifest.{name}"
    return say(language, key) if key in catalogue() else name.replace("_", " ")


def _fact(value: object, language: str) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return say(language, f"manifest.{'yes' if value else 'no'}")
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or "–"
    return f"{value:g}" if isinstance(value, float) else str(value)
