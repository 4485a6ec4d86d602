"""The numbers in the panels of the report are those of the object that shell and REST give."""

import json

import pytest

from quantboard.services import backtests
from quantboard.ui import format
from quantboard.ui.backtests.report_breakdown_state import BreakdownState, CostsState
from quantboard.ui.backtests.report_rows import price
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.backtests.report_trades_state import TradesState
from tests.services.reporting import finished


@pytest.fixture
def run(ann, data):
    return finished(ann, data)


@pytest.fixture
def told(ann, run):
    return json.loads(json.dumps(backtests.report(ann, run).result.as_json(), allow_nan=False))


async def test_tiles_metrics_and_flags(tab, run, told):
    state = tab(ReportState, backtest_id=run)
    await state.load()
    for tile in state.tiles:
        assert tile.value == format.metric(tile.key, told["metrics"][tile.key])
    rows = {row.key: row for group in state.account_metrics for row in group.rows}
    for name, row in rows.items():
        assert row.all == format.metric(name, told["metrics"][name])
        assert (row.why == "") == (told["metrics"][name] is not None)
        assert (row.interval != "") == (name in told["intervals"])
    for row in state.trade_metrics:
        shown = {"all": row.all, "long": row.long, "short": row.short}
        assert shown == {side: format.metric(row.key, told["sides"][side][row.key]) for side in shown}
    assert [flag.code for flag in state.flags] == [flag["code"] for flag in told["flags"]]
    assert state.equity["data"][1]["y"][-1] == pytest.approx(told["final_equity"], abs=0.01)


async def test_trades_and_what_they_add_up_to(tab, run, told):
    state = tab(TradesState, backtest_id=run)
    await state.load()
    assert state.total == len(told["trades"])
    for row, trade in zip(state.rows, told["trades"], strict=False):
        assert (row.symbol, row.is_long) == (trade["symbol"], trade["side"] == "long")
        assert (row.entry_price, row.pnl) == (price(trade["entry_price"]), format.money(trade["pnl"]))
        assert row.gain == format.percent(trade["return"], signed=True)
    assert state.pnl == format.money(sum(trade["pnl"] for trade in told["trades"]))
    groups = tab(BreakdownState, backtest_id=run)
    await groups.load()
    for row in groups.by_symbol:
        mine = [trade for trade in told["trades"] if trade["symbol"] == row.key and trade["exit_at"]]
        assert (row.n, row.pnl) == (f"{len(mine):,}", format.money(sum(trade["pnl"] for trade in mine)))
    costs = tab(CostsState, backtest_id=run)
    await costs.load()
    facts = dict(costs.facts)
    assert facts["Commission"] == format.money(told["metrics"]["commission_paid"])
    assert facts["Result after costs"] == format.money(told["final_equity"] - told["spec"]["cash"])
