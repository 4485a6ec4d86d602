"""What trading cost in a run, and how the result would bear other costs and delays."""

from dataclasses import asdict
from typing import Any

from quantboard.core.access import Actor
from quantboard.core.backtest.views import expenses
from quantboard.core.backtest.views.expenses import Expenses
from quantboard.services.report_source import opened


def costs(actor: Actor, backtest_id: str) -> Expenses:
    """By kind; money, costs positive."""
    return expenses.expenses(opened(actor, backtest_id).result)


def by_year(actor: Actor, backtest_id: str) -> list[dict[str, Any]]:
    """By calendar year, oldest first."""
    source = opened(actor, backtest_id)
    return [asdict(year) for year in expenses.by_year(source.result, source.account)]
