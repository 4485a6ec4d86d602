"""How far each trade went against its holder and for him, beside what came out of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from quantboard.charts.style import figure
from quantboard.palette import LIGHT, Palette

NAMES = {"mae": "Worst on the way (MAE)", "mfe": "Best on the way (MFE)", "return": "Return"}


def excursions_figure(
    points: Mapping[str, Sequence[Any]], names: Mapping[str, str] = NAMES, palette: Palette = LIGHT
) -> go.Figure:
    """``points`` as the trades' service gives them; a point carries the number of its trade."""
    made = figure(320, palette)
    colours = [palette.gain if (gain or 0.0) > 0 else palette.loss for gain in points["return"]]
    for column, number in (("mae", ""), ("mfe", "2")):
        made.add_scatter(
            x=list(points[column]),
            y=list(points["return"]),
            mode="markers",
            xaxis=f"x{number}",
            yaxis=f"y{number}",
            name=names[column],
            customdata=list(points["index"]),
            text=list(points["symbol"]),
            marker={"color": colours, "size": 6, "opacity": 0.65, "line": {"width": 0}},
            hovertemplate=f"%{{text}} #%{{customdata}}<br>{names[column]} %{{x:.2%}}"
            f"<br>{names['return']} %{{y:.2%}}<extra></extra>",
        )
    axis: dict[str, Any] = {
        "gridcolor": palette.grid,
        "zeroline": True,
        "zerolinecolor": palette.muted,
        "automargin": True,
    }
    made.update_layout(
        hovermode="closest",
        showlegend=False,
        xaxis={**axis, "domain": [0.0, 0.47], "tickformat": ".0%", "showspikes": False, "title": _title(names["mae"])},
        xaxis2={**axis, "domain": [0.53, 1.0], "tickformat": ".0%", "anchor": "y2", "title": _title(names["mfe"])},
        yaxis={**axis, "tickformat": ".0%", "side": "left", "title": _title(names["return"])},
        yaxis2={**axis, "tickformat": ".0%", "side": "right", "anchor": "x2", "matches": "y"},
    )
    return made


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12}, "standoff": 8}
