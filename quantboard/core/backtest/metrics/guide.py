"""The page of definitions, written from the docstrings: ``python -m quantboard.core.backtest.metrics.guide``."""

import sys
from inspect import getdoc

from quantboard.core.backtest.metrics import intervals
from quantboard.core.backtest.metrics.peers import DIFFERENCES
from quantboard.core.backtest.metrics.samples import BARS, kind_of
from quantboard.core.backtest.metrics.sides import OF_POSITIONS
from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES

HEAD = """# Metrics

Written from the docstrings of `quantboard/core/backtest/metrics` by `python -m quantboard.core.backtest.metrics.guide`.

r_t = E_t / E_{t−1} − 1 per bar of the period, E_0 the initial cash: T bars give T returns. b is the same of
buy-and-hold. A is bars a year: daily 252, or 365 if more than 5 % of the stamps fall on a weekend; weekly 52, monthly
12; intraday the daily figure × median bars per date. It stands on every result as `bars_per_year`. Deviations use
ddof = 1. The risk-free rate is 0. All numbers are fractions unless said otherwise. What has no value is `null`, its
reason under the same name in `metrics_na`.

`samples` says on how many observations each metric rests (bars of the period unless the table names others),
`intervals` holds the 95 % confidence interval of those that have one. `sides` gives the statistics of the trades, and
the exposures marked ⇅, for all, long and short positions beside each other; `sides_na` why something of it is `null`.
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
INTERVALS_HEAD = """
## Confidence intervals

At 95 %, as if bars and trades were independent of each other. A metric that is not here has none by a standard formula.

| metric | interval |
|---|---|
"""
PEERS_HEAD = """
## Where other libraries differ

Tests compare every metric that they share with empyrical-reloaded and quantstats on the same returns. Equal up to
rounding unless this table says how not.

| metric | library | their definition |
|---|---|---|
"""


def markdown() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, metrics in ACCOUNT.items():
        parts += [f"\n## {TITLES[group]}\n", _table(metrics)]
    page = "\n".join([*parts, TRADES_HEAD, _table(TRADES)]) + "\n"
    spans = [f"| `{_name(one)}` | {_cell(one)} |" for one in (*intervals.OF_ACCOUNT, *intervals.OF_TRADES)]
    peers = [f"| `{name}` | {library} | {said} |" for name, library, said in DIFFERENCES]
    return page + INTERVALS_HEAD + "\n".join(spans) + "\n" + PEERS_HEAD + "\n".join(peers) + "\n"


def definition(name: str) -> str:
    """The definition of one metric, by its name with or without its side."""
    plain = name.removesuffix("_long").removesuffix("_short")
    return DEFINITIONS[plain]


def _table(metrics: tuple[object, ...]) -> str:
    rows = [f"| `{_name(metric)}`{_marks(metric)} | {_cell(metric)} |" for metric in metrics]
    return "\n".join(["| metric | definition |", "|---|---|", *rows])


def _marks(metric: object) -> str:
    """What it is counted over, where that is not the usual; and whether sides are told apart."""
    kind = kind_of(_name(metric))
    over = "" if metric in TRADES or kind == BARS else f" ({kind})"
    return over + (" ⇅" if metric in OF_POSITIONS else "")


def _cell(metric: object) -> str:
    return " ".join((getdoc(metric) or "").split()).replace("|", "\\|")


def _name(metric: object) -> str:
    return str(getattr(metric, "__name__", metric))


DEFINITIONS = {_name(metric): getdoc(metric) or "" for metric in (*sum(ACCOUNT.values(), ()), *TRADES)}

if __name__ == "__main__":
    sys.stdout.write(markdown())
