"""Equity against buy-and-hold, and the drawdown beneath it on the same time axis."""

import plotly.graph_objects as go

from quantboard.charts.style import dates, figure, numbers
from quantboard.charts.thin import thin
from quantboard.core.backtest.metrics.table import account_of
from quantboard.core.backtest.result import BacktestResult
from quantboard.palette import LIGHT, Palette

NAMES = {"strategy": "Strategy", "benchmark": "Buy and hold", "drawdown": "Drawdown", "maximum": "Maximum"}


def equity_figure(result: BacktestResult, names: dict[str, str] = NAMES, palette: Palette = LIGHT) -> go.Figure:
    """``names`` are the words for the traces, in the reader's language."""
    drawdown = account_of(result).drawdown
    rows = thin(result.equity, result.benchmark, drawdown)
    when = dates(result, rows)
    made = figure(420, palette)
    money = "%{y:,.0f}"
    made.add_scatter(
        x=when,
        y=numbers(result.benchmark[rows], 2),
        name=names["benchmark"],
        line={"color": palette.benchmark, "width": 1.3},
        hovertemplate=money,
    )
    made.add_scatter(
        x=when,
        y=numbers(result.equity[rows], 2),
        name=names["strategy"],
        line={"color": palette.strategy, "width": 1.8},
        hovertemplate=money,
    )
    made.add_scatter(
        x=when,
        y=numbers(drawdown[rows]),
        name=names["drawdown"],
        yaxis="y2",
        fill="tozeroy",
        line={"color": palette.drawdown, "width": 1},
        fillcolor=palette.drawdown + "2e",
        hovertemplate="%{y:.2%}",
        showlegend=False,
    )
    _mark_deepest(made, result, drawdown, names["maximum"], palette)
    made.update_layout(
        xaxis={"anchor": "y2", "type": "date"},
        yaxis={"domain": [0.3, 1.0], "tickformat": "~s"},
        yaxis2={
            "domain": [0.0, 0.23],
            "side": "right",
            "tickformat": ".0%",
            "gridcolor": palette.grid,
            "zeroline": False,
            "nticks": 4,
            "automargin": True,
        },
    )
    return made


def _mark_deepest(made: go.Figure, result: BacktestResult, drawdown: object, word: str, palette: Palette) -> None:
    import numpy as np

    depths = np.asarray(drawdown, dtype=np.float64)
    deepest = int(np.argmin(depths))
    if depths[deepest] >= 0.0:
        return
    made.add_annotation(
        x=dates(result, slice(deepest, deepest + 1))[0],
        y=float(depths[deepest]),
        yref="y2",
        text=f"{word} {depths[deepest]:.1%}".replace("-", "−"),
        font={"color": palette.drawdown, "size": 11},
        showarrow=True,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=palette.drawdown,
        ax=46,
        ay=-14,
        bgcolor=palette.surface,
        borderpad=2,
    )
