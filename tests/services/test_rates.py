import pytest

from quantboard.queue import rates as counters
from quantboard.services import rates
from quantboard.settings import settings


@pytest.fixture
def two_a_minute(instance, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_API_PER_MINUTE", "2")
    monkeypatch.setenv("QUANTBOARD_API_PER_HOUR", "5")
    settings.cache_clear()
    counters.forget()


def refusal(caller, at, times=1):
    with pytest.raises(rates.TooManyRequests) as raised:
        rates.spend(caller, times, at)
    return raised.value


def test_a_minute_and_an_hour_are_counted_for_each_caller(two_a_minute):
    for at in (7200.0, 7210.0):
        rates.spend("ann", at=at)
    assert refusal("ann", 7215.0).retry_after_s == 45
    rates.spend("bob", at=7215.0)
    for at in (7260.0, 7261.0):
        rates.spend("ann", at=at)
    worst = refusal("ann", 7320.0)
    assert (worst.code, worst.http_status, worst.retry_after_s) == ("request.too_many", 429, 3480)
    rates.spend("ann", at=10800.0)


def test_some_callers_may_ask_more_often(two_a_minute):
    for _ in range(20):
        rates.spend("page", 10, at=7200.0)
    assert refusal("page", 7200.0, 10).code == "request.too_many"


def test_nothing_limits_where_the_operator_says_so(two_a_minute, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_API_PER_MINUTE", "0")
    monkeypatch.setenv("QUANTBOARD_API_PER_HOUR", "0")
    settings.cache_clear()
    for _ in range(50):
        rates.spend("ann", at=7200.0)


def test_old_windows_are_not_kept_for_ever(two_a_minute, monkeypatch):
    monkeypatch.setattr(counters, "MOST_KEPT", 10)
    for n in range(50):
        counters.count(f"caller {n}", [60], at=60.0 * n)
    assert len(counters._here) <= 12
