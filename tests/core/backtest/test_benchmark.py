import numpy as np
import pytest

from quantboard.core.backtest.benchmark import (
    BenchmarkUnfit,
    Choice,
    buy_and_hold,
    choice_of,
    filled_forward,
    held,
)
from quantboard.core.bars import from_rows
from tests.core.backtest.worlds import bars_of


def test_equal_parts_at_each_first_open() -> None:
    bars = bars_of(
        ((10.0, 12.0, 10.0, 11.0), None),
        ((11.0, 11.0, 11.0, 11.0), (50.0, 60.0, 50.0, 60.0)),
        (None, (60.0, 60.0, 60.0, 60.0)),
        symbols="AB",
    )
    # 500 at 10 → 50 units; the other 500 wait for the first open at 50 → 10 units
    assert buy_and_hold(bars.open, bars.close, 1000.0).tolist() == [1050.0, 1150.0, 1150.0]


def test_last_known_closes() -> None:
    panel = np.array([[np.nan], [1.0], [np.nan], [2.0], [np.nan]])
    assert filled_forward(panel)[1:, 0].tolist() == [1.0, 1.0, 2.0, 2.0]
    assert np.isnan(filled_forward(panel)[0, 0])


DAILY = bars_of(*[(10.0, 10.0, 10.0, 10.0)] * 4)


def index(opens, closes, first_day=0, **more):
    stamps = DAILY.stamps[0] + (np.arange(len(closes)) + first_day) * 86_400_000_000
    columns = {
        "open": np.array(opens),
        "high": np.array(closes) * 2,
        "low": np.array(closes) / 2,
        "close": np.array(closes),
    }
    return from_rows(["IDX"] * len(closes), stamps, columns | more)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("symbol:SPY", Choice("SPY")),
        ("symbol:NASDAQ:SPY", Choice("NASDAQ:SPY")),
        ("data:abc:SPY@pe", Choice("SPY", "abc", "pe")),
        ("data:abc:a@b.c", Choice("a@b.c", "abc")),
        ("other:SPY@pe", Choice("SPY", "", "pe")),
        ("none", None),
        (None, None),
    ],
)
def test_what_was_asked_for(text, choice):
    assert choice_of(text) == choice


def test_another_symbol_is_bought_at_its_first_open_and_marked_at_closes():
    found = held(index([50.0, 1.0, 1.0, 1.0], [100.0, 150.0, 200.0, 50.0]), "", DAILY, 1000.0)
    assert found.tolist() == [2000.0, 3000.0, 4000.0, 1000.0]


def test_until_it_has_a_bar_the_money_lies_still_and_between_bars_the_last_close_holds():
    found = held(index([10.0, 10.0], [20.0, 40.0], first_day=1), "", DAILY, 1000.0)
    assert found.tolist() == [1000.0, 2000.0, 4000.0, 4000.0]


def test_another_column_begins_at_its_first_value():
    found = held(index([1.0] * 4, [1.0] * 4, level=np.array([200.0, 100.0, 300.0, 200.0])), "level", DAILY, 1000.0)
    assert found.tolist() == [1000.0, 500.0, 1500.0, 1000.0]


def test_a_daily_value_is_known_from_the_next_day_on():
    hours = DAILY.stamps[0] + np.array([10, 20, 34, 58]) * 3_600_000_000
    columns = {name: np.full(4, 10.0) for name in ("open", "high", "low", "close")}
    intraday = from_rows(["A"] * 4, hours, columns, interval="1h")
    found = held(index([1.0, 1.0], [100.0, 300.0]), "", intraday, 1000.0)
    assert found.tolist() == [1000.0, 1000.0, 1000.0, 3000.0]


def test_a_benchmark_without_a_bar_or_without_the_column_is_refused():
    with pytest.raises(BenchmarkUnfit):
        held(index([1.0], [1.0], first_day=9), "", DAILY, 1000.0)
    with pytest.raises(BenchmarkUnfit, match="no column pe"):
        held(index([1.0], [1.0]), "pe", DAILY, 1000.0)
