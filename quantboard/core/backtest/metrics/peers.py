"""Where empyrical-reloaded and quantstats mean something else by a metric of the same name, each shown by a test."""

EMPYRICAL, QUANTSTATS = "empyrical", "quantstats"

DIFFERENCES: tuple[tuple[str, str, str], ...] = (
    ("alpha", EMPYRICAL, "Compounded: (1 + mean(r − β·b))^A − 1 instead of times A."),
    ("cvar_95", EMPYRICAL, "The mean of the lowest ⌊(T − 1)·5 %⌋ + 1 returns; equal where no returns tie there."),
    ("information_ratio", EMPYRICAL, "`excess_sharpe` is per bar: times √A it is ours."),
    ("up_capture", EMPYRICAL, "Annualised growth over that of the benchmark on its rising bars, not sums of returns."),
    ("down_capture", EMPYRICAL, "The same on its falling bars."),
    ("information_ratio", QUANTSTATS, "Per bar: times √A it is ours."),
    ("treynor", QUANTSTATS, "Total return over β, not the yearly mean."),
    ("var_95", QUANTSTATS, "Of a normal distribution: mean + σ·z, z the 5 % normal quantile; ours is counted."),
    ("cvar_95", QUANTSTATS, "Of a normal distribution: mean − σ·φ(z) / 5 %; ours is counted."),
    ("ulcer_index", QUANTSTATS, "Divides by T − 1 instead of T."),
    ("recovery_factor", QUANTSTATS, "|Σ r| over the maximum drawdown: the returns added up, not compounded."),
    (
        "probabilistic_sharpe",
        QUANTSTATS,
        "Its skew and kurtosis are bias-corrected, ours the plain ones of the formula.",
    ),
    ("win_rate", QUANTSTATS, "Share of rising among the bars that moved; ours counts trades."),
    ("payoff", QUANTSTATS, "Average rising over average falling bar; ours is of trades."),
    ("profit_factor", QUANTSTATS, "Σ of rising over Σ of falling bars, which is our `omega`; ours is of trades."),
    ("kelly", QUANTSTATS, "From the win rate and payoff of bars; ours from those of trades."),
)
