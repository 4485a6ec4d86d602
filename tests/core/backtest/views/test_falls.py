import numpy as np
import pytest

from quantboard.core.backtest.views import falls
from quantboard.core.backtest.views.accounts import account
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def seen():
    return account(result_of())


def test_the_deepest_is_the_metric_and_they_are_in_order(seen):
    found = falls.worst(seen)
    assert [fall.rank for fall in found] == [1, 2, 3, 4, 5]
    assert found[0].depth == pytest.approx(seen.drawdown.min())
    assert [fall.depth for fall in found] == sorted(fall.depth for fall in found)
    for fall in found:
        assert (seen.drawdown[fall.first : fall.trough + 1] < 0).all()
        assert seen.drawdown[fall.trough] == pytest.approx(fall.depth)
        assert fall.is_over == (seen.drawdown[fall.last] == 0)


def test_a_click_means_the_fall_around_it_else_the_month(seen):
    deepest = falls.worst(seen)[0]
    assert falls.span_around(seen, deepest.trough) == (deepest.first, deepest.last)
    first, last = falls.span_around(seen, 40, most=0)
    months = seen.days[[first, last]].astype("datetime64[D]").astype("datetime64[M]")
    assert months[0] == months[1] == np.datetime64("2019-02")
    assert (first, last) == (31, 58)
