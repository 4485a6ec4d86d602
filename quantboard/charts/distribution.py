"""How the returns of single bars are spread."""

import numpy as np
import plotly.graph_objects as go

from quantboard.charts.style import figure, numbers
from quantboard.core.backtest.metrics.table import account_of
from quantboard.core.backtest.result import BacktestResult
from quantboard.palette import LIGHT, Palette

N_BINS = 60


def distribution_figure(result: BacktestResult, name: str = "Bars", palette: Palette = LIGHT) -> go.Figure:
    """Counts of bar returns in equal bins, losses and gains apart; bars without a position are left out."""
    returns = account_of(result).returns
    moved = returns[returns != 0.0]
    made = figure(240, palette, bargap=0.06)
    if len(moved):
        reach = max(float(np.abs(np.quantile(moved, [0.001, 0.999])).max()), 1e-9)
        counts, edges = np.histogram(np.clip(moved, -reach, reach), bins=N_BINS, range=(-reach, reach))
        middle = (edges[1:] + edges[:-1]) / 2
        made.add_bar(
            x=numbers(middle),
            y=counts.tolist(),
            name=name,
            marker={"color": [palette.gain if at > 0 else palette.loss for at in middle]},
            hovertemplate="%{x:.2%}: %{y}<extra></extra>",
        )
    made.update_layout(xaxis={"tickformat": ".1%"}, showlegend=False, hovermode="closest")
    return made
