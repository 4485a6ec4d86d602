"""A result as one HTML file: no network, no server, no library; light and dark, and fit to print."""

from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np

from quantboard.charts import report_parts as parts
from quantboard.charts.monthly import by_year
from quantboard.charts.report_parts import table
from quantboard.charts.style import dates
from quantboard.charts.svg import Line, line_chart
from quantboard.charts.thin import thin
from quantboard.charts.wording import shown
from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.accounts import account
from quantboard.palette import DARK, LIGHT, Palette

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_TRADES = 5_000
STYLE = Path(__file__).with_name("report.css")


def report_html(result: BacktestResult, source: str, title: str = "Backtest", *, is_red_up: bool = False) -> str:
    """Doubts, tiles, equity with drawdown, months, moving ratios, who earned it, costs, metrics, trades, code."""
    spec = result.spec
    period = f"{spec.from_on} to {spec.to_on} · {spec.interval}"
    lead = f"{', '.join(spec.symbols)} · {period} · result {result.result_hash[:12]}"
    body = [
        f"<h1>{escape(title)}</h1><p class=lead>{escape(lead)}</p>",
        parts.doubts(result),
        _tiles(result),
        _curves(result),
        _months(result),
        parts.drawdowns(result),
        parts.moving(result),
        parts.exposed(result),
        parts.groups(result),
        parts.costs(result),
        _metrics(result),
        _trades(result),
        _assumptions(result),
        f"<h2>Code</h2><pre>{escape(source)}</pre>",
    ]
    style = (
        f":root{{{_variables(LIGHT, is_red_up)}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{_variables(DARK, is_red_up)}}}}}"
        + STYLE.read_text(encoding="utf-8")
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{''.join(body)}</body></html>"
    )


def _variables(palette: Palette, is_red_up: bool) -> str:
    if is_red_up:
        palette = replace(palette, gain=palette.loss, loss=palette.gain)
    return "".join(f"--{name}:{colour};" for name, colour in vars(palette).items())


def _tiles(result: BacktestResult) -> str:
    metrics = result.metrics
    tiles = (
        ("Total return", "total_return", f"buy and hold {shown('cagr', metrics['benchmark_total_return'])}"),
        ("CAGR", "cagr", f"buy and hold {shown('cagr', metrics['benchmark_cagr'])}"),
        ("Sharpe", "sharpe", f"Sortino {shown('sortino', metrics['sortino'])}"),
        ("Max drawdown", "max_drawdown", f"{shown('max_drawdown_length', metrics['max_drawdown_length'])} bars"),
        ("Trades", "n_trades", f"win rate {shown('win_rate', metrics['win_rate'])}"),
        ("Profit factor", "profit_factor", f"final equity {result.final_equity:,.2f}"),
    )
    cells = (
        f"<div class=tile><small>{label}</small><b>{shown(name, metrics[name])}</b><small>{sub}</small></div>"
        for label, name, sub in tiles
    )
    return f"<div class=tiles>{''.join(cells)}</div>"


def _curves(result: BacktestResult) -> str:
    drawdown = account(result).drawdown
    rows = thin(result.equity, result.benchmark, drawdown, most=1_200)
    days = dates(result, rows)
    lines = [Line("Strategy", result.equity[rows], "s")]
    if np.isfinite(result.benchmark).all():
        lines.insert(0, Line("Buy and hold", result.benchmark[rows], "b"))
    legend = (
        '<p class=lead><span class=key style="background:var(--strategy)"></span>Strategy'
        '<span class=key style="background:var(--benchmark)"></span>Buy and hold</p>'
    )
    below = line_chart(days, [Line("Drawdown", drawdown[rows], "d", is_area=True)], 130, as_percent=True)
    return f"<h2>Equity</h2>{legend}{line_chart(days, lines, 320)}<h2>Drawdown</h2>{below}"


def _months(result: BacktestResult) -> str:
    lines = [
        [str(year.year), *(_signed(value) for value in year.months), _signed(year.total), _signed(year.benchmark)]
        for year in by_year(result)
    ]
    return f"<h2>Returns by month</h2>{table(('Year', *MONTHS, 'Total', 'Buy and hold'), lines)}"


def _metrics(result: BacktestResult) -> str:
    names = [metric.__name__ for group in ACCOUNT.values() for metric in group]
    flat = "".join(f"<dt>{_words(name)}</dt><dd>{_value(result, name)}</dd>" for name in names)
    trading = [rule.__name__ for rule in TRADES]
    rows = [[_words(name), *(_value(result, name + side) for side in ("", "_long", "_short"))] for name in trading]
    return f"<h2>Metrics</h2><dl>{flat}</dl><h2>Trade statistics</h2>{table(('', 'All', 'Long', 'Short'), rows)}"


def _value(result: BacktestResult, name: str) -> str:
    value = result.metrics[name]
    return shown(name, value) if value is not None else f"n/a: {escape(result.metrics_na.get(name, ''))}"


def _trades(result: BacktestResult) -> str:
    trades = result.trades.rows(result.symbols, result.spec.interval)
    rows = [
        [
            escape(trade["symbol"]),
            trade["side"],
            f"{trade['units']:,.4g}",
            trade["entry_at"],
            f"{trade['entry_price']:,.4f}",
            trade["exit_at"] or "open",
            "" if trade["exit_price"] is None else f"{trade['exit_price']:,.4f}",
            f"{trade['pnl']:,.2f}",
            _signed(trade["return"]),
            trade["exit_reason"] or "",
        ]
        for trade in trades[:MOST_TRADES]
    ]
    heads = ("Symbol", "Side", "Units", "Entry", "Price", "Exit", "Price", "P&amp;L", "Return", "Reason")
    more = f"<p class=lead>The first {MOST_TRADES:,} of {len(trades):,}.</p>" if len(trades) > MOST_TRADES else ""
    return f"<h2>Trades</h2>{table(heads, rows)}{more}"


def _assumptions(result: BacktestResult) -> str:
    facts = {
        **result.spec.as_dict(),
        "spec_digest": result.spec.digest(),
        "result_hash": result.result_hash,
        "bars_per_year": result.bars_per_year,
        "n_bars": len(result.stamps),
    }
    pairs = "".join(f"<dt>{_words(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in facts.items())
    return f"<h2>Assumptions and manifest</h2><dl>{pairs}</dl>"


def _signed(value: float | None) -> str:
    if value is None:
        return ""
    look = "up" if value > 0 else "down" if value < 0 else ""
    return f'<span class="{look}">{shown("cagr", value)}</span>'


def _words(name: str) -> str:
    return escape(name.replace("_", " "))
