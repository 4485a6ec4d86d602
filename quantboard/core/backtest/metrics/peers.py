"""Where empyrical-reloaded and quantstats mean something else by a metric of the same name, each shown by a test."""

EMPYRICAL, QUANTSTATS = "empyrical", "quantstats"

DIFFERENCES: tuple[tuple[str, str, str], ...] = (
    ("alpha", EMPYRICAL, "Compounded: (1 + mean of r − β·b)^A − 1 instead of times A."),
    ("cvar_95", EMPYRICAL, "The mean of the lowest ⌊(T − 1)·5 %⌋ + 1 returns, however the quantile lies."),
    ("information_ratio", EMPYRICAL, "`excess_sharpe` is per bar: times √A it is ours."),
    ("up_capture", EMPYRICAL, "Annualised growth over the annualised growth of the benchmark on rising bars."),
    ("down_capture", EMPYRICAL, "The same on falling bars."),
    ("treynor", EMPYRICAL, "Has none."),
)
