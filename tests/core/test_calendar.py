import datetime as dt

import numpy as np

from quantboard.core.bars import MICROSECONDS_A_DAY, Bars
from quantboard.core.calendar import bars_per_year, date_of, days_of, months_of

MONDAY = dt.date(2020, 1, 6).toordinal() - dt.date(1970, 1, 1).toordinal()
DAILY = (MONDAY + np.arange(365)) * MICROSECONDS_A_DAY


def intraday(*texts: str) -> np.ndarray:
    return np.array([int(dt.datetime.fromisoformat(text).timestamp()) * 1_000_000 for text in texts])


def test_an_intraday_bar_belongs_to_the_day_in_which_it_ends_in_its_zone() -> None:
    stamps = intraday("2020-03-06T15:00:00+08:00", "2020-03-07T00:00:00+08:00", "2020-03-07T00:01:00+08:00")
    days = days_of(stamps, "1m", "Asia/Shanghai")
    assert (days - days[0]).tolist() == [0, 0, 1]


def test_daylight_saving_is_followed() -> None:
    stamps = intraday("2020-03-08T00:30:00-05:00", "2020-03-08T23:30:00-04:00", "2020-03-09T00:30:00-04:00")
    days = days_of(stamps, "1h", "America/New_York")
    assert (days - days[0]).tolist() == [0, 0, 1]


def test_date_and_months() -> None:
    bars = Bars(DAILY, ("A",), {})
    assert date_of(bars, 0) == "2020-01-06"
    assert months_of(days_of(DAILY, "1d", "UTC"))[[0, 26]].tolist() == [600, 601]


def test_bars_per_year() -> None:
    weekdays = DAILY[(np.arange(365) % 7) < 5]
    assert bars_per_year(weekdays, "1d", "UTC") == 252
    assert bars_per_year(DAILY, "1d", "UTC") == 365
    assert (bars_per_year(DAILY, "1w", "UTC"), bars_per_year(DAILY, "1mo", "UTC")) == (52, 12)
    minutes = (weekdays[:, None] + (np.arange(1, 391) * 60 + 14.5 * 3600)[None, :] * 1_000_000).astype(np.int64).ravel()
    assert bars_per_year(minutes, "1m", "America/New_York") == 252 * 390
