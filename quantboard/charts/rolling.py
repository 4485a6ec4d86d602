"""Sharpe, volatility and beta over a moving window, one below the other on one time axis."""

import numpy as np
import plotly.graph_objects as go

from quantboard.charts.style import dates, figure, numbers
from quantboard.charts.thin import thin
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.rolling import Rolling
from quantboard.palette import LIGHT, Palette

PANES = (("y", [0.69, 1.0]), ("y2", [0.35, 0.65]), ("y3", [0.0, 0.31]))
NAMES = ("Sharpe", "Volatility", "Beta")


def rolling_figure(
    result: BacktestResult, rolled: Rolling, names: tuple[str, str, str] = NAMES, palette: Palette = LIGHT
) -> go.Figure:
    """The mean of each is the dotted line."""
    curves = (rolled.sharpe, rolled.volatility, rolled.beta)
    rows = thin(*curves)
    when = dates(result, rows)
    made = figure(400, palette)
    looks = (palette.strategy, palette.fast, palette.series3)
    for (axis, _), name, values, colour in zip(PANES, names, curves, looks, strict=True):
        made.add_scatter(
            x=when,
            y=numbers(values[rows], 5),
            name=name,
            yaxis=axis,
            line={"color": colour, "width": 1.4},
            hovertemplate="%{y:.1%}" if axis == "y2" else "%{y:.2f}",
        )
        known = values[np.isfinite(values)]
        if len(known):
            _add_level(made, axis, float(known.mean()), palette)
    pane = {"side": "right", "gridcolor": palette.grid, "zeroline": False, "nticks": 4, "automargin": True}
    made.update_layout(
        xaxis={"type": "date", "anchor": "y3"},
        yaxis={"domain": PANES[0][1], "nticks": 4, "zeroline": True, "zerolinecolor": palette.muted},
        yaxis2={**pane, "domain": PANES[1][1], "tickformat": ".0%", "rangemode": "tozero"},
        yaxis3={**pane, "domain": PANES[2][1]},
    )
    return made


def _add_level(made: go.Figure, axis: str, level: float, palette: Palette) -> None:
    made.add_shape(
        type="line",
        xref="paper",
        yref=axis,
        x0=0,
        x1=1,
        y0=level,
        y1=level,
        line={"color": palette.muted, "width": 1, "dash": "dot"},
    )
