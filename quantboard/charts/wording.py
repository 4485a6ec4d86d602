"""Which metrics are percents, which are counts: how a number is written for eyes."""

FRACTIONS = frozenset(
    {
        "total_return",
        "cagr",
        "benchmark_total_return",
        "benchmark_cagr",
        "excess_return",
        "best_bar",
        "worst_bar",
        "positive_bars",
        "best_day",
        "worst_day",
        "best_month",
        "worst_month",
        "positive_months",
        "best_year",
        "worst_year",
        "volatility",
        "downside_deviation",
        "var_95",
        "cvar_95",
        "var_95_cornish_fisher",
        "ulcer_index",
        "max_drawdown",
        "average_drawdown",
        "pain_index",
        "alpha",
        "tracking_error",
        "up_capture",
        "down_capture",
        "time_in_market",
        "gross_exposure",
        "max_gross_exposure",
        "net_exposure",
        "max_net_exposure",
        "turnover",
        "win_rate",
        "average_trade",
        "median_trade",
        "best_trade",
        "worst_trade",
        "average_mfe",
        "average_mae",
        "kelly",
        "probabilistic_sharpe",
    },
)
WHOLE = frozenset(
    {
        "max_drawdown_length",
        "longest_under_water",
        "n_open_trades",
        "n_fills",
        "n_trades",
        "winning_streak",
        "losing_streak",
        "longest_held",
    },
)


def shown(name: str, value: float | None) -> str:
    """A metric for eyes: percent, whole or with two decimals by its name; n/a where it is undefined."""
    plain = name.removesuffix("_long").removesuffix("_short")
    if value is None:
        return "n/a"
    if plain in FRACTIONS:
        return f"{value * 100:,.2f} %".replace("-", "−")
    return f"{value:,.0f}".replace("-", "−") if plain in WHOLE else f"{value:,.2f}".replace("-", "−")
