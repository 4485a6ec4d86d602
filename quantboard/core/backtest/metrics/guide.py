"""The page of definitions, written from the docstrings: ``python -m quantboard.core.backtest.metrics.guide``."""

import sys
from inspect import getdoc

from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES

HEAD = """# Metrics

Written from the docstrings of `quantboard/core/backtest/metrics` by `python -m quantboard.core.backtest.metrics.guide`.

r_t = E_t / E_{t−1} − 1 per bar of the period, E_0 the initial cash: T bars give T returns. b is the same of
buy-and-hold. A is bars a year: daily 252, or 365 if more than 5 % of the stamps fall on a weekend; weekly 52, monthly
12; intraday the daily figure × median bars per date. It stands on every result as `bars_per_year`. Deviations use
ddof = 1. The risk-free rate is 0. All numbers are fractions unless said otherwise. What has no value is `null`, its
reason under the same name in `metrics_na`.
"""
TITLES = {
    "return": "Return",
    "risk": "Risk",
    "drawdown": "Drawdown",
    "ratios": "Ratios",
    "exposure": "Exposure and costs",
}
TRADES_HEAD = """
## Trades

Closed trades only. Each is given for all trades, and with `_long` and `_short` after its name for one side.
"""


def markdown() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, metrics in ACCOUNT.items():
        parts += [f"\n## {TITLES[group]}\n", _table(metrics)]
    return "\n".join([*parts, TRADES_HEAD, _table(TRADES)]) + "\n"


def definition(name: str) -> str:
    """The definition of one metric, by its name with or without its side."""
    plain = name.removesuffix("_long").removesuffix("_short")
    return DEFINITIONS[plain]


def _table(metrics: tuple[object, ...]) -> str:
    rows = [f"| `{_name(metric)}` | {_cell(metric)} |" for metric in metrics]
    return "\n".join(["| metric | definition |", "|---|---|", *rows])


def _cell(metric: object) -> str:
    return " ".join((getdoc(metric) or "").split()).replace("|", "\\|")


def _name(metric: object) -> str:
    return str(getattr(metric, "__name__", metric))


DEFINITIONS = {_name(metric): getdoc(metric) or "" for metric in (*sum(ACCOUNT.values(), ()), *TRADES)}

if __name__ == "__main__":
    sys.stdout.write(markdown())
