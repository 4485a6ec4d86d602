"""The curves of a report: equity, drawdown, rolling ratios, exposure, returns by month; thinned for a screen."""

from dataclasses import asdict
from typing import Any

import numpy as np

from quantboard.charts.monthly import by_year
from quantboard.charts.thin import thin, window_rows
from quantboard.core.access import Actor
from quantboard.core.backtest.views import falls, rolling, spread
from quantboard.core.backtest.views.selection import rows_between
from quantboard.core.bars import stamp_text
from quantboard.errors import InvalidInput
from quantboard.services.report_source import Source, opened, plain

MOST = 5_000


class BadWindow(InvalidInput):
    """The run cannot fill a window of this length."""

    code = "report.bad_window"


def equity(actor: Actor, backtest_id: str, period: tuple[str, str] = ("", ""), most: int = 2_000) -> dict[str, Any]:
    """Equity, benchmark and drawdown of some days, with the bars that a screen can show and the extremes among them."""
    source = opened(actor, backtest_id)
    first, last = rows_between(source.result.stamps, *period)
    drawdown = source.account.drawdown
    curves = (source.result.equity, source.result.benchmark, drawdown)
    rows = window_rows(curves, first, last, min(max(most, 100), MOST))
    return {
        "n_bars": last - first,
        "at": _times(source, rows),
        "equity": plain(source.result.equity[rows]),
        "benchmark": plain(source.result.benchmark[rows]),
        "drawdown": plain(drawdown[rows]),
    }


def drawdowns(actor: Actor, backtest_id: str, most: int = 5) -> list[dict[str, Any]]:
    """The deepest drawdowns, the deepest first."""
    source = opened(actor, backtest_id)
    return [
        {
            **asdict(fall),
            "first": _time(source, fall.first),
            "trough": _time(source, fall.trough),
            "last": _time(source, fall.last),
        }
        for fall in falls.worst(source.account, min(max(most, 1), 100))
    ]


def rolled(actor: Actor, backtest_id: str, window: str = "6m", most: int = 2_000) -> dict[str, Any]:
    """Sharpe, volatility and beta over a window that moves along."""
    source = opened(actor, backtest_id)
    found = rolling.rolling(source.account, window_of(source, window))
    rows = thin(found.sharpe, found.volatility, found.beta, most=min(max(most, 100), MOST))
    return {
        "window": window,
        "bars": found.window,
        "windows": list(rolling.windows_for(source.account)),
        "at": _times(source, rows),
        **{name: plain(getattr(found, name)[rows]) for name in ("sharpe", "volatility", "beta")},
    }


def window_of(source: Source, window: str) -> int:
    """Its length in bars; raises ``BadWindow``."""
    known = rolling.windows_for(source.account)
    if window not in known:
        hint = f"Choose {', '.join(known)}." if known else "A longer run can fill one."
        raise BadWindow(f"The run cannot fill a window of {window[:10]!r}.", hint, field="window")
    return rolling.bars_of(window, source.account.per_year)


def exposure(actor: Actor, backtest_id: str, most: int = 2_000) -> dict[str, Any]:
    """Gross and net exposure as fractions of equity, turnover by bar, and how many symbols were held."""
    source = opened(actor, backtest_id)
    result = source.result
    safe = np.where(result.equity > 0.0, result.equity, np.nan)
    before = np.concatenate(([result.spec.cash], result.equity[:-1]))
    columns = {
        "gross": result.gross / safe,
        "net": result.net / safe,
        "turnover": 0.5 * result.traded / np.where(before > 0.0, before, np.nan),
        "holdings": np.count_nonzero(result.positions, axis=1).astype(np.float64),
    }
    rows = thin(columns["gross"], columns["net"], most=min(max(most, 100), MOST))
    return {"at": _times(source, rows), **{name: plain(values[rows]) for name, values in columns.items()}}


def periods(actor: Actor, backtest_id: str) -> list[dict[str, Any]]:
    """Returns by month and year, newest first; a month outside the period is null."""
    return [asdict(year) for year in by_year(opened(actor, backtest_id).result)]


def distribution(actor: Actor, backtest_id: str, per: str = "bar") -> dict[str, Any]:
    """How the returns are spread."""
    found = spread.spread(opened(actor, backtest_id).account, per)
    shape = dict(vars(found))
    return {**shape, "edges": plain(found.edges), "counts": [int(n) for n in found.counts]}


def _times(source: Source, rows: Any) -> list[str]:
    return [stamp_text(int(stamp), source.result.spec.interval) for stamp in source.result.stamps[rows]]


def _time(source: Source, row: int) -> str:
    return stamp_text(int(source.result.stamps[row]), source.result.spec.interval)
