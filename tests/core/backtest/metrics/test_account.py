import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Undefined, ends_of, quantile
from tests.core.backtest.metrics.accounts import account, random_account


def test_t_bars_give_t_returns() -> None:
    assert account([110, 99]).returns.tolist() == pytest.approx([0.1, -0.1])


def test_a_lost_account_no_longer_returns() -> None:
    assert account([-10.0, -20.0]).returns.tolist() == pytest.approx([-1.1, 0.0])


def test_peaks_start_at_the_initial_cash() -> None:
    assert account([90, 120, 108]).drawdown.tolist() == pytest.approx([-0.1, 0.0, -0.1])


def test_deviation_of_a_constant_is_undefined() -> None:
    with pytest.raises(Undefined, match="vary"):
        account([110.0, 121.0, 133.1]).spread(kernels.M2)


@pytest.mark.parametrize("n_bars", [2, 3, 50, 5_000])
def test_quantiles_are_those_of_numpy(n_bars: int) -> None:
    one = random_account(7, n_bars)
    assert one.tails == pytest.approx(tuple(np.quantile(one.returns, [0.05, 0.95])), rel=1e-12)


@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.sampled_from([0.0, 0.5, 0.99]))
def test_quantiles_of_returns_that_are_often_equal(seed: int, share: float, idle: float) -> None:
    rng = np.random.default_rng(seed)
    moves = rng.normal(0, 0.01, 4_000)
    moves[rng.random(4_000) < idle] = 0.0
    one = account(100 * np.cumprod(1 + moves))
    assert quantile(one.returns, share, one) == pytest.approx(np.quantile(one.returns, share), rel=1e-9, abs=1e-15)


def test_sums_of_the_walk() -> None:
    one = random_account(3, 400)
    r, b, sums = one.returns, one.benchmark_returns, one.walked.sums
    assert one.mean(kernels.SUM) == pytest.approx(r.mean())
    assert sums[kernels.M3] == pytest.approx(((r - r.mean()) ** 3).sum())
    assert sums[kernels.M4] == pytest.approx(((r - r.mean()) ** 4).sum())
    assert sums[kernels.RB] / 399 == pytest.approx(np.cov(r, b)[0, 1])
    assert sums[kernels.ACTIVE_2] / 399 == pytest.approx(np.var(r - b, ddof=1))
    assert sums[kernels.DOWN_MINE] == pytest.approx(np.sum(r[b < 0]))


def test_ends_of_runs() -> None:
    assert ends_of(np.array([1, 1, 2, 2, 2, 5])).tolist() == [1, 4, 5]
    assert ends_of(np.array([3])).tolist() == [0]
