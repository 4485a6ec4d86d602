"""How much was at work, how much of it changed hands, and in how many symbols."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from quantboard.charts.style import dates, figure, numbers
from quantboard.charts.thin import thin
from quantboard.core.arrays import Vector
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.accounts import account
from quantboard.core.calendar import months_of
from quantboard.palette import LIGHT, Palette

NAMES = {"gross": "Gross", "net": "Net", "turnover": "Turnover by month", "holdings": "Symbols held"}


def exposure_figure(result: BacktestResult, names: Mapping[str, str] = NAMES, palette: Palette = LIGHT) -> go.Figure:
    """Gross and net exposure as fractions of equity; turnover by month; the number of holdings where it can vary."""
    safe = np.where(result.equity > 0.0, result.equity, np.nan)
    gross, net = result.gross / safe, result.net / safe
    rows = thin(gross, net)
    when = dates(result, rows)
    has_several = len(result.symbols) > 1
    made = figure(400 if has_several else 330, palette, bargap=0.25)
    for key, values, colour in (("gross", gross, palette.volume), ("net", net, palette.strategy)):
        made.add_scatter(
            x=when,
            y=numbers(values[rows], 4),
            name=names[key],
            line={"color": colour, "width": 1.2, "shape": "hv"},
            fill="tozeroy" if key == "gross" else None,
            hovertemplate="%{y:.0%}",
        )
    months, turned = turnover_by_month(result)
    made.add_bar(
        x=months, y=numbers(turned, 4), name=names["turnover"], yaxis="y2", marker={"color": palette.fast},
        hovertemplate="%{y:.0%}",
    )  # fmt: skip
    if has_several:
        held = np.count_nonzero(result.positions[rows], axis=1)
        made.add_scatter(
            x=when,
            y=held.tolist(),
            name=names["holdings"],
            yaxis="y3",
            line={"color": palette.series3, "width": 1.2, "shape": "hv"},
            hovertemplate="%{y:.0f}",
        )
    _lay_out(made, palette, has_several=has_several)
    return made


def turnover_by_month(result: BacktestResult) -> tuple[list[str], Vector]:
    """The middle of each month, and ½ value traded ÷ equity before, added up in it."""
    before = np.concatenate(([result.spec.cash], result.equity[:-1]))
    turned = 0.5 * np.divide(result.traded, before, out=np.zeros(len(before)), where=before > 0.0)
    months = months_of(account(result).days)
    first = int(months[0])
    sums: Vector = np.bincount(months - first, weights=turned).astype(np.float64)
    labels = (np.arange(first, first + len(sums))).astype("datetime64[M]")
    return [f"{label}-15" for label in labels], sums


def _lay_out(made: go.Figure, palette: Palette, *, has_several: bool) -> None:
    pane = {"side": "right", "gridcolor": palette.grid, "zeroline": False, "nticks": 4, "automargin": True}
    domains = ([0.56, 1.0], [0.28, 0.5], [0.0, 0.22]) if has_several else ([0.42, 1.0], [0.0, 0.34], [0.0, 0.0])
    made.update_layout(
        xaxis={"type": "date", "anchor": "y3" if has_several else "y2"},
        yaxis={"tickformat": ".0%", "domain": domains[0]},
        yaxis2={**pane, "tickformat": ".0%", "domain": domains[1], "rangemode": "tozero"},
    )
    if has_several:
        made.update_layout(yaxis3={**pane, "domain": domains[2], "rangemode": "tozero", "tickformat": ",d"})
