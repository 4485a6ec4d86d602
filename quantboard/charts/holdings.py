"""What the account was made of over time: the largest symbols, the others, and the cash."""

import plotly.graph_objects as go

from quantboard.charts.style import dates, figure, numbers
from quantboard.charts.thin import thin
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.holdings import parts_at
from quantboard.palette import LIGHT, Palette


def holdings_figure(
    result: BacktestResult, names: tuple[str, str] = ("Others", "Cash"), palette: Palette = LIGHT
) -> go.Figure:
    """Weights as stacked areas; short positions lie below zero, each in a stack of its own."""
    rows = thin(result.gross, result.net, most=600)
    parts, when = parts_at(result, rows), dates(result, rows)
    made = figure(300, palette)
    layers = [(symbol, parts.weights[:, k], palette.series[k]) for k, symbol in enumerate(parts.symbols)]
    if parts.others.any():
        layers.append((names[0], parts.others, palette.rest))
    for name, values, colour in layers:
        for group, side in (("long", values.clip(min=0.0)), ("short", values.clip(max=0.0))):
            if group == "short" and not side.any():
                continue
            made.add_scatter(
                x=when,
                y=numbers(side, 4),
                name=name,
                stackgroup=group,
                line={"width": 0.4, "color": colour, "shape": "hv"},
                fillcolor=colour + "b0",
                hovertemplate="%{y:.1%}",
                showlegend=group == "long",
                legendgroup=name,
            )
    made.add_scatter(
        x=when,
        y=numbers(parts.cash, 4),
        name=names[1],
        line={"color": palette.muted, "width": 1.1, "dash": "dot", "shape": "hv"},
        hovertemplate="%{y:.1%}",
        visible="legendonly" if (parts.weights < 0).any() or parts.others.min() < 0 else True,  # with its proceeds
    )
    made.update_layout(yaxis={"tickformat": ".0%"}, xaxis={"type": "date"})
    return made
