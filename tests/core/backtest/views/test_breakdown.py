import pytest

from quantboard.core.backtest.trades import REASONS
from quantboard.core.backtest.views import breakdown
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def result():
    return result_of()


@pytest.mark.parametrize("key", breakdown.KEYS)
def test_groups_add_up_to_the_whole(result, key):
    groups, trades = breakdown.by(key, result.trades, result.symbols), result.trades
    closed = ~trades.is_open
    assert sum(group.n for group in groups) == closed.sum() == result.metrics["n_trades"]
    assert sum(group.pnl for group in groups) == pytest.approx(trades.pnl[closed].sum())
    assert sum(group.share for group in groups) == pytest.approx(1.0)
    assert [group.pnl for group in groups] == sorted((group.pnl for group in groups), reverse=True)
    if key != "reason":  # an open trade has none yet
        assert sum(group.n_open for group in groups) == trades.is_open.sum()
        assert sum(group.fees for group in groups) == pytest.approx(trades.fees.sum())


def test_one_symbol_is_what_its_trades_are(result):
    group = next(one for one in breakdown.by("symbol", result.trades, result.symbols) if one.key == "BBB")
    mine = result.trades.taken((result.trades.symbol == 1) & ~result.trades.is_open)
    assert (group.n, group.wins) == (len(mine), int((mine.pnl > 0).sum()))
    assert group.win_rate == pytest.approx((mine.pnl > 0).mean())
    assert group.profit_factor == pytest.approx(mine.pnl[mine.pnl > 0].sum() / -mine.pnl[mine.pnl < 0].sum())
    assert (group.best, group.worst) == (mine.pnl.max(), mine.pnl.min())
    assert group.average_return == pytest.approx(mine.gain.mean())


def test_sides_and_reasons_are_named(result):
    assert {group.key for group in breakdown.by("side", result.trades, result.symbols)} == {"long", "short"}
    reasons = {group.key for group in breakdown.by("reason", result.trades, result.symbols)}
    assert reasons == {"signal", "stop_loss"} <= set(REASONS)


def test_no_trade_no_group():
    none = result_of(30, warmup=29)
    assert breakdown.by("symbol", none.trades, none.symbols) == []
