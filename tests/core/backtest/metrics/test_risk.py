import empyrical
import numpy as np
import pandas as pd
import pytest

from quantboard.core.backtest.metrics import risk
from quantboard.core.backtest.metrics.account import Undefined
from tests.core.backtest.metrics.accounts import account, random_account


def test_equal_to_empyrical_and_pandas() -> None:
    one = random_account()
    assert risk.volatility(one) == pytest.approx(empyrical.annual_volatility(one.returns))
    assert risk.downside_deviation(one) == pytest.approx(empyrical.downside_risk(one.returns))
    assert risk.var_95(one) == pytest.approx(empyrical.value_at_risk(one.returns))
    assert risk.tail_ratio(one) == pytest.approx(empyrical.tail_ratio(one.returns))
    assert risk.skew(one) == pytest.approx(pd.Series(one.returns).skew())
    assert risk.kurtosis(one) == pytest.approx(pd.Series(one.returns).kurt())


def test_tails_by_hand() -> None:
    one = account(100 * np.cumprod(1 + np.array([-0.2, -0.1, 0.0, 0.1, 0.2])))
    assert risk.var_95(one) == pytest.approx(-0.18)
    assert risk.cvar_95(one) == pytest.approx(-0.2)
    assert risk.ulcer_index(account([90, 100])) == pytest.approx(np.sqrt(0.01 / 2))


def test_cornish_fisher_is_near_the_normal_quantile() -> None:
    one = random_account(n_bars=20_000)
    normal = np.mean(one.returns) - 1.6449 * np.std(one.returns)
    assert risk.var_95_cornish_fisher(one) == pytest.approx(normal, rel=0.03)


def test_undefined() -> None:
    for metric, curve in ((risk.volatility, [100]), (risk.skew, [100, 101]), (risk.kurtosis, [100, 101, 102])):
        with pytest.raises(Undefined, match="fewer"):
            metric(account(curve))
    with pytest.raises(Undefined, match="vary"):
        risk.skew(account([100, 100, 100]))
    with pytest.raises(Undefined):
        risk.tail_ratio(account([100, 100, 100]))
