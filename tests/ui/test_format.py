from datetime import UTC, datetime
from math import nan

import pytest

from quantboard.ui import format as shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (shown.percent(0.12345), "12.35 %"),
        (shown.percent(-0.5, 1, signed=True), "−50.0 %"),
        (shown.percent(nan), "n/a"),
        (shown.percent(None), "n/a"),
        (shown.number(-1234.567), "−1,234.57"),
        (shown.whole(1234567), "1,234,567"),
        (shown.money(123456.789), "123,456.79"),
        (shown.money(2_500_000.4), "2,500,000"),
        (shown.size(999), "999 B"),
        (shown.size(1_500_000), "1.5 MB"),
        (shown.size(2_000_000_000), "2.0 GB"),
        (shown.duration(0.25), "250 ms"),
        (shown.duration(8.44), "8.4 s"),
        (shown.duration(95), "1 min 35 s"),
        (shown.duration(7300), "2 h 1 min"),
        (shown.duration(None), "n/a"),
        (shown.instant(datetime(2013, 3, 1, 9, 30, tzinfo=UTC)), "2013-03-01 09:30"),
    ],
)
def test_for_eyes(text, expected):
    assert text == expected


@pytest.mark.parametrize(("value", "sign"), [(0.1, 1), (-2.0, -1), (0.0, 0), (nan, 0), (None, 0)])
def test_signs(value, sign):
    assert shown.sign_of(value) == sign
