"""The derived curves of a result, taken once for all panels that look at it."""

from weakref import WeakKeyDictionary

from quantboard.core.backtest.metrics.account import Account
from quantboard.core.backtest.metrics.table import account_of
from quantboard.core.backtest.result import BacktestResult

_seen: WeakKeyDictionary[BacktestResult, Account] = WeakKeyDictionary()


def account(result: BacktestResult) -> Account:
    """The account of a result; for as long as the result lives, the same one."""
    found = _seen.get(result)
    if found is None:
        found = _seen[result] = account_of(result)
    return found
