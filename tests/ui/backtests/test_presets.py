"""What is usual on a market."""

import pytest

from quantboard.ui.backtests import form
from quantboard.ui.backtests.presets import MARKETS, market_of
from quantboard.ui.text.catalogue import both


@pytest.mark.parametrize("market", MARKETS)
def test_each_market_can_be_run_and_is_known_again(market):
    fields = {**form.DEFAULTS, **MARKETS[market]}
    assert both(f"run.market_{market}")
    assert market_of(fields) == market
    assert market_of(form.form_of(form.request_of(fields, [], None).as_dict())) == market
    assert market_of({**fields, "borrow": "7"}) == ""


def test_the_a_share_market():
    request = form.request_of({**form.DEFAULTS, **MARKETS["a_shares"]}, [], None)
    costs, limits = request.costs, request.limits
    assert (costs.commission, costs.min_commission, costs.stamp_duty, costs.slippage) == (0.0003, 5.0, 0.001, 0.001)
    assert (limits.price_limit, limits.t_plus_1, limits.lot) == (0.1, True, 500.0)
    assert (limits.max_weight, limits.max_holdings) == (0.2, 10)


def test_numbers_are_compared_as_numbers():
    fields = {**form.DEFAULTS, **MARKETS["a_shares"], "commission": "0.030", "borrow": "0"}
    assert market_of(fields) == "a_shares"
    assert market_of({**fields, "commission": "x"}) == ""
    assert market_of(form.DEFAULTS) == ""
