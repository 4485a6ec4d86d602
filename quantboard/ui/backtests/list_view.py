"""The list of runs for the eye: its lines, the metrics that it may be ordered by, and what narrows it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quantboard.core.listing import RunFilter
from quantboard.ui import format, routes
from quantboard.ui.errors import told_kept
from quantboard.ui.listing import MarkRow, marks_row

METRICS = {  # key of an order → the metric, and the key of its name on screen
    "return": ("total_return", "backtests.return"),
    "sharpe": ("sharpe", "backtests.sharpe"),
    "drawdown": ("max_drawdown", "backtests.drawdown"),
    "cagr": ("cagr", "runs.cagr"),
    "excess": ("excess_return", "runs.excess"),
    "sortino": ("sortino", "runs.sortino"),
    "calmar": ("calmar", "runs.calmar"),
    "volatility": ("volatility", "runs.volatility"),
    "trades": ("n_trades", "runs.trades"),
    "win_rate": ("win_rate", "runs.win_rate"),
    "profit_factor": ("profit_factor", "runs.profit_factor"),
    "turnover": ("turnover", "runs.turnover"),
    "exposure": ("time_in_market", "runs.exposure"),
    "final_equity": ("final_equity", "runs.final_equity"),
}
SHOWN = ("return", "sharpe", "drawdown")  # always
MORE = tuple(key for key in METRICS if key not in SHOWN)
FILTERS = ("strategy", "dataset", "owner", "tag", "since", "until", "favourite", "best")


@dataclass(frozen=True)
class RunRow:
    """One backtest in the list."""

    id: str
    href: str
    clone: str
    name: str
    strategy: str
    dataset: str
    status: str
    reason: str
    is_unfinished: bool
    progress: float
    total_return: str
    sign: int
    sharpe: str
    drawdown: str
    more: str
    made: str
    tags: list[str]
    note: str
    is_favourite: bool
    marks: MarkRow


def row_of(view: Any, more: str, language: str) -> RunRow:
    """A stored run as a line of the list; ``more`` is the metric that is shown besides."""
    metrics = view.metrics or {}

    def shown(key: str) -> str:
        name = METRICS[key][0]
        return format.metric(name, metrics.get(name)) if metrics else "–"

    return RunRow(
        id=view.id,
        href=routes.backtest(view.id),
        clone=f"{routes.NEW_BACKTEST}?like={view.id}",
        name=view.name,
        strategy="" if view.strategy_name == view.name else view.strategy_name,
        dataset=view.dataset_name,
        status=str(view.status),
        reason=told_kept(view.error, language) if view.error else "",
        is_unfinished=view.is_unfinished,
        progress=view.progress or 0.0,
        total_return=shown("return"),
        sign=format.sign_of(metrics.get("total_return")),
        sharpe=shown("sharpe"),
        drawdown=shown("drawdown"),
        more=shown(more) if more in METRICS else "",
        made=format.instant(view.created_at),
        tags=list(view.tags),
        note=view.note,
        is_favourite=view.is_favourite,
        marks=marks_row(view),
    )


def filter_of(asked: Mapping[str, str], sorted_by: str) -> RunFilter:
    """What the filters of the page ask for; the best of each strategy is by the order's metric, else by Sharpe."""
    key = sorted_by.removeprefix("-")
    return RunFilter(
        strategy=asked.get("strategy", ""),
        dataset=asked.get("dataset", ""),
        owner=asked.get("owner", ""),
        tag=asked.get("tag", ""),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", ""), days=1),
        is_favourite=bool(asked.get("favourite")),
        is_best=bool(asked.get("best")),
        best_by=key if key in METRICS else "sharpe",
    )


def _day(text: str, days: int = 0) -> dt.datetime | None:
    """The beginning of a day, or of one so many days later, in UTC; ``None`` for what is no date."""
    try:
        day = dt.date.fromisoformat(text) + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return dt.datetime.combine(day, dt.time(), dt.UTC)
