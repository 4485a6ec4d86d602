"""What a run will take, told before it starts."""

import pytest

from quantboard.services.estimates import Facts, estimate
from quantboard.settings import settings

SMALL = Facts(5 * 3250, 5, "2000-03-01", "2013-03-01")
MINUTES = Facts(400_000_000, 400, "2010-01-01", "2019-12-31")


def test_a_small_run_is_cheap(instance):
    found = estimate(SMALL, 5)
    assert (found.n_bars, found.n_symbols, found.is_costly, found.shorter_from) == (3250, 5, False, "")
    assert found.seconds < 2
    half = estimate(SMALL, 5, "2006-09-01", "2013-03-01")
    assert abs(half.n_bars - 1625) < 20
    assert estimate(SMALL, 5, "2014-01-01", "").n_bars == 0


def test_more_bars_or_symbols_never_cost_less(instance):
    costs = [estimate(MINUTES, n, first).seconds for n, first in ((1, "2019-01-01"), (1, ""), (50, ""), (400, ""))]
    assert costs == sorted(costs)


def test_a_costly_run_is_offered_a_shorter_period(instance):
    found = estimate(MINUTES, 5)
    assert found.is_costly
    assert not found.is_too_big
    assert found.shorter_from > MINUTES.first
    shorter = estimate(MINUTES, 5, found.shorter_from)
    assert not shorter.is_costly


def test_what_no_period_makes_small_is_offered_none(instance, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_JOB_MEMORY_MB", "1024")
    settings.cache_clear()
    found = estimate(MINUTES, 400)
    assert found.is_too_big
    assert found.limit_mb == 1024
    assert found.shorter_from == ""


def test_a_date_that_is_none(instance):
    with pytest.raises(ValueError, match="isoformat"):
        estimate(SMALL, 1, "2010-x", "")
