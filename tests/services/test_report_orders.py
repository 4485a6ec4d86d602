import pytest

from quantboard.core.backtest.views.journal import Asked, BadQuestion
from quantboard.core.listing import BadListing
from quantboard.services import report_orders as service
from tests.services.reporting import result, run

__all__ = ["result", "run"]


def test_orders_and_log(bob, run, result):
    page = service.orders(bob, run, Asked(state="rejected"), 5, 0)
    assert page.total == len(result.rejected) > 5
    assert [one["reason"] for one in page.items] == [one["reason"] for one in result.rejected[:5]]
    counts = service.refusals(bob, run)
    assert sum(counts.values()) == len(result.rejected)
    assert list(counts.values()) == sorted(counts.values(), reverse=True)

    wins = service.log(bob, run, Asked(), "win", (1000, 0))
    closed = result.trades.taken(~result.trades.is_open)
    assert wins.total == (closed.pnl > 0).sum()
    assert sum(one["pnl"] for one in wins.items) == pytest.approx(closed.pnl[closed.pnl > 0].sum())
    text = service.log_text(bob, run, Asked(symbol="IBM", from_on="2007-01-01", to_on="2007-12-31"))
    assert text.count("\n") == text.count(" IBM ") > 0
    assert {line[:4] for line in text.splitlines()} == {"2007"}


def test_nonsense_is_refused(bob, run):
    with pytest.raises(BadQuestion):
        service.orders(bob, run, Asked(sort="mood"))
    with pytest.raises(BadListing):
        service.log(bob, run, Asked(), part=(10**6, 0))
