"""What trading cost, by year and kind; and what the result would be under other costs, and with a delay."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from quantboard.charts.style import figure, numbers
from quantboard.palette import LIGHT, Palette

KINDS = ("commission", "stamp_duty", "slippage", "financing")


def costs_figure(years: Sequence[Mapping[str, Any]], names: Mapping[str, str], palette: Palette = LIGHT) -> go.Figure:
    """Costs by year, the kinds on top of each other; kinds that cost nothing are left out."""
    made = figure(260, palette, barmode="relative", bargap=0.35)
    labels = [str(year["year"]) for year in years]
    for kind, colour in zip(KINDS, palette.series, strict=False):
        values = [year[kind] for year in years]
        if any(values):
            made.add_bar(
                x=labels, y=numbers(values, 2), name=names[kind], marker={"color": colour}, hovertemplate="%{y:,.2f}"
            )
    made.update_layout(xaxis={"type": "category"}, yaxis={"tickformat": "~s"})
    return made


def map_figure(cost_map: Mapping[str, Any], names: Mapping[str, str], palette: Palette = LIGHT) -> go.Figure:
    """Total return for each commission (up) and slippage (across), as the checks of the run give it."""
    values = cost_map["total_return"]
    known = [abs(value) for row in values for value in row if value is not None]
    reach = max(known, default=1.0) or 1.0
    made = figure(260, palette)
    made.add_heatmap(
        x=[f"{value:.2%}" for value in cost_map["slippage"]],
        y=[f"{value:.2%}" for value in cost_map["commission"]],
        z=values,
        zmin=-reach,
        zmax=reach,
        colorscale=[[0.0, palette.loss], [0.5, palette.surface], [1.0, palette.gain]],
        text=[["" if value is None else f"{value:.0%}".replace("-", "−") for value in row] for row in values],
        texttemplate="%{text}",
        showscale=False,
        hovertemplate=f"{names['commission']} %{{y}}, {names['slippage']} %{{x}}: %{{z:.2%}}<extra></extra>",
    )
    made.update_layout(
        hovermode="closest",
        xaxis={"type": "category", "title": {"text": names["slippage"], "font": {"size": 12}}, "showspikes": False},
        yaxis={"type": "category", "side": "left", "title": {"text": names["commission"], "font": {"size": 12}}},
    )
    return made


def delay_figure(curve: Mapping[str, Any], words: Sequence[str], palette: Palette = LIGHT) -> go.Figure:
    """Total return when each decision is acted upon later; ``words`` name the delays."""
    made = figure(260, palette, bargap=0.5)
    values = curve["total_return"]
    made.add_bar(
        x=list(words),
        y=numbers(values),
        marker={"color": [palette.gain if (value or 0.0) > 0 else palette.loss for value in values]},
        text=["" if value is None else f"{value:.1%}".replace("-", "−") for value in values],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}: %{y:.2%}<extra></extra>",
    )
    made.update_layout(xaxis={"type": "category", "showspikes": False}, yaxis={"tickformat": ".0%", "zeroline": True})
    made.update_layout(hovermode="closest", showlegend=False, margin={"l": 8, "r": 12, "t": 24, "b": 8})
    made.update_yaxes(zerolinecolor=palette.muted)
    return made
