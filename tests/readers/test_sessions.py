import numpy as np
import pytest

from quantboard.core.cleaning.quality import Rows
from quantboard.readers.sessions import calendar_of, early_of, sessions_of

DAY = 86_400_000_000
FIRST, LAST = 17_897, 18_261  # 2019


def rows(names, days):
    values = {name: np.ones(len(days)) for name in ("open", "high", "low", "close")}
    return Rows(names, np.zeros(len(days), dtype=np.int64), days * DAY, values, np.arange(len(days)))


def test_sessions_leave_out_holidays():
    days = sessions_of("XNYS", FIRST, LAST).astype("datetime64[D]").astype(str).tolist()
    assert len(days) == 252
    assert "2019-07-04" not in days
    assert "2019-07-03" in days


@pytest.mark.parametrize("name", ["XNYS", "XSHG", "XHKG", "XTKS", "XLON"])
def test_a_table_finds_its_exchange(name):
    days = sessions_of(name, FIRST, LAST)
    assert calendar_of(rows(["A"], days), days, "").name == name


def test_around_the_clock_and_none():
    days = np.arange(FIRST, LAST)
    assert calendar_of(rows(["A"], days), days, "").name == "24/7"
    weekdays = days[(days + 3) % 7 < 5]
    assert calendar_of(rows(["EURUSD"], weekdays), weekdays, "") is None
    assert calendar_of(rows(["A"], days[:5]), days[:5], "") is None


def test_before_the_records_begin_weekdays_count():
    days = sessions_of("XSHG", 7_000, 7_400)  # the exchange opened in December 1990
    assert len(days) > 250


def test_early_closes():
    days = early_of("XNYS").astype("datetime64[D]").astype(str).tolist()
    assert "2019-07-03" in days
    assert len(early_of("24/7")) == 0
