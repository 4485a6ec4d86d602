"""The further sections of the report file: doubts, moving ratios, exposure, drawdowns, who earned it, what it cost."""

from collections.abc import Iterable
from html import escape

import numpy as np

from quantboard.charts.style import dates
from quantboard.charts.svg import Line, line_chart
from quantboard.charts.thin import thin
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views import breakdown, expenses, falls, rolling
from quantboard.core.backtest.views.accounts import account

MOST_GROUPS = 40
TITLES = {"side": "By side", "reason": "By exit reason", "symbol": "By symbol"}
GROUP_HEADS = ("", "Closed", "Win rate", "P&amp;L", "Share", "Average", "Profit factor", "Best", "Worst", "Bars")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table that scrolls by itself where it is too wide."""
    top = "".join(f"<th>{head}</th>" for head in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<div class=wide><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>"


def doubts(result: BacktestResult) -> str:
    """The flags and the warnings, the gravest first."""
    flags = "".join(f"<p class=note><b>{escape(flag.message)}</b> {escape(flag.hint)}</p>" for flag in result.flags)
    told = {flag.message for flag in result.flags}
    rest = "".join(f"<p class=note>{escape(warning)}</p>" for warning in result.warnings if warning not in told)
    return flags + rest


def moving(result: BacktestResult) -> str:
    """Sharpe and volatility over the longest window up to half a year; nothing for a run that fills none."""
    seen = account(result)
    windows = [name for name in rolling.windows_for(seen) if name != "1y"]
    if not windows:
        return ""
    found = rolling.rolling(seen, rolling.bars_of(windows[-1], seen.per_year))
    known = np.flatnonzero(np.isfinite(found.sharpe))
    if len(known) < 2:
        return ""
    rows = known[thin(found.sharpe[known], found.volatility[known], most=800)]
    days = dates(result, rows)
    sharpe = line_chart(days, [Line("Sharpe", found.sharpe[rows], "s")], 150)
    volatility = line_chart(days, [Line("Volatility", found.volatility[rows], "b")], 130, as_percent=True)
    return (
        f"<h2>Moving Sharpe and volatility</h2><p class=lead>Over {found.window} bars.</p>"
        f"<h3>Sharpe</h3>{sharpe}<h3>Volatility</h3>{volatility}"
    )


def exposed(result: BacktestResult) -> str:
    """Gross and net exposure."""
    if not (result.equity > 0).all():
        return ""
    gross, net = result.gross / result.equity, result.net / result.equity
    rows = thin(gross, net, most=800)
    lines = [Line("Gross", gross[rows], "b"), Line("Net", net[rows], "s")]
    return f"<h2>Exposure</h2>{line_chart(dates(result, rows), lines, 150, as_percent=True)}"


def drawdowns(result: BacktestResult) -> str:
    """The five deepest."""
    found = falls.worst(account(result))
    if not found:
        return ""
    rows = []
    for fall in found:
        first, trough, last = dates(result, np.array([fall.first, fall.trough, fall.last]))
        over = last if fall.is_over else "not yet"
        rows.append([str(fall.rank), first, trough, over, f"{fall.depth * 100:.2f} %", f"{fall.length:,}"])
    heads = ("#", "From", "Deepest", "Recovered", "Depth", "Bars")
    return f"<h2>Worst drawdowns</h2>{table(heads, _minus(rows))}"


def groups(result: BacktestResult) -> str:
    """The closed trades by side, exit reason and symbol."""
    parts = []
    for key, title in TITLES.items():
        found = breakdown.by(key, result.trades, result.symbols)
        if found:
            parts.append(f"<h3>{title}</h3>{table(GROUP_HEADS, _minus(map(_group, found[:MOST_GROUPS])))}")
    return f"<h2>Who earned it</h2>{''.join(parts)}" if parts else ""


def costs(result: BacktestResult) -> str:
    """By kind, and what they took from the result."""
    found = expenses.expenses(result)
    lines = {
        "Commission": f"{found.commission:,.2f}",
        "Stamp duty": f"{found.stamp_duty:,.2f}",
        "Slippage": f"{found.slippage:,.2f}",
        "Interest and borrowing paid": f"{found.financing_paid:,.2f}",
        "Interest received": f"{found.financing_received:,.2f}",
        "All costs": f"{found.total:,.2f}",
        "Result before costs": f"{found.gross_pnl:,.2f}",
        "Result after costs": f"{found.net_pnl:,.2f}",
        "Share of the result": "n/a" if found.share is None else f"{found.share * 100:.1f} %",
    }
    pairs = "".join(f"<dt>{name}</dt><dd>{value.replace('-', '−')}</dd>" for name, value in lines.items())
    return f"<h2>Costs</h2><dl>{pairs}</dl>"


def _group(group: breakdown.Group) -> list[str]:
    return [
        escape(group.key),
        f"{group.n:,}",
        f"{group.win_rate * 100:.1f} %",
        f"{group.pnl:,.2f}",
        "–" if group.share is None else f"{group.share * 100:.0f} %",
        f"{group.average_return * 100:.2f} %",
        "–" if group.profit_factor is None else f"{group.profit_factor:,.2f}",
        f"{group.best:,.2f}",
        f"{group.worst:,.2f}",
        f"{group.bars_held:,.1f}",
    ]


def _minus(rows: Iterable[list[str]]) -> list[list[str]]:
    return [[row[0], *(cell.replace("-", "−") if cell[:1] == "-" else cell for cell in row[1:])] for row in rows]
