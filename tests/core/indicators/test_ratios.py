"""Ratios by hand."""

import numpy as np

from quantboard.core.indicators.facade import BUILTINS
from tests.core.indicators.oracle import Table

nan = np.nan


def bars(**columns):
    return Table({name: np.array(values, float) for name, values in columns.items()})


def test_price_to_earnings_is_nothing_where_there_are_none():
    out = BUILTINS["pe_ratio"](bars(close=[10, 20, 30, 40], eps=[2, 0, -1, nan]))
    np.testing.assert_array_equal(out, [5, nan, nan, nan])


def test_enterprise_value_counts_debt_and_cash():
    columns = {"close": [10], "shares_outstanding": [100], "total_debt": [300], "cash": [100], "ebitda": [240]}
    np.testing.assert_array_equal(BUILTINS["ev_ebitda"](bars(**columns)), [5.0])


def test_the_quick_ratio_leaves_out_the_inventory():
    out = BUILTINS["quick_ratio"](bars(current_assets=[90], inventory=[30], current_liabilities=[40]))
    np.testing.assert_array_equal(out, [1.5])


def test_market_value_over_sales():
    np.testing.assert_array_equal(BUILTINS["ps_ratio"](bars(close=[4], shares_outstanding=[10], revenue=[80])), [0.5])


def test_growth_against_bars_before():
    out = BUILTINS["revenue_growth"](bars(revenue=[100, 110, -5, 121]), 2)
    np.testing.assert_allclose(out, [nan, nan, -1.05, 0.1])
    out = BUILTINS["earnings_growth"](bars(net_income=[-1, 2]), 1)
    assert np.isnan(out).all()
