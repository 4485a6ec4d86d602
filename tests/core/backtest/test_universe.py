import numpy as np
import pytest

from quantboard.core.backtest.universe import FilterUnfit, Universe, eligible, screened, share_note
from quantboard.core.bars import from_rows
from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, Decision
from tests.core.backtest.worlds import bars_of

FLAT = (10.0, 10.0, 10.0, 10.0)
LATE = bars_of((FLAT, None), (FLAT, FLAT), (FLAT, None), (FLAT, FLAT), symbols="AB")
DAY = 86_400_000_000


def with_volume(volumes, extra=None, interval="1d", step=DAY):
    n = len(volumes)
    columns = {name: np.full(n, 10.0) for name in ("open", "high", "low", "close")}
    columns["volume"] = np.array(volumes, dtype=float)
    return from_rows(["A"] * n, np.arange(1, n + 1) * step, {**columns, **(extra or {})}, interval=interval)


def test_listed_counts_own_bars_and_a_halt_keeps_the_last_answer():
    assert eligible(LATE, Universe(listed_bars=2)).tolist() == [
        [False, False],
        [True, False],
        [True, False],
        [True, True],
    ]


def test_sessions_of_bars_within_the_day():
    bars = with_volume([1.0] * 30, interval="1h", step=3_600_000_000)  # bars that end at 01:00 on the first day, and on
    found = eligible(bars, Universe(listed_bars=2))[:, 0]
    assert found.tolist() == [False] * 24 + [True] * 6


def test_traded_value_is_a_mean_that_looks_back():
    bars = with_volume([1.0, 1.0, 9.0, 9.0])
    assert eligible(bars, Universe(least_value=50.0, average_bars=2))[:, 0].tolist() == [False, False, True, True]
    assert eligible(bars, Universe(least_volume=5.0, average_bars=2))[:, 0].tolist() == [False, False, True, True]
    given = with_volume([1.0, 1.0, 1.0, 1.0], {"amount": np.array([99.0, 99.0, 1.0, 1.0])})
    assert eligible(given, Universe(least_value=50.0, average_bars=1))[:, 0].tolist() == [True, True, False, False]


def test_what_comes_later_changes_nothing_before():
    rng = np.random.default_rng(3)
    volumes = rng.uniform(0.0, 100.0, 60)
    asked = Universe(listed_bars=5, least_value=400.0, least_volume=30.0, average_bars=4)
    whole = eligible(with_volume(volumes), asked)
    for cut in (7, 20, 59):
        noise = volumes.copy()
        noise[cut:] = rng.uniform(0.0, 1e6, 60 - cut)
        assert (eligible(with_volume(noise), asked)[:cut] == whole[:cut]).all()


def test_special_treatment():
    bars = with_volume([1.0] * 3, {"is_st": np.array([0.0, 1.0, np.nan])})
    assert eligible(bars, Universe(no_st=True))[:, 0].tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Universe(no_st=True), "no_st"),
        (Universe(least_value=1.0), "least_value"),
        (Universe(least_volume=1.0), "least_volume"),
    ],
)
def test_a_missing_column_is_named(asked, field):
    with pytest.raises(FilterUnfit) as caught:
        eligible(LATE, asked)
    assert caught.value.field == field


def test_entries_are_taken_away_and_nothing_else():
    may_enter = np.array([[True], [False], [False]])
    codes = np.array([[ENTRY], [ENTRY | EXIT], [SHORT_ENTRY]], dtype=np.int8)
    assert screened(Decision(signals=codes), may_enter).signals.tolist() == [[ENTRY], [EXIT], [0]]
    weights = np.array([[0.5], [0.5], [np.nan]])
    kept = screened(Decision(weights=weights), may_enter).weights
    assert kept[:2].tolist() == [[0.5], [0.0]]
    assert np.isnan(kept[2, 0])


def test_defaults_are_nothing():
    assert Universe().is_open
    assert Universe(average_bars=5).is_open
    assert Universe().differing() == {}
    assert Universe(listed_bars=3, no_st=True).differing() == {"listed_bars": 3, "no_st": True}
    assert share_note(np.array([[True, False], [True, True]]), 0, 2).startswith(
        "The filters of the universe let 1.5 of 2"
    )
