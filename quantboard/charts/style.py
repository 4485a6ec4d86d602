"""Fonts, axes and hover manners of every figure; colours from the palette, backgrounds left to the page."""

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.bars import is_intraday
from quantboard.palette import LIGHT, Palette

FONT = "Inter, system-ui, sans-serif"
CLEAR = f"rgba{(0, 0, 0, 0)}"  # the page shows through


def figure(height: int, palette: Palette = LIGHT, **layout: Any) -> go.Figure:
    """An empty figure in the house style."""
    made = go.Figure()
    made.update_layout(
        height=height,
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        font={"family": FONT, "size": 12, "color": palette.muted},
        hovermode="x unified",
        hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.grid, "font": {"color": palette.text}},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"color": palette.text}},
        dragmode="zoom",
        template=None,
        **layout,
    )
    axes = {"gridcolor": palette.grid, "linecolor": palette.grid, "zeroline": False, "automargin": True}
    made.update_xaxes(
        showgrid=False, showspikes=True, spikethickness=1, spikecolor=palette.muted, spikemode="across", **axes
    )
    made.update_yaxes(side="right", **axes)
    return made


def dates(result: BacktestResult, rows: Any) -> list[str]:
    """The stamps of ``rows`` as the axis reads them: dates, or instants in UTC."""
    unit = "s" if is_intraday(result.spec.interval) else "D"
    return [str(at) for at in result.stamps[rows].astype("datetime64[us]").astype(f"datetime64[{unit}]")]


def numbers(values: Any, decimals: int = 6) -> list[float | None]:
    """Plain numbers, short enough to travel; what is no number is a gap."""
    rounded = np.round(np.asarray(values, dtype=np.float64), decimals).tolist()
    return [value if np.isfinite(value) else None for value in rounded]


def as_plain(made: go.Figure) -> dict[str, Any]:
    """Data and layout as plain objects, as a page's state holds them."""
    plain: dict[str, Any] = json.loads(made.to_json())
    return {"data": plain["data"], "layout": plain["layout"]}
