import pytest

from tests.core.backtest.worlds import bars_of, play

FLAT = (100.0, 100.0, 100.0, 100.0)


def at(price: float):
    return (price, price, price, price)


def test_the_oldest_units_are_sold_first() -> None:
    bars = bars_of(FLAT, at(100), at(120), at(150), at(150))
    options = {"size": "fixed:10", "pyramiding": 2, "commission": 0.01}
    first = play(bars, entry=[0, 1], exit=[2], matching="fifo", **options)
    assert first.trades.entry_price.tolist() == [100.0, 120.0]
    assert first.trades.pnl.tolist() == pytest.approx([500 - 10 - 15, 300 - 12 - 15])
    average = play(bars, entry=[0, 1], exit=[2], **options)
    assert average.trades.entry_price.tolist() == [110.0]
    assert average.trades.pnl.sum() == pytest.approx(first.trades.pnl.sum())
    assert average.final_equity == first.final_equity


def test_open_lots_stay_open() -> None:
    bars = bars_of(FLAT, at(100), at(120), at(150))
    result = play(bars, entry=[0, 1], size="fixed:10", pyramiding=2, matching="fifo")
    assert result.trades.is_open.tolist() == [True, True]
    assert result.trades.pnl.tolist() == [500.0, 300.0]
    assert result.trades.mfe.tolist() == pytest.approx([0.5, 0.25])


def test_no_fills_no_trades() -> None:
    assert len(play(bars_of(FLAT, FLAT), matching="fifo").trades) == 0
