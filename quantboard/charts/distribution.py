"""How returns are spread, beside the normal curve of the same mean and deviation."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from quantboard.charts.style import figure, numbers
from quantboard.core.backtest.views.spread import Spread
from quantboard.palette import LIGHT, Palette

NAMES = {"returns": "Returns", "normal": "Normal curve", "mean": "mean", "var": "worst 5 %"}


def distribution_figure(spread: Spread, names: Mapping[str, str] = NAMES, palette: Palette = LIGHT) -> go.Figure:
    """Counts in equal bins, losses and gains apart; the mean and the 5 % quantile are marked."""
    made = figure(280, palette, bargap=0.06)
    if spread.n:
        middle = (spread.edges[1:] + spread.edges[:-1]) / 2
        made.add_bar(
            x=numbers(middle),
            y=spread.counts.astype(int).tolist(),
            name=names["returns"],
            marker={"color": [palette.gain if at > 0 else palette.loss for at in middle]},
            hovertemplate="%{x:.2%}: %{y}<extra></extra>",
        )
        _add_normal(made, spread, names["normal"], palette)
        for at, word in ((spread.mean, names["mean"]), (spread.quantile_05, names["var"])):
            _mark(made, at, word, palette)
    made.update_layout(
        xaxis={"tickformat": ".1%"}, showlegend=False, hovermode="closest", margin={"l": 8, "r": 12, "t": 22, "b": 8}
    )
    return made


def _add_normal(made: go.Figure, spread: Spread, name: str, palette: Palette) -> None:
    if not spread.deviation or spread.mean is None:
        return
    x = np.linspace(spread.edges[0], spread.edges[-1], 121)
    width = spread.edges[1] - spread.edges[0]
    scale = spread.n * width / (spread.deviation * np.sqrt(2 * np.pi))
    y = scale * np.exp(-0.5 * ((x - spread.mean) / spread.deviation) ** 2)
    line = {"color": palette.muted, "width": 1.2, "dash": "dot"}
    made.add_scatter(x=numbers(x), y=numbers(y, 3), name=name, mode="lines", line=line, hoverinfo="skip")


def _mark(made: go.Figure, at: float | None, word: str, palette: Palette) -> None:
    if at is None:
        return
    made.add_shape(
        type="line", xref="x", yref="paper", x0=at, x1=at, y0=0, y1=1, line={"color": palette.muted, "width": 1}
    )
    made.add_annotation(
        x=at,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="left" if at > 0 else "right",
        text=f"{word} {at:.2%}".replace("-", "−"),
        showarrow=False,
        font={"size": 11, "color": palette.muted},
    )
