import numpy as np
import pytest

from quantboard.core.backtest.views.selection import BadSelection, Selection
from quantboard.core.listing import BadListing
from quantboard.services import report_trades as service
from tests.services.reporting import result, run

__all__ = ["result", "run"]


def test_trades_by_page_by_group_and_one_by_one(bob, run, result):
    page = service.page(bob, run, Selection(symbol="IBM", sort="-pnl"), 5, 5)
    mine = np.flatnonzero(result.trades.symbol == 1)
    best = mine[np.argsort(-result.trades.pnl[mine], kind="stable")]
    assert page.total == len(mine)
    assert [row["index"] for row in page.items] == best[5:10].tolist()
    assert [row["pnl"] for row in page.items] == result.trades.pnl[best[5:10]].tolist()
    found = service.trades(bob, run, Selection(symbol="IBM"))
    assert found.pnl == pytest.approx(result.trades.pnl[mine].sum())

    number = int(best[0])
    place = service.place_of(bob, run, Selection(symbol="IBM", sort="-pnl"), number)
    assert place == 0
    assert service.place_of(bob, run, Selection(symbol="AAPL"), number) == -1
    _, row, begin, end = service.trade(bob, run, number)
    assert (row["index"], row["symbol"]) == (number, "IBM")
    assert result.stamps[begin] == result.trades.entry_at[number]
    assert result.stamps[end] == result.trades.exit_at[number]
    with pytest.raises(service.NoSuchTrade):
        service.trade(bob, run, len(result.trades))

    groups = service.groups(bob, run, "symbol")
    assert sum(group.n for group in groups) == result.metrics["n_trades"]

    first, last = service.span_at(bob, run, int(result.stamps[1000]))
    assert first <= str(result.stamps[1000].astype("datetime64[us]"))[:10] <= last


def test_excursions_are_those_of_the_trades(bob, run, result):
    points = service.points(bob, run)
    closed = np.flatnonzero(~result.trades.is_open)
    assert points["index"] == closed.tolist()
    assert points["mae"] == result.trades.mae[closed].tolist()
    few = service.telling(result.trades, closed, 320)
    kept = result.trades.taken(few)
    assert len(few) <= 400 or len(few) < len(closed)
    assert kept.mae.min() == result.trades.mae[closed].min()
    assert kept.gain.max() == result.trades.gain[closed].max()


def test_nonsense_is_refused(bob, run):
    with pytest.raises(BadSelection):
        service.page(bob, run, Selection(sort="__class__"))
    with pytest.raises(BadListing):
        service.page(bob, run, Selection(), 0)
