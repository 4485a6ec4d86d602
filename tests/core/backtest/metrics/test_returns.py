import empyrical
import pytest

from quantboard.core.backtest.metrics import returns
from quantboard.core.backtest.metrics.account import Undefined
from tests.core.backtest.metrics.accounts import account, random_account


def test_totals() -> None:
    one = account([110, 99], benchmark=[105, 120], per_year=4)
    assert returns.total_return(one) == pytest.approx(-0.01)
    assert returns.benchmark_total_return(one) == pytest.approx(0.2)
    assert returns.excess_return(one) == pytest.approx(-0.21)
    assert returns.cagr(one) == pytest.approx(0.99**2 - 1)
    assert returns.benchmark_cagr(one) == pytest.approx(1.2**2 - 1)
    assert (returns.best_bar(one), returns.worst_bar(one)) == (pytest.approx(0.1), pytest.approx(-0.1))
    assert (returns.best_day(one), returns.worst_day(one)) == (pytest.approx(0.1), pytest.approx(-0.1))
    assert returns.positive_bars(one) == 0.5


def test_months_and_years() -> None:
    one = account([100 + day for day in range(60)])  # from 2020-01-06 on: 26 days of January, 29 of February
    assert returns.best_month(one) == pytest.approx(0.25)
    assert returns.worst_month(one) == pytest.approx(159 / 154 - 1)
    assert returns.positive_months(one) == 1.0
    assert returns.best_year(one) == returns.worst_year(one) == pytest.approx(0.59)


def test_cagr_equals_empyrical() -> None:
    one = random_account()
    assert returns.cagr(one) == pytest.approx(empyrical.cagr(one.returns))


def test_a_lost_account_has_no_growth() -> None:
    with pytest.raises(Undefined):
        returns.cagr(account([50, -1]))
