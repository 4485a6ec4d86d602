"""Rows of the report's tables."""

import pytest

from quantboard.core.backtest.views import breakdown
from quantboard.core.backtest.views.holdings import Holding, boxes
from quantboard.services.report_holdings import Held
from quantboard.ui.backtests import report_rows as rows
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def result():
    return result_of()


def test_an_open_trade_says_so(result):
    told = [{"index": k, **row} for k, row in enumerate(result.trades.rows(result.symbols, "1d"))]
    open_one = next(row for row in told if row["exit_at"] is None)
    shown = rows.trade_row(open_one, "zh-CN")
    assert (shown.exit_at, shown.exit_price, shown.reason) == ("持仓中", "", "持仓中")
    closed = rows.trade_row(next(row for row in told if row["exit_reason"] == "stop_loss"), "en")
    assert (closed.reason, closed.sign) == ("stop-loss", -1)


@pytest.mark.parametrize(("value", "text"), [(1234.5, "1,234.50"), (1.23456, "1.2346"), (0.00012, "0.000120")])
def test_prices_have_the_decimals_they_need(value, text):
    assert rows.price(value) == text


def test_groups_have_bars_as_long_as_their_profit(result):
    groups = breakdown.by("symbol", result.trades, result.symbols)
    shown = rows.group_rows(groups, "symbol", "en")
    widest = max(groups, key=lambda group: abs(group.pnl)).key
    assert {row.key for row in shown if row.width == "100.0%"} == {widest}
    assert [row.name for row in rows.group_rows(breakdown.by("side", result.trades, ()), "side", "zh-CN")] in (
        ["多", "空"],
        ["空", "多"],
    )


def test_holdings_beyond_the_boxes_stand_in_the_table_only():
    items = tuple(Holding(f"S{k}", 1.0 - 2 * k, 10.0, 10.0 - 20 * k, 0.1) for k in range(3))
    shown = rows.held_rows(Held("2020-01-01", 100.0, 1.0, items, tuple(boxes([3.0, 1.0]))))
    assert [row.has_box for row in shown] == [True, True, False]
    assert [row.is_long for row in shown] == [True, False, False]
    assert shown[0].width == "75.000%"
