"""A finished run as the panels of its report look at it: who may see it, the result, and its curves taken once."""

from dataclasses import dataclass
from typing import Any

from quantboard.core.access import Actor
from quantboard.core.backtest.metrics.account import Account
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.accounts import account
from quantboard.services import backtests, exports


@dataclass(frozen=True, eq=False)
class Source:
    """What a panel is made of."""

    about: backtests.Report
    result: BacktestResult

    @property
    def account(self) -> Account:
        """The derived curves, shared by all panels."""
        return account(self.result)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The columns of the panels."""
        return self.result.symbols


def opened(actor: Actor, backtest_id: str) -> Source:
    """A run and its result; raises ``NoSuchBacktest``, or ``Unfinished`` while it has none."""
    return Source(*exports.finished(actor, backtest_id))


def plain(values: Any, decimals: int | None = None) -> list[float | None]:
    """A column as JSON has it: no NaN."""
    import numpy as np

    rows = np.asarray(values, dtype=np.float64)
    rounded = rows if decimals is None else np.round(rows, decimals)
    return [value if np.isfinite(value) else None for value in rounded.tolist()]
