"""Results that are too good, or rest on too little, to be believed as they stand."""

from collections.abc import Iterator

import numpy as np

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.flag import INFO, WARNING, Flag

MOST_SHARPE, MOST_CAGR, MOST_WINS = 4.0, 3.0, 0.9
LEAST_TRADES, LEAST_EXPOSURE, MOST_OF_ONE = 30, 0.05, 0.5
LEAST_FOR_WINS = 10  # trades before a share of winners says anything


def flags_of(result: BacktestResult) -> list[Flag]:
    """Implausible figures, few trades, one trade that made it, little time in the market."""
    return [*_too_good(result), *_too_little(result)]


def _too_good(result: BacktestResult) -> Iterator[Flag]:
    sharpe, cagr, wins = (result.metrics.get(name) for name in ("sharpe", "cagr", "win_rate"))
    if sharpe is not None and sharpe > MOST_SHARPE:
        message = f"A Sharpe ratio of {sharpe:.2f} is implausible: above {MOST_SHARPE:g} there is nearly always a flaw."
        hint = "Look for look-ahead in the code, for fills at prices that nobody gets, and for missing costs."
        yield Flag("result.sharpe", WARNING, message, {"sharpe": sharpe, "limit": MOST_SHARPE}, hint)
    if cagr is not None and cagr > MOST_CAGR:
        message = f"A growth of {cagr:.0%} a year is implausible: above {MOST_CAGR:.0%} there is nearly always a flaw."
        hint = "Look for look-ahead, for leverage without limits, and for volume that is not there."
        yield Flag("result.cagr", WARNING, message, {"cagr": cagr, "limit": MOST_CAGR}, hint)
    n_closed = int((~result.trades.is_open).sum())
    if wins is not None and wins > MOST_WINS and n_closed >= LEAST_FOR_WINS:
        message = f"{wins:.1%} of the trades won, which is implausible: above {MOST_WINS:.0%} losses are often hidden."
        hint = "Look at open trades and at losses that are never taken: add a stop, or close all at the end."
        yield Flag("result.win_rate", WARNING, message, {"win_rate": wins, "limit": MOST_WINS}, hint)


def _too_little(result: BacktestResult) -> Iterator[Flag]:
    closed = result.trades.taken(~result.trades.is_open)
    n_closed = len(closed)
    if n_closed < LEAST_TRADES:
        message = f"Only {n_closed} closed trades: too few to tell skill from luck, which needs {LEAST_TRADES} or more."
        hint = "Take a longer period or more symbols before you trust any ratio."
        severity = WARNING if n_closed else INFO
        if not n_closed:
            message = "No trade was closed: nothing can be said about the trades."
        yield Flag("result.few_trades", severity, message, {"n_trades": n_closed, "limit": LEAST_TRADES}, hint)
    if n_closed > 1 and (total := float(np.sum(closed.pnl))) > 0.0:
        best = int(np.argmax(closed.pnl))
        share = float(closed.pnl[best]) / total
        if share > MOST_OF_ONE:
            symbol = result.symbols[int(closed.symbol[best])]
            message = f"One trade in {symbol} made {share:.0%} of the whole profit of the closed trades."
            if share > 1.0:
                message = f"Without one trade in {symbol} the closed trades would have lost money."
            values = {"share": share, "symbol": symbol, "pnl": float(closed.pnl[best]), "limit": MOST_OF_ONE}
            yield Flag("result.one_trade", WARNING, message, values, "Look at the result without that trade.")
    exposure = result.metrics.get("time_in_market")
    if exposure is not None and 0.0 < exposure < LEAST_EXPOSURE:
        message = f"Something was held on {exposure:.1%} of the bars only: yearly figures say little."
        values = {"time_in_market": exposure, "limit": LEAST_EXPOSURE}
        yield Flag(
            "result.low_exposure", WARNING, message, values, "Judge it by its trades, not by its yearly figures."
        )
