import numpy as np
import pytest

from quantboard.core.bars import stamp_text
from quantboard.readers import clock
from quantboard.readers.clock import BadInterval, UnknownZone
from quantboard.readers.dates import DAY, NO_OFFSET

HOUR = 3_600_000_000


def interval(stamps):
    stamps = np.array(stamps, dtype=np.int64)
    return clock.interval_of(np.zeros(len(stamps), dtype=np.int64), stamps, np.full(len(stamps), NO_OFFSET))


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ([0, DAY, 2 * DAY, 5 * DAY], "1d"),
        ([0, 7 * DAY, 14 * DAY], "1w"),
        ([0, 31 * DAY, 59 * DAY], "1mo"),
        ([0, 60_000_000, 120_000_000], "1m"),
        ([0, 900_000_000, 1_800_000_000, DAY], "15m"),
        ([0, 4 * HOUR, 8 * HOUR], "4h"),
        ([5 * HOUR, DAY + 4 * HOUR, 2 * DAY + 4 * HOUR], "1d"),  # daylight saving moves a daily stamp by an hour
        ([0, 0, DAY, DAY], "1d"),  # exact repeats are duplicates
        ([0], "1d"),
    ],
)
def test_intervals(steps, name):
    assert interval(steps) == name


def test_two_symbols_on_the_same_days_are_daily():
    stamps = np.array([0, DAY, 0, DAY], dtype=np.int64)
    assert clock.interval_of(np.array([0, 0, 1, 1]), stamps, np.full(4, NO_OFFSET)) == "1d"


def closes(times, zone, at="close"):
    stamps = np.array(times, dtype=np.int64)
    codes, offsets = np.zeros(len(stamps), dtype=np.int64), np.full(len(stamps), NO_OFFSET)
    return [stamp_text(int(s), "1h") for s in clock.stamps_of(codes, stamps, offsets, "1h", zone, at)]


def test_wall_clocks_become_utc_also_across_a_change():
    day = 17_600 * DAY  # 2018-03-10, the eve of the change in New York
    assert closes([day + 12 * HOUR, day + DAY + 12 * HOUR], "America/New_York") == [
        "2018-03-10T17:00:00Z",
        "2018-03-11T16:00:00Z",
    ]
    assert closes([day], "UTC", at="start") == ["2018-03-10T01:00:00Z"]


def test_a_repeated_hour_is_told_apart_by_its_order():
    day = 17_839 * DAY  # 2018-11-04
    assert closes([day + HOUR, day + HOUR], "America/New_York") == ["2018-11-04T05:00:00Z", "2018-11-04T06:00:00Z"]


def test_daily_epochs_are_read_in_the_stated_zone():
    stamps = np.array([17_600 * DAY + 23 * HOUR], dtype=np.int64)
    codes, known = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    assert clock.stamps_of(codes, stamps, known, "1d", "Asia/Tokyo", "start")[0] == 17_601 * DAY
    assert clock.stamps_of(codes, stamps, known, "1d", "", "start")[0] == 17_600 * DAY


def test_names_are_checked():
    with pytest.raises(UnknownZone):
        clock.zone_of("Moon/Base")
    for text in ("5", "0m", "m5", "1day"):
        with pytest.raises(BadInterval):
            clock.length_of(text)
    assert clock.length_of("5m") == 300_000_000
