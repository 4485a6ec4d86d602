"""What the trades were like. Every function takes the closed trades of one side or of both; a win is pnl > 0."""

import math

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics.account import FLAT, Undefined
from quantboard.core.backtest.trades import Trades


def n_trades(trades: Trades) -> float:
    """How many were closed."""
    return float(len(trades))


def net_profit(trades: Trades) -> float:
    """Σ pnl of the closed trades, money. With `open_profit` and interest it is the change of equity."""
    return float(np.sum(trades.pnl))


def fees_paid(trades: Trades) -> float:
    """Σ of commission and stamp duty of the closed trades, both sides, money."""
    return float(np.sum(trades.fees))


def win_rate(trades: Trades) -> float:
    """Share with pnl > 0."""
    return float(np.mean(some(trades).pnl > 0))


def profit_factor(trades: Trades) -> float:
    """Σ of the wins / |Σ of the losses|."""
    wins, losses = split(some(trades))
    if losses.sum() == 0:
        raise Undefined("no trade lost")
    return float(wins.sum() / -losses.sum())


def payoff(trades: Trades) -> float:
    """Average win / |average loss|."""
    wins, losses = split(some(trades))
    if not len(wins):
        raise Undefined("no trade won")
    if losses.sum() == 0:
        raise Undefined("no trade lost")
    return float(wins.mean() / -losses.mean())


def expectancy(trades: Trades) -> float:
    """Mean pnl of a trade, money."""
    return float(np.mean(some(trades).pnl))


def average_trade(trades: Trades) -> float:
    """Mean net return on the entry value."""
    return float(np.mean(some(trades).gain))


def median_trade(trades: Trades) -> float:
    """Median net return on the entry value."""
    return float(np.median(some(trades).gain))


def best_trade(trades: Trades) -> float:
    """Best net return on the entry value."""
    return float(np.max(some(trades).gain))


def worst_trade(trades: Trades) -> float:
    """Worst net return on the entry value."""
    return float(np.min(some(trades).gain))


def winning_streak(trades: Trades) -> float:
    """Most wins in a row, by exit time."""
    return longest(some(trades), won=True)


def losing_streak(trades: Trades) -> float:
    """Most trades in a row that did not win, by exit time."""
    return longest(some(trades), won=False)


def average_bars_held(trades: Trades) -> float:
    """Mean bars from entry to exit; 0 for an exit on the entry bar."""
    return float(np.mean(some(trades).bars_held))


def longest_held(trades: Trades) -> float:
    """Most bars from entry to exit."""
    return float(np.max(some(trades).bars_held))


def sqn(trades: Trades) -> float:
    """√n·mean(pnl) / σ(pnl) with ddof = 1 (Tharp's system quality number, n not capped)."""
    if len(some(trades)) < 2:
        raise Undefined("fewer than two trades")
    spread = float(np.std(trades.pnl, ddof=1))
    if spread <= FLAT * max(1.0, float(np.max(np.abs(trades.pnl)))):
        raise Undefined("trades do not vary")
    return math.sqrt(len(trades)) * float(np.mean(trades.pnl)) / spread


def kelly(trades: Trades) -> float:
    """W − (1 − W) / payoff, W the win rate."""
    chance = win_rate(trades)
    return chance - (1 - chance) / payoff(trades)


def average_mfe(trades: Trades) -> float:
    """Mean of the most favourable excursions, fractions of the entry price."""
    return float(np.mean(some(trades).mfe))


def average_mae(trades: Trades) -> float:
    """Mean of the most adverse excursions, fractions of the entry price, usually negative."""
    return float(np.mean(some(trades).mae))


def some(trades: Trades) -> Trades:
    """The trades, if there is one."""
    if not len(trades):
        raise Undefined("no closed trade")
    return trades


def split(trades: Trades) -> tuple[Vector, Vector]:
    """pnl of the wins and of the others."""
    won = trades.pnl > 0
    return trades.pnl[won], trades.pnl[~won]


def longest(trades: Trades, *, won: bool) -> float:
    """Length of the longest run of wins, or of the others."""
    same = np.concatenate(([False], (trades.pnl[trades.in_exit_order] > 0) == won, [False]))
    edges = np.flatnonzero(same[1:] != same[:-1])
    return float(np.max(edges[1::2] - edges[::2], initial=0))
