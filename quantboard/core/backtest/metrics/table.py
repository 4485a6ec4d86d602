"""The table of contents of the metrics, and the one function that works it off."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from quantboard.core.backtest.certainty import Certainty
from quantboard.core.backtest.metrics import drawdown, exposure, ratios, returns, risk, sides
from quantboard.core.backtest.metrics.account import Account, note
from quantboard.core.backtest.metrics.sides import SIDES, SUFFIXES
from quantboard.core.backtest.metrics.weighing import weigh
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.trades import Trades
from quantboard.core.calendar import days_of

ACCOUNT: dict[str, tuple[Callable[[Account], float], ...]] = {
    "return": (
        *(returns.total_return, returns.cagr),
        *(returns.benchmark_total_return, returns.benchmark_cagr, returns.excess_return),
        *(returns.best_bar, returns.worst_bar, returns.positive_bars),
        *(returns.best_day, returns.worst_day),
        *(returns.best_month, returns.worst_month, returns.positive_months),
        *(returns.best_year, returns.worst_year),
    ),
    "risk": (
        *(risk.volatility, risk.downside_deviation, risk.var_95, risk.cvar_95, risk.var_95_cornish_fisher),
        *(risk.skew, risk.kurtosis, risk.tail_ratio, risk.ulcer_index),
    ),
    "drawdown": (
        *(drawdown.max_drawdown, drawdown.max_drawdown_length, drawdown.average_drawdown),
        *(drawdown.longest_under_water, drawdown.pain_index, drawdown.recovery_factor),
    ),
    "ratios": (
        *(ratios.sharpe, ratios.sharpe_low, ratios.sharpe_high, ratios.probabilistic_sharpe),
        *(ratios.sortino, ratios.calmar, ratios.omega, ratios.gain_to_pain),
        *(ratios.alpha, ratios.beta, ratios.correlation, ratios.tracking_error),
        *(ratios.information_ratio, ratios.treynor, ratios.up_capture, ratios.down_capture),
    ),
    "exposure": (
        *(exposure.time_in_market, exposure.gross_exposure, exposure.max_gross_exposure),
        *(exposure.net_exposure, exposure.max_net_exposure, exposure.turnover),
        *(exposure.average_holdings, exposure.concentration),
        *(exposure.n_open_trades, exposure.open_profit, exposure.n_fills),
        *(exposure.commission_paid, exposure.stamp_duty_paid, exposure.slippage_paid),
    ),
}
TRADES: tuple[Callable[[Trades], float], ...] = sides.OF_TRADES


def measure(result: BacktestResult) -> BacktestResult:
    """``result`` with its metrics; each undefined one is ``None`` and says why."""
    account = account_of(result)
    values: dict[str, float | None] = {}
    reasons: dict[str, str] = {}
    for group in ACCOUNT.values():
        for metric in group:
            note(metric.__name__, partial(metric, account), values, reasons)
    closed = result.trades.taken(~result.trades.is_open)
    for name, side in SIDES.items():
        chosen = closed if side == 0 else closed.taken(closed.side == side)
        for rule in TRADES:
            note(rule.__name__ + SUFFIXES[name], partial(rule, chosen), values, reasons)
    return replace(result, metrics=values, metrics_na=reasons, weighed=weighed)


def weighed(result: BacktestResult) -> Certainty:
    """How far the metrics of ``result`` can be trusted."""
    names = tuple(metric.__name__ for group in ACCOUNT.values() for metric in group)
    return weigh(account_of(result), dict(result.metrics), dict(result.metrics_na), names)


def account_of(result: BacktestResult) -> Account:
    """The curves of a result as the metrics look at them."""
    days = days_of(result.stamps, result.spec.interval, result.zone)
    return Account(
        initial=result.spec.cash,
        equity=result.equity,
        benchmark=result.benchmark,
        gross=result.gross,
        net=result.net,
        traded=result.traded,
        positions=np.ascontiguousarray(result.positions),
        closes=np.ascontiguousarray(result.closes),
        days=days,
        per_year=result.bars_per_year,
        fills=result.fills,
        trades=result.trades,
    )
