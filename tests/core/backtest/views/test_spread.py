import numpy as np
import pytest

from quantboard.core.backtest.views import spread as views
from quantboard.core.backtest.views.accounts import account
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def seen():
    return account(result_of())


@pytest.mark.parametrize("period", views.PERIODS)
def test_every_return_but_0_is_counted_once(seen, period):
    returns, found = views.returns_by(seen, period), views.spread(seen, period)
    assert found.counts.sum() == found.n == np.count_nonzero(returns)
    assert found.n + found.n_flat == len(returns)
    assert found.mean == pytest.approx(returns[returns != 0].mean())
    assert (found.least, found.most) == (returns[returns != 0].min(), returns[returns != 0].max())
    assert np.prod(1 + returns) == pytest.approx(seen.equity[-1] / seen.initial)


def test_months_are_those_of_the_metrics():
    result = result_of()
    months = views.returns_by(account(result), "month")
    assert months.max() == pytest.approx(result.metrics["best_month"])
    assert months.min() == pytest.approx(result.metrics["worst_month"])


def test_weeks_end_on_sundays(seen):
    weeks = views.returns_by(seen, "week")
    assert len(weeks) == pytest.approx(len(seen.days) / 7, abs=1)


def test_losses_and_gains_have_bins_of_their_own(seen):
    found = views.spread(seen)
    assert np.isclose(found.edges, 0.0).any()


def test_nothing_moved():
    found = views.spread(account(result_of(30, warmup=29, interest=None)))
    assert (found.n, found.mean, len(found.counts)) == (0, None, 0)


def test_an_unknown_period_is_refused(seen):
    with pytest.raises(views.BadPeriod):
        views.returns_by(seen, "decade")
