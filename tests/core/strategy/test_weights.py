import numpy as np
import pytest

from quantboard.core.strategy.weights import WeightsOutOfRange, ends_of, limited, prepare
from tests.core.backtest.worlds import bars_of

FLAT = (1.0, 1.0, 1.0, 1.0)


def test_month_end_keeps_the_rows_whose_next_bar_lies_in_another_month_never_the_last() -> None:
    bars = bars_of(*[FLAT] * 56)  # 2020-01-06 to 2020-03-01
    kept = np.flatnonzero(ends_of("month_end", bars.stamps, "1d", "UTC"))
    assert [bars.text_of(int(row)) for row in kept] == ["2020-01-31", "2020-02-29"]
    weights = prepare(np.ones((56, 1)), bars, rebalance="month_end", short=False)
    assert np.flatnonzero(~np.isnan(weights[:, 0])).tolist() == kept.tolist()


def test_a_row_beyond_the_account_names_its_bar() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 3, symbols="AB")
    weights = np.array([[0.5, 0.5], [np.nan, 1.0], [0.6, 0.5]])
    with pytest.raises(WeightsOutOfRange, match=r"2020-01-08 sum to 1\.1"):
        prepare(weights, bars, rebalance=None, short=False)


def test_a_negative_weight_needs_short() -> None:
    bars = bars_of(FLAT, FLAT)
    weights = np.array([[0.5], [-0.5]])
    with pytest.raises(WeightsOutOfRange, match="2020-01-07 is below 0"):
        prepare(weights, bars, rebalance=None, short=False)
    assert prepare(weights, bars, rebalance=None, short=True).tolist() == weights.tolist()


def test_infinite_weights_are_refused() -> None:
    with pytest.raises(WeightsOutOfRange):
        prepare(np.array([[np.inf]]), bars_of(FLAT), rebalance=None, short=True)


def test_rounding_is_forgiven() -> None:
    bars = bars_of((FLAT,) * 3, symbols="ABC")
    prepare(np.array([[1 / 3, 1 / 3, 1 / 3 + 1e-16]]), bars, rebalance=None, short=False)


@pytest.mark.parametrize(
    ("rhythm", "dates"),
    [
        ("week_end", ["2019-12-29", "2020-01-05", "2020-03-29"]),
        ("quarter_end", ["2019-12-31", "2020-03-31"]),
        ("year_end", ["2019-12-31"]),
    ],
)
def test_each_rhythm_acts_on_its_last_bars(rhythm: str, dates: list[str]) -> None:
    days = np.arange(np.datetime64("2019-12-25"), np.datetime64("2020-04-03"))
    stamps = days.astype("datetime64[us]").astype(np.int64)
    acts = days[ends_of(rhythm, stamps, "1d", "UTC")].astype(str).tolist()
    assert acts[: len(dates) - 1] + acts[-1:] == dates


def test_daily_acts_on_the_last_bar_of_each_day() -> None:
    minutes = np.datetime64("2020-01-06T14:31") + np.arange(2 * 1440, step=360)
    stamps = minutes.astype("datetime64[us]").astype(np.int64)
    acts = minutes[ends_of("daily", stamps, "6h", "UTC")].astype(str).tolist()
    assert acts == ["2020-01-06T20:31", "2020-01-07T20:31"]


def test_limits_cut_weights_and_holdings() -> None:
    kept, n_cut = limited(np.array([[0.6, -0.5, 0.1], [np.nan, 0.2, 0.2]]), 0.4, 1)
    assert kept[0].tolist() == [0.4, 0.0, 0.0]
    assert kept[1, 1:].tolist() == [0.2, 0.0]
    assert n_cut == 5
