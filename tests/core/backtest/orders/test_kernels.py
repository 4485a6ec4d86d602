"""Limit and stop entries."""

import numpy as np
import pytest

from quantboard.core.backtest.spec import OptionsClash
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, signals_of


def at(price: float) -> tuple[float, float, float, float]:
    return (price, price, price, price)


FLAT = at(100.0)


def entered(bars, *, word="entry", limit=None, stop=None, rows=(0,), **options):
    prices = {}
    for name, price in (("limit", limit), ("stop", stop)):
        if price is not None:
            prices[name] = np.full(bars.close.shape, price)
    decision = Decision(signals=signals_of(bars, **{word: list(rows)}), **prices)
    return play(bars, decision, size="fixed:1", **options)


def prices(result):
    return result.fills.price.tolist()


def test_a_buying_limit_waits_for_its_price_and_pays_no_slippage() -> None:
    bars = bars_of(FLAT, FLAT, (99.0, 99.0, 94.0, 97.0), FLAT)
    assert prices(entered(bars, limit=95.0, slippage=0.01)) == [95.0]


def test_an_open_beyond_the_limit_is_taken() -> None:
    assert prices(entered(bars_of(FLAT, at(90.0), FLAT), limit=95.0)) == [90.0]


def test_a_buying_stop_is_worsened_by_slippage() -> None:
    bars = bars_of(FLAT, (100.0, 108.0, 100.0, 107.0), FLAT)
    assert prices(entered(bars, stop=105.0, slippage=0.01)) == pytest.approx([105 * 1.01])
    assert prices(entered(bars_of(FLAT, at(110.0), FLAT), stop=105.0)) == [110.0]


def test_selling_orders_are_mirrored() -> None:
    bars = bars_of(FLAT, (100.0, 108.0, 92.0, 100.0), FLAT)
    assert prices(entered(bars, word="short_entry", limit=106.0, short=True)) == [106.0]
    assert prices(entered(bars, word="short_entry", stop=95.0, short=True)) == [95.0]


def test_an_order_that_lapses_is_listed() -> None:
    bars = bars_of(FLAT, FLAT, (99.0, 99.0, 94.0, 97.0), FLAT)
    result = entered(bars, limit=95.0, order_life="bar")
    assert prices(result) == []
    assert [row["reason"] for row in result.rejected] == ["not_reached"]


def test_an_exit_signal_cancels_a_waiting_entry() -> None:
    bars = bars_of(FLAT, FLAT, FLAT, (99.0, 99.0, 94.0, 97.0), FLAT)
    decision = Decision(signals=signals_of(bars, entry=[0], exit=[1]), limit=np.full((5, 1), 95.0))
    assert prices(play(bars, decision, size="fixed:1")) == []


def test_limits_and_fills_at_the_close_exclude_each_other() -> None:
    with pytest.raises(OptionsClash):
        entered(bars_of(FLAT, FLAT, FLAT), limit=95.0, fill="close")
