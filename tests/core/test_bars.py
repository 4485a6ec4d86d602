import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantboard.core.bars import (
    BadDate,
    DuplicateTimestamp,
    EmptyPeriod,
    UnknownSymbol,
    from_rows,
    parse_date,
    stamp_text,
    symbol_hash,
)

DAY = 86_400_000_000


def day(text):
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp()) * 1_000_000


def rows(symbols, days, close, **more):
    close = np.asarray(close, dtype=float)
    columns = {name: close.copy() for name in ("open", "high", "low", "close")} | more
    return from_rows(symbols, np.array([day(d) for d in days]), columns)


def test_rows_become_a_panel_by_symbol_and_stamp():
    bars = rows(["B", "a", "B"], ["2020-01-03", "2020-01-02", "2020-01-02"], [3, 1, 2])
    assert bars.symbols == ("B", "a")  # by code point, not by alphabet
    np.testing.assert_array_equal(bars.close, [[2, 1], [3, np.nan]])
    assert [bars.text_of(i) for i in range(2)] == ["2020-01-02", "2020-01-03"]


def test_a_row_without_all_four_prices_is_no_bar():
    bars = rows(["A", "A"], ["2020-01-02", "2020-01-03"], [1, 2], low=np.array([1, np.nan]))
    assert bars.n_bars == 1


def test_two_bars_at_one_stamp_are_refused_by_name():
    with pytest.raises(DuplicateTimestamp, match="A has 2 bars at 2020-01-02"):
        rows(["A", "A"], ["2020-01-02", "2020-01-02"], [1, 2])


def test_select_drops_stamps_that_only_others_have():
    bars = rows(["A", "B", "B"], ["2020-01-02", "2020-01-02", "2020-01-03"], [1, 2, 3])
    assert bars.select(["A"]).n_bars == 1
    with pytest.raises(UnknownSymbol, match="No bars of AA") as caught:
        bars.select(["AA"])
    assert "A" in caught.value.hint


def test_a_period_is_inclusive_on_both_ends():
    bars = rows(["A"] * 3, ["2020-01-02", "2020-01-03", "2020-01-06"], [1, 2, 3])
    assert bars.rows_of("2020-01-03", "2020-01-05") == (1, 2)
    assert bars.rows_of(None, None) == (0, 3)
    with pytest.raises(EmptyPeriod, match="between 2021") as caught:
        bars.rows_of("2021-01-01", None)
    assert "2020-01-02 to 2020-01-06" in caught.value.hint


def test_an_intraday_bar_that_ends_at_midnight_belongs_to_the_day_before():
    stamps = np.array([day("2020-01-02") + 12 * 3600 * 1_000_000, day("2020-01-03"), day("2020-01-03") + 1])
    prices = {name: np.arange(1.0, 4) for name in ("open", "high", "low", "close")}
    bars = from_rows(["A"] * 3, stamps, prices, interval="1h")
    assert bars.rows_of("2020-01-02", "2020-01-02") == (0, 2)
    assert bars.rows_of("2020-01-03", None) == (2, 3)
    new_york = from_rows(["A"] * 3, stamps, prices, interval="1h", zone="America/New_York")
    assert new_york.rows_of("2020-01-02", "2020-01-02") == (0, 3)


def test_the_hash_knows_values_not_files():
    one = rows(["A", "B"], ["2020-01-02"] * 2, [1, 2], volume=np.array([5.0, np.nan]))
    alone = rows(["B"], ["2020-01-02"], [2])
    assert one.select(["B"]).data_hash() == alone.data_hash()
    assert one.data_hash() != alone.data_hash()
    assert symbol_hash(np.array([1]), {"close": np.array([-0.0])}) == symbol_hash(
        np.array([1]), {"close": np.array([0.0])}
    )


def test_the_hash_is_pinned():
    bars = rows(["A"], ["2020-01-02"], [1.5])
    assert bars.data_hash() == "d80f5d306db464a2eb75ec6f6a4709ebb0d60495a604615e19754a1e9402a14e"


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order):
    symbols = np.array(["A", "B"] * 3)
    days = np.array(["2020-01-02", "2020-01-02", "2020-01-03", "2020-01-03", "2020-01-06", "2020-01-06"])
    close = np.arange(1.0, 7)
    plain = rows(symbols, days, close)
    mixed = rows(symbols[list(order)], days[list(order)], close[list(order)])
    assert plain.data_hash() == mixed.data_hash()


def test_dates_are_iso():
    assert parse_date("2004-08-19") == dt.date(2004, 8, 19)
    with pytest.raises(BadDate):
        parse_date("19.08.2004")


def test_stamps_read_as_people_write_them():
    assert stamp_text(day("2004-08-19"), "1d") == "2004-08-19"
    assert stamp_text(day("2019-01-02") + (14 * 60 + 31) * 60 * 1_000_000, "1m") == "2019-01-02T14:31:00Z"
