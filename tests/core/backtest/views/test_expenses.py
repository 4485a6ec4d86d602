import pytest

from quantboard.core.backtest.views import expenses
from quantboard.core.backtest.views.accounts import account
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def result():
    return result_of()


def test_costs_are_those_of_the_metrics(result):
    found = expenses.expenses(result)
    for name in ("commission", "stamp_duty", "slippage"):
        assert getattr(found, name) == pytest.approx(result.metrics[f"{name}_paid"])
    assert found.financing_received - found.financing_paid == pytest.approx(result.financing.sum())
    assert found.financing_paid >= 0
    assert found.total == pytest.approx(found.commission + found.stamp_duty + found.slippage + found.financing_paid)
    assert found.net_pnl == pytest.approx(result.final_equity - result.spec.cash)
    assert found.gross_pnl == pytest.approx(found.net_pnl + found.total)
    assert found.traded == pytest.approx((result.fills.units * result.fills.price).sum())


def test_years_add_up(result):
    years, whole = expenses.by_year(result, account(result)), expenses.expenses(result)
    assert [year.year for year in years] == [2019, 2020]
    for name in ("commission", "stamp_duty", "slippage"):
        assert sum(getattr(year, name) for year in years) == pytest.approx(getattr(whole, name))
    assert sum(year.financing for year in years) == pytest.approx(-result.financing.sum())


def test_a_run_without_trades_cost_nothing():
    found = expenses.expenses(result_of(30, warmup=29, interest=None))
    assert (found.total, found.traded, found.per_traded) == (0.0, 0.0, None)
    assert found.share is None
