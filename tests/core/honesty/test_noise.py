import numpy as np

from quantboard.core.bars import PRICES
from quantboard.core.honesty.noise import made_up, noised


def test_the_past_stays_and_the_future_is_another():
    bars = made_up(300)
    upto, strange = noised(bars, 180, 0, 10**7)
    assert (upto, strange.n_bars) == (180, 300)
    for name, panel in bars.columns.items():
        assert strange.columns[name][:180].tobytes() == panel[:180].tobytes()
        assert (strange.columns[name][180:] != panel[180:]).mean() > 0.99
    assert bars.close[180:].tobytes() == made_up(300).close[180:].tobytes()


def test_noise_is_made_of_bars_and_leaves_gaps_as_they_were():
    bars = made_up(300)
    for name in PRICES:
        bars.columns[name][200:210, 1] = np.nan
    _, strange = noised(bars, 180, 0, 10**7)
    opens, highs, lows, closes = (strange.columns[name][180:] for name in PRICES)
    assert np.isnan(closes[20:30, 1]).all()
    there = ~np.isnan(closes)
    assert (highs >= np.maximum(opens, closes))[there].all()
    assert (lows <= np.minimum(opens, closes))[there].all()
    assert there.sum() == 120 * 3 - 10
    assert (lows[there] > 0).all()


def test_it_reaches_beyond_what_was_seen():
    bars = made_up(300)
    _, strange = noised(bars, 180, 0, 10**7)
    last = bars.close[179]
    assert (strange.high[180:].max(axis=0) > 2 * last).all()
    assert (strange.low[180:].min(axis=0) < last / 2).all()


def test_long_data_is_cut_to_the_budget():
    bars = made_up(2_000)
    upto, strange = noised(bars, 1_200, 0, 3 * 500)
    assert strange.n_bars == 500
    assert upto < 500


def test_made_up_bars_are_the_same_each_time():
    one, other = made_up(), made_up()
    assert one.data_hash() == other.data_hash()
    assert one.symbols == ("AAA", "BBB", "CCC")
