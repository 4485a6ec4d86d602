from contextlib import contextmanager
from datetime import UTC, date, datetime
from math import nan

import pytest

from quantboard.ui import format as shown
from quantboard.ui.errors import SPOKEN
from quantboard.ui.format import Style


@contextmanager
def liked(**chosen):
    token = shown.STYLE.set(Style(**chosen))
    try:
        yield
    finally:
        shown.STYLE.reset(token)


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
        (shown.duration(3600), "1 h"),
        (shown.duration(None), "n/a"),
        (shown.instant(datetime(2013, 3, 1, 9, 30, tzinfo=UTC)), "2013-03-01 09:30"),
    ],
)
def test_for_eyes(text, expected):
    assert text == expected


@pytest.mark.parametrize(("value", "sign"), [(0.1, 1), (-2.0, -1), (0.0, 0), (nan, 0), (None, 0)])
def test_signs(value, sign):
    assert shown.sign_of(value) == sign


def test_numbers_as_one_likes_them():
    with liked(numbers="kmb"):
        assert shown.money(1_234_567) == "1.23M"
        assert shown.money(-2.5e9) == "−2.50B"
        assert shown.whole(45_600) == "45.60K"
        assert shown.whole(45) == "45"
    with liked(numbers="wan", decimals=1):
        assert shown.money(123_456) == "12.3万"
        assert shown.money(2.5e8) == "2.5亿"
    with liked(decimals=0):
        assert shown.percent(0.1234) == "12 %"
        assert shown.number(1234.5678) == "1,235"


def test_money_has_the_sign_of_its_currency():
    with liked(currency="USD"):
        assert shown.money(-1234.5) == "−$1,234.50"
    with liked(currency="CNY", numbers="kmb"):
        assert shown.money(5_000_000) == "¥5.00M"


MOMENT = datetime(2013, 3, 1, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"zone": "Asia/Shanghai"}, "2013-03-02 05:30"),
        ({"zone": "America/New_York", "dates": "mdy"}, "03/01/2013 16:30"),
        ({"zone": "Nowhere/At_all"}, "2013-03-01 21:30"),
        ({"dates": "chinese"}, "2013年03月01日 21:30"),
        ({"dates": "dmy"}, "01/03/2013 21:30"),
        ({"dates": "dots"}, "01.03.2013 21:30"),
    ],
)
def test_dates_and_zones(chosen, expected):
    with liked(**chosen):
        assert shown.instant(MOMENT) == expected
        assert shown.instant(MOMENT.replace(tzinfo=None)) == expected


def test_a_session_has_no_zone():
    with liked(zone="Pacific/Kiritimati", dates="dmy"):
        assert shown.day(date(2013, 3, 1)) == "01/03/2013"
        assert shown.day("2013-03-01") == "01/03/2013"
        assert shown.day("2013-03-01 09:30") == "01/03/2013 09:30"
        assert shown.day("soon") == "soon"
        assert shown.day(None) == "n/a"


def test_a_style_comes_of_preferences():
    assert Style.of({}) == shown.PLAIN
    chosen = {"numbers": "kmb", "decimals": 3, "currency": "EUR", "dates": "dmy", "zone": "browser"}
    assert Style.of(chosen, "Asia/Tokyo") == Style("kmb", 3, "EUR", "dmy", "Asia/Tokyo")
    assert Style.of({"zone": "UTC"}, "Asia/Tokyo").zone == "UTC"


def test_bars_and_metrics_are_written_alike():
    with liked(zone="Asia/Shanghai", dates="dmy"):
        assert shown.stamp("2013-03-01") == "01/03/2013"
        assert shown.stamp("2019-01-02T14:31:00Z") == "02/01/2019 22:31"
        assert shown.stamp("Tomorrow") == "Tomorrow"
        assert shown.span("2013-03-01T00:00", "2014-03-01") == "01/03/2013 – 01/03/2014"
    assert shown.metric("total_return", 0.1234) == "12.34 %"
    assert shown.metric("n_trades_long", 1234) == "1,234"
    assert shown.metric("sharpe", -0.5) == "−0.50"
    assert shown.metric("sharpe", None) == shown.metric("n_trades", None) == "n/a"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.25, "250 毫秒"), (8.44, "8.4 秒"), (95, "1 分 35 秒"), (3600, "1 小时")]
)
def test_a_duration_in_chinese(seconds, text):
    before = SPOKEN.set("zh-CN")
    try:
        assert shown.duration(seconds) == text
    finally:
        SPOKEN.reset(before)
