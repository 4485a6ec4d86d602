"""How much was at work."""

import numpy as np
import plotly.graph_objects as go

from quantboard.charts.style import dates, figure, numbers
from quantboard.charts.thin import thin
from quantboard.core.backtest.result import BacktestResult
from quantboard.palette import LIGHT, Palette


def exposure_figure(
    result: BacktestResult, names: tuple[str, str] = ("Gross", "Net"), palette: Palette = LIGHT
) -> go.Figure:
    """Gross and net exposure as fractions of equity."""
    safe = np.where(result.equity > 0.0, result.equity, np.nan)
    gross, net = result.gross / safe, result.net / safe
    rows = thin(gross, net)
    when = dates(result, rows)
    made = figure(240, palette)
    for name, values, colour in ((names[0], gross, palette.volume), (names[1], net, palette.strategy)):
        made.add_scatter(
            x=when,
            y=numbers(values[rows], 4),
            name=name,
            line={"color": colour, "width": 1.2, "shape": "hv"},
            fill="tozeroy" if name == names[0] else None,
            hovertemplate="%{y:.0%}",
        )
    made.update_layout(yaxis={"tickformat": ".0%"}, xaxis={"type": "date"})
    return made
