import pytest

from quantboard.services import exports
from quantboard.services.backtests import NoSuchBacktest
from quantboard.services.report_source import opened, plain
from tests.services.backtesting import asked, sample
from tests.services.reporting import result, run

__all__ = ["result", "run"]


def test_panels_share_one_reading(bob, run):
    first, second = opened(bob, run), opened(bob, run)
    assert first.result is second.result
    assert first.account is second.account
    assert first.symbols == ("AAPL", "IBM", "MSFT")


def test_what_is_not_there(bob, vic, run):
    with pytest.raises(NoSuchBacktest):
        opened(vic, run)
    with pytest.raises(exports.Unfinished):
        opened(bob, asked(bob, sample(bob)).id)


def test_json_has_no_nan():
    assert plain([1.23456, float("nan"), float("inf")], 2) == [1.23, None, None]
