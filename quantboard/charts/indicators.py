"""An indicator beside its price: over it, or in a pane beneath, with its levels."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from quantboard.charts.style import figure
from quantboard.core.indicators.entry import Output
from quantboard.palette import LIGHT, Palette

LINES: dict[str, dict[str, Any]] = {"line": {"width": 1.6}, "band": {"width": 1.1, "dash": "dot"}}


def indicator_figure(
    times: Sequence[str],
    price: tuple[str, Sequence[float | None]],
    curves: Mapping[str, Sequence[float | None]],
    entry: Any,
    palette: Palette = LIGHT,
) -> go.Figure:
    """``price`` is its name and values; ``entry`` has the catalogue's ``outputs``, ``is_overlay``, ``levels``."""
    made = figure(460, palette)
    name, close = price
    colour = palette.benchmark if entry.is_overlay else palette.strategy
    made.add_scatter(x=times, y=close, name=name, line={"color": colour, "width": 1.3}, hovertemplate="%{y:.6g}")
    for one in entry.outputs:
        if one.style != "none":
            made.add_trace(_trace(times, curves[one.name], one, palette, "y" if entry.is_overlay else "y2"))
    if not entry.is_overlay:
        made.update_layout(
            yaxis={"domain": [0.44, 1.0]},
            yaxis2={
                "domain": [0.0, 0.37],
                "side": "right",
                "gridcolor": palette.grid,
                "linecolor": palette.grid,
                "zeroline": False,
                "automargin": True,
            },
        )
        made.update_xaxes(anchor="y2")
        for level in entry.levels:
            made.add_hline(y=level, yref="y2", line={"color": palette.muted, "width": 1, "dash": "dash"})
    return made


def _trace(times: Sequence[str], values: Sequence[float | None], one: Output, palette: Palette, axis: str) -> Any:
    colour = getattr(palette, one.colour)
    plain: dict[str, Any] = {"x": times, "y": values, "name": one.name, "yaxis": axis, "hovertemplate": "%{y:.6g}"}
    if one.style == "histogram":
        return go.Bar(**plain, marker={"color": colour})
    if one.style == "mark":
        return go.Scatter(**plain, mode="markers", marker={"color": colour, "size": 4})
    return go.Scatter(**plain, line={"color": colour, **LINES[one.style]})
