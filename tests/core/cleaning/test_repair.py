"""Repairs on hand-made rows: what changes, and that nothing looks ahead."""

import numpy as np

from quantboard.core.cleaning import repair
from quantboard.core.cleaning.quality import Rows

DAY = 86_400_000_000
MONDAY = 18_267
WEEK = np.arange(MONDAY, MONDAY + 5)


def rows(days: list[int], close: list[float], **columns: list[float]) -> Rows:
    prices = {"open": close, "high": [c + 1 for c in close], "low": [c - 1 for c in close], "close": close, **columns}
    arrays = {name: np.array(values, dtype=np.float64) for name, values in prices.items()}
    stamps = (np.array(days) + MONDAY) * DAY
    return Rows(["A", "B"], np.zeros(len(days), dtype=np.int64), stamps, arrays, np.arange(len(days)) + 2)


def test_swapped_highs_and_lows_are_exchanged_when_the_bar_is_sound_then() -> None:
    made = rows([0, 1], [10.0, 10.0], high=[9.0, 9.0], low=[11.0, 9.5])
    mended, found = repair.swap(made)
    assert mended.columns["high"].tolist() == [11.0, 9.0]  # the second has its close above both
    assert mended.columns["low"].tolist() == [9.0, 9.5]
    assert (found[0].code, found[0].count, found[0].symbols) == ("repaired_swap", 1, (("A", 1),))
    assert found[0].samples[0].text == "9, 11 → 11, 9"
    assert made.columns["high"].tolist() == [9.0, 9.0]


def test_missing_sessions_take_the_close_before() -> None:
    made = rows([0, 3, 4], [10.0, 13.0, 14.0], volume=[5.0, 6.0, 7.0], adj_close=[1.0, 2.0, 3.0], spread=[8.0] * 3)
    mended, found = repair.fill(made, WEEK)
    assert (mended.stamps // DAY - MONDAY).tolist() == [0, 1, 2, 3, 4]
    for name in ("open", "high", "low", "close"):
        assert mended.columns[name][1:3].tolist() == [10.0, 10.0]
    assert mended.columns["volume"].tolist() == [5.0, 0.0, 0.0, 6.0, 7.0]
    assert mended.columns["adj_close"].tolist() == [1.0, 1.0, 1.0, 2.0, 3.0]
    assert np.isnan(mended.columns["spread"][1:3]).all()
    assert (found[0].count, found[0].samples[0].text) == (2, "2020-01-07: – → 10")


def test_nothing_is_made_before_the_first_or_after_the_last_bar() -> None:
    made = rows([1, 2], [10.0, 11.0])
    assert repair.fill(made, WEEK) == (made, [])


def test_later_bars_change_no_filled_one() -> None:
    early, late = rows([0, 2], [10.0, 12.0]), rows([0, 2, 4], [10.0, 12.0, 99.0])
    first, second = repair.fill(early, WEEK)[0], repair.fill(late, WEEK)[0]
    assert first.columns["close"].tolist() == second.columns["close"][:3].tolist()
