"""A result as the report page shows it: plain text, ready for the eye, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quantboard.charts.monthly import by_year
from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.trades import Trades
from quantboard.core.bars import stamp_text
from quantboard.ui import format
from quantboard.ui.text.catalogue import CHINESE, ENGLISH, catalogue, say
from quantboard.ui.text.phrases import spoken

PAGE = 25
SORTS = ("entry_at", "symbol", "side", "units", "exit_at", "pnl", "gain", "bars_held", "mfe", "mae", "reason")


@dataclass(frozen=True)
class Tile:
    """One headline number with what stands under it."""

    key: str
    value: str
    sub: str
    sign: int


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


@dataclass(frozen=True)
class MetricGroup:
    """Metrics of one kind."""

    title: str
    rows: list[MetricRow]


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
    bars: str
    mfe: str
    mae: str
    reason: str


@dataclass(frozen=True)
class Fact:
    """A name and a value."""

    name: str
    value: str


def tiles_of(result: BacktestResult, language: str) -> list[Tile]:
    """The headline numbers, against buy-and-hold where that says something."""
    m = result.metrics

    def tile(name: str, sub: str, *, signed: bool = False) -> Tile:
        return Tile(name, format.metric(name, m.get(name)), sub, format.sign_of(m.get(name)) if signed else 0)

    def word(key: str, **names: str) -> str:
        return say(
            language, f"report.{key}", **{slot: format.metric(name, m.get(name)) for slot, name in names.items()}
        )

    fees = sum(m.get(name) or 0.0 for name in ("commission_paid", "stamp_duty_paid"))
    return [
        tile("total_return", word("vs", value="benchmark_total_return"), signed=True),
        tile("cagr", word("vs", value="benchmark_cagr"), signed=True),
        tile("sharpe", word("sharpe_range", low="sharpe_low", high="sharpe_high")),
        tile("max_drawdown", word("lasted", n="max_drawdown_length")),
        tile("calmar", word("sortino", value="sortino")),
        tile("n_trades", word("win_rate_open", value="win_rate", n="n_open_trades")),
        tile("profit_factor", word("payoff", value="payoff")),
        tile("turnover", say(language, "report.fees", value=format.money(fees))),
    ]


def months_of(result: BacktestResult) -> list[YearRow]:
    """The monthly table; its colours are scaled by the typical month of the run."""
    years = by_year(result)
    known = [abs(month) for year in years for month in year.months if month is not None and month != 0.0]
    scale = float(np.quantile(known, 0.9)) if known else 1.0
    return [
        YearRow(
            str(year.year),
            [_cell(month, scale) for month in year.months],
            _cell(year.total, scale * 3),
            format.percent(year.benchmark, 1),
        )
        for year in years
    ]


def _cell(value: float | None, scale: float) -> Cell:
    if value is None:
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
    """Metrics of the trades: all, long, short."""
    return [_metric(result, rule.__name__, language, "_long", "_short") for rule in TRADES]


def _metric(result: BacktestResult, name: str, language: str, *sides: str) -> MetricRow:
    told = [
        part
        for one in (name, *(name + side for side in sides))
        for part in (format.metric(one, result.metrics.get(one)), spoken(result.metrics_na.get(one, ""), language))
    ]
    return replace(MetricRow(metric_name(name, language), *told), key=name)


def metric_name(name: str, language: str) -> str:
    """A metric's name for eyes."""
    from quantboard.ui.text.metrics import METRICS

    english, chinese = METRICS.get(name, (name.replace("_", " ").capitalize(), name))
    return chinese if language == CHINESE else english


def order_of(trades: Trades, column: str, *, ascending: bool) -> list[int]:
    """Trades in the order of a column; an open trade's exit comes last."""
    values: Any = getattr(trades, column if column in SORTS else "entry_at")
    if column == "exit_at":
        values = np.where(trades.is_open, np.iinfo(np.int64).max, values)
    order = np.argsort(values, kind="stable")
    return [int(k) for k in (order if ascending else order[::-1])]


def trade_rows(result: BacktestResult, picked: list[int], language: str) -> list[TradeRow]:
    """The trades at these positions."""
    trades, interval = result.trades, result.spec.interval
    told = trades.taken(np.asarray(picked, dtype=np.int64)).rows(result.symbols, interval)
    return [
        TradeRow(
            index=index,
            symbol=row["symbol"],
            is_long=row["side"] == "long",
            units=f"{row['units']:,.6g}",
            entry_at=format.stamp(row["entry_at"]),
            entry_price=format.number(row["entry_price"]),
            exit_at=format.stamp(row["exit_at"]) if row["exit_at"] else say(language, "report.open"),
            exit_price="" if row["exit_price"] is None else format.number(row["exit_price"]),
            pnl=format.money(row["pnl"]),
            sign=format.sign_of(row["pnl"]),
            gain=format.percent(row["return"], signed=True),
            bars=str(row["bars_held"]),
            mfe=format.percent(row["mfe"], 1),
            mae=format.percent(row["mae"], 1),
            reason=say(language, f"report.reason_{row['exit_reason']}" if row["exit_reason"] else "report.open"),
        )
        for index, row in zip(picked, told, strict=True)
    ]


def markers_of(result: BacktestResult, symbol: str) -> list[dict[str, Any]]:
    """Entries and exits of a symbol for the candle chart; ``time`` in seconds UTC."""
    marks = []
    trades = result.trades
    column = result.symbols.index(symbol)
    for k in np.flatnonzero(trades.symbol == column):
        sides = ("buy", "sell") if trades.side[k] > 0 else ("sell", "buy")
        marks.append({"time": int(trades.entry_at[k]) // 1_000_000, "side": sides[0], "text": ""})
        if not trades.is_open[k]:
            text = f"{float(trades.pnl[k]):+,.0f}".replace("-", "−")
            marks.append({"time": int(trades.exit_at[k]) // 1_000_000, "side": sides[1], "text": text})
    return sorted(marks, key=lambda mark: int(mark["time"]))


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


def refusal_of(refused: Mapping[str, str], language: str) -> str:
    """One order that was not filled."""
    side, reason = (say(language, f"refusal.{refused[key]}") for key in ("side", "reason"))
    return say(
        language, "refusal.line", when=format.stamp(refused["at"]), symbol=refused["symbol"], side=side, reason=reason
    )


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
