"""Bars that a calendar promises, on hand-made weeks."""

import numpy as np

from quantboard.core.cleaning import coverage
from quantboard.core.cleaning.quality import Rows

DAY = 86_400_000_000
MONDAY = 18_267  # 2020-01-06
SESSIONS = coverage.plain_sessions("24/5", MONDAY, MONDAY + 400)


def rows(*days: np.ndarray) -> Rows:
    codes = np.repeat(np.arange(len(days)), [len(one) for one in days])
    stamps = np.concatenate(days) * DAY
    values = {name: np.ones(len(stamps)) for name in ("open", "high", "low", "close")}
    names = ["A", "B", "C"][: len(days)]
    return Rows(names, codes, stamps, values, np.arange(len(stamps)) + 2)


def test_weeks_and_clocks() -> None:
    assert len(coverage.plain_sessions("24/5", MONDAY, MONDAY + 6)) == 5
    assert len(coverage.plain_sessions("24/7", MONDAY, MONDAY + 6)) == 7
    assert coverage.around_the_clock(np.arange(MONDAY, MONDAY + 70)) == "24/7"
    assert coverage.around_the_clock(SESSIONS) == "24/5"
    sundays = np.sort(np.concatenate([SESSIONS, SESSIONS[::5] - 1]))
    assert coverage.around_the_clock(sundays) == "24/5"


def test_a_calendar_fits_by_its_holidays() -> None:
    assert coverage.fits(SESSIONS, SESSIONS)
    assert not coverage.fits(SESSIONS, SESSIONS[np.arange(len(SESSIONS)) % 20 != 0])  # bars on its holidays
    assert coverage.fits(SESSIONS[SESSIONS % 3 > 0], SESSIONS)  # thin, but on no other day
    assert not coverage.fits(SESSIONS[::3], SESSIONS)
    assert not coverage.fits(np.zeros(0, dtype=np.int64), SESSIONS)


def test_missing_sessions_by_symbol_and_month() -> None:
    full, holed = SESSIONS[:60], np.delete(SESSIONS[:60], [3, 4, 30])
    made = rows(full, holed)
    covered, found = coverage.coverage(made, made.stamps // DAY, SESSIONS)
    assert [(one.symbol, one.missing, one.expected) for one in covered] == [("B", 3, 60), ("A", 0, 60)]
    assert covered[0].months == (("2020-01", 2, 20), ("2020-02", 1, 20))
    assert covered[1].months == ()
    assert [(one.code, one.count, one.symbols) for one in found] == [("missing_sessions", 3, (("B", 3),))]
    assert found[0].samples[0].text == "2 × 2020-01-09 – 2020-01-10"


def test_bars_outside_the_calendar() -> None:
    made = rows(np.sort(np.append(SESSIONS[:10], MONDAY + 5)))
    covered, found = coverage.coverage(made, made.stamps // DAY, SESSIONS)
    assert (covered[0].outside, found[0].code) == (1, "outside_calendar")


def test_a_ticker_with_two_lives() -> None:
    hole = rows(np.concatenate([SESSIONS[:40], SESSIONS[140:200]]))
    _, found = coverage.coverage(hole, hole.stamps // DAY, SESSIONS)
    assert "possible_ticker_reuse" in {one.code for one in found}
    thin = rows(np.concatenate([SESSIONS[:120:6], SESSIONS[130:280]]))
    _, found = coverage.coverage(thin, thin.stamps // DAY, SESSIONS)
    assert "possible_ticker_reuse" in {one.code for one in found}
    dense = rows(np.delete(SESSIONS[:200], [50, 51]))
    _, found = coverage.coverage(dense, dense.stamps // DAY, SESSIONS)
    assert "possible_ticker_reuse" not in {one.code for one in found}


def test_missing_bars_inside_days() -> None:
    days = np.repeat(SESSIONS[:10], 6)
    slots = np.tile(np.arange(6) * 10, 10)
    keep = np.ones(60, dtype=bool)
    keep[[20, 21, 33]] = False
    made = rows(days)
    made = made.take(np.flatnonzero(keep))
    covered, _ = coverage.coverage(made, days[keep], SESSIONS, slots[keep])
    assert (covered[0].expected, covered[0].missing) == (60, 3)
