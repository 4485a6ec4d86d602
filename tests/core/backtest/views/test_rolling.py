import numpy as np
import pytest

from quantboard.core.backtest.views import rolling as views
from quantboard.core.backtest.views.accounts import account
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def seen():
    return account(result_of())


def test_each_window_is_the_metric_of_its_bars(seen):
    found = views.rolling(seen, 30)
    for end in (30, 77, seen.n_bars):
        mine, other = seen.returns[end - 30 : end], seen.benchmark_returns[end - 30 : end]
        assert found.sharpe[end - 1] == pytest.approx(mine.mean() / mine.std(ddof=1) * np.sqrt(seen.per_year))
        assert found.volatility[end - 1] == pytest.approx(mine.std(ddof=1) * np.sqrt(seen.per_year))
        assert found.beta[end - 1] == pytest.approx(np.cov(mine, other)[0, 1] / other.var(ddof=1))
    assert np.isnan(found.sharpe[:29]).all()


def test_the_window_of_the_whole_run_is_the_metric_of_the_run():
    result = result_of()
    found = views.rolling(account(result), len(result.stamps))
    assert found.sharpe[-1] == pytest.approx(result.metrics["sharpe"])
    assert found.volatility[-1] == pytest.approx(result.metrics["volatility"])
    assert found.beta[-1] == pytest.approx(result.metrics["beta"])


def test_where_nothing_moves_there_is_no_ratio():
    still = views.rolling(account(result_of(100, symbols="AAA", warmup=60)), 20)
    assert np.isnan(still.sharpe[19:50]).all()
    assert np.abs(still.volatility[19:50]).max() < 1e-7


def test_a_run_too_short_for_a_window_has_none(seen):
    assert np.isnan(views.rolling(seen, seen.n_bars + 1).sharpe).all()
    assert views.windows_for(seen) == ("1m", "3m", "6m", "1y")
    assert views.windows_for(account(result_of(40))) == ("1m",)
    assert views.bars_of("1m", 12.0) == views.LEAST
