from quantboard.core.backtest.metrics.table import account_of
from quantboard.core.backtest.views.accounts import account
from tests.core.backtest.views.some import result_of


def test_an_account_is_taken_once_and_is_that_of_the_metrics():
    result = result_of(60)
    assert account(result) is account(result)
    assert account(result).returns.tolist() == account_of(result).returns.tolist()


def test_another_result_has_another():
    assert account(result_of(60)) is not account(result_of(60))
