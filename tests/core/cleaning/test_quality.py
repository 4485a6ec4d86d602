"""Findings on hand-made rows."""

import numpy as np
import pytest

from quantboard.core.cleaning import quality
from quantboard.core.cleaning.quality import Rows

DAY = 86_400_000_000


def rows(close: list[float], **columns: list[float]) -> Rows:
    n = len(close)
    made = {"open": close, "high": [c + 1 for c in close], "low": [c - 1 for c in close], "close": close, **columns}
    arrays = {name: np.array(values, dtype=np.float64) for name, values in made.items()}
    stamps = np.arange(n, dtype=np.int64) * DAY
    return Rows(["A"], np.zeros(n, dtype=np.int64), stamps, arrays, np.arange(n) + 2)


def codes(findings: list[quality.Finding]) -> dict[str, int]:
    return {finding.code: finding.count for finding in findings}


def test_a_row_without_a_price_is_no_bar() -> None:
    no_bar, found = quality.missing(rows([10, np.nan, 12], volume=[1, 1, np.nan]))
    assert no_bar.tolist() == [False, True, False]
    assert codes(found) == {"missing_values": 1, "missing_volume": 1}
    assert found[0].samples[0].line == 3


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"low": [-1.0, 9.0]}, "non_positive_price"),
        ({"high": [8.0, 11.0]}, "high_below_low"),
        ({"open": [12.5, 10.0]}, "price_outside_range"),
        ({"volume": [-5.0, 1.0]}, "negative_volume"),
    ],
)
def test_rows_that_cannot_be(changed: dict[str, list[float]], code: str) -> None:
    wrong, found = quality.impossible(rows([10, 10], **changed))
    assert wrong.tolist() == [True, False]
    assert codes(found) == {code: 1}


def test_rounding_is_no_violation() -> None:
    wrong, _ = quality.impossible(rows([10.000001], high=[10.0], low=[9.0]))
    assert not wrong.any()


def test_equal_duplicates_keep_one_and_conflicting_ones_as_told() -> None:
    made = rows([10, 10, 20, 21])
    stamps = np.array([0, 0, DAY, DAY], dtype=np.int64)
    twice = Rows(made.names, made.codes, stamps, made.columns, made.lines)
    for keep, expected in (("drop", [0]), ("first", [0, 2]), ("last", [0, 3])):
        dropped, found = quality.duplicates(twice, keep)
        assert np.flatnonzero(~dropped).tolist() == expected
        assert codes(found) == {"duplicate_identical": 1, "duplicate_conflicting": 1}


def test_order() -> None:
    made = rows([10, 11, 12])
    turned = Rows(made.names, made.codes, made.stamps[::-1].copy(), made.columns, made.lines)
    assert codes(quality.order_of(made)) == {}
    assert codes(quality.order_of(turned)) == {"descending_order": 3}
    mixed = Rows(made.names, made.codes, made.stamps[[1, 0, 2]], made.columns, made.lines)
    assert codes(quality.order_of(mixed)) == {"not_sorted": 1}


def test_a_spike_comes_back_and_a_split_does_not() -> None:
    calm = [100 + 0.3 * (i % 3) for i in range(40)]
    spiked = [*calm[:20], 10_000.0, *calm[21:]]
    split = [*calm[:20], *[value / 7 for value in calm[20:]]]
    with np.errstate(all="ignore"):
        assert codes(quality.curious(rows(spiked, volume=[1.0] * 40)))["price_jump"] == 1
        assert codes(quality.curious(rows(split, volume=[1.0] * 40)))["possible_split"] == 1


def test_long_gaps_and_missing_volume() -> None:
    made = rows([10, 11, 12])
    apart = Rows(made.names, made.codes, np.array([0, DAY, 20 * DAY]), made.columns, made.lines)
    assert codes(quality.curious(apart)) == {"no_volume": 1}
    assert codes(quality.gaps(apart)) == {"gap": 1}


def test_line_numbers_are_written_as_ranges() -> None:
    assert quality.places_text(np.array([12, 52, 53, 54, 122])) == "12, 52–54, 122"


def test_findings_count_by_symbol() -> None:
    made = rows([10, 10, 10], volume=[1.0, -1.0, -2.0])
    two = Rows(["A", "B"], np.array([0, 0, 1]), made.stamps, made.columns, made.lines)
    _, found = quality.impossible(two)
    assert dict(found[0].symbols) == {"A": 1, "B": 1}


def test_a_feed_that_stands_still() -> None:
    moving = rows([10.0, 11.0, 12.0, 13.0, 14.0, 15.0])
    assert not quality.stale(moving, 5).any()
    still = rows([10.0, 11.0, 11.0, 11.0, 11.0, 11.0])
    assert quality.stale(still, 5).tolist() == [False] * 5 + [True]
    apart = Rows(["A", "B"], np.array([0, 0, 0, 1, 1, 1]), still.stamps, still.columns, still.lines)
    assert not quality.stale(apart, 5).any()


def test_order_is_kept_where_it_is_right() -> None:
    made = rows([10, 11, 12])
    assert quality.order_by(made).tolist() == [0, 1, 2]
    turned = Rows(made.names, made.codes, made.stamps[::-1].copy(), made.columns, made.lines)
    assert quality.order_by(turned).tolist() == [2, 1, 0]
    assert turned.take(np.array([2])).lines.tolist() == [4]
