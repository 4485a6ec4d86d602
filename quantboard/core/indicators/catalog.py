"""Every built-in: its name, how it is called, what it means in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quantboard.core.indicators import logic, momentum, statistic, trend, volatility


@dataclass(frozen=True)
class Entry:
    """One built-in of the dialect."""

    name: str
    call: Callable[..., Any]
    usage: str
    meaning: str
    kernels: tuple[str, ...]  # what must be compiled before it can run


CATALOG = (
    Entry("sma", trend.sma, "sma(x, n)", "Simple moving average of the last n values.", ("simple_mean",)),
    Entry("ema", trend.ema, "ema(x, n)", "Exponential moving average, k = 2 / (n + 1).", ("exponential_mean",)),
    Entry("wma", trend.wma, "wma(x, n)", "Linearly weighted moving average of the last n values.", ("weighted_mean",)),
    Entry(
        "macd",
        trend.macd,
        "macd(x, fast, slow, signal)",
        "(line, signal, histogram): fast minus slow exponential average, and its own average.",
        ("exponential_mean",),
    ),
    Entry("rsi", momentum.rsi, "rsi(x, n)", "Wilder's relative strength index, 0 to 100.", ("relative_strength",)),
    Entry("roc", momentum.roc, "roc(x, n)", "Rate of change over n bars, in percent.", ("rate_of_change",)),
    Entry("change", momentum.change, "change(x, n)", "x minus its value n bars before.", ("lagged",)),
    Entry("atr", volatility.atr, "atr(bars, n)", "Average true range, Wilder's mean.", ("true_range_mean",)),
    Entry("stdev", volatility.stdev, "stdev(x, n)", "Population standard deviation of n values.", ("deviation",)),
    Entry(
        "bbands",
        volatility.bbands,
        "bbands(x, n, up, down)",
        "(upper, middle, lower) Bollinger bands: average ± deviations.",
        ("simple_mean", "deviation"),
    ),
    Entry("highest", statistic.highest, "highest(x, n)", "Highest of the last n values.", ("maximum",)),
    Entry("lowest", statistic.lowest, "lowest(x, n)", "Lowest of the last n values.", ("maximum",)),
    Entry("rank", statistic.rank, "rank(x)", "Rank among the symbols of a bar, in (0, 1]; 1 = highest.", ("row_rank",)),
    Entry(
        "zscore",
        statistic.zscore,
        "zscore(x)",
        "Deviations from the mean of the bar's symbols; zscore(x, n): of the last n values.",
        ("row_score", "simple_mean", "deviation"),
    ),
    Entry(
        "cross_above", logic.cross_above, "cross_above(a, b)", "True on the bar where a rises above b.", ("crossing",)
    ),
    Entry(
        "cross_below", logic.cross_below, "cross_below(a, b)", "True on the bar where a falls below b.", ("crossing",)
    ),
    Entry("shift", logic.shift, "shift(x, n)", "The value n bars before.", ("lagged",)),
    Entry("hold", logic.hold, "hold(entry, exit)", "True from an entry until the next exit.", ("holding",)),
    Entry("where", logic.where, "where(condition, a, b)", "a where the condition is true, else b.", ()),
)
