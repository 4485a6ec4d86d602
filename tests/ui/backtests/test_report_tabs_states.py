"""The states behind the tabs of the report, each loaded when its tab opens."""

import pytest

from quantboard.core.backtest.views import breakdown, expenses
from quantboard.services import backtests, comments
from quantboard.services.backtests import NoSuchBacktest
from quantboard.ui.backtests.report_breakdown_state import BreakdownState, CostsState
from quantboard.ui.backtests.report_card import MetricCardState
from quantboard.ui.backtests.report_chart_state import ChartState
from quantboard.ui.backtests.report_exposure_state import ExposureState
from quantboard.ui.backtests.report_notes_state import NotesState
from quantboard.ui.backtests.report_orders_state import LogState, OrdersState
from quantboard.ui.backtests.report_risk_state import RiskState
from quantboard.ui.backtests.report_trades_state import TradesState
from quantboard.ui.look import LookState
from quantboard.ui.text.catalogue import LanguageState
from tests.services.reporting import finished

STATES = (
    *(TradesState, ChartState, RiskState, ExposureState, BreakdownState, CostsState, OrdersState, LogState),
    NotesState,
)


@pytest.fixture
def made(ann, data):
    return finished(ann, data)


@pytest.fixture
def result(ann, made):
    return backtests.report(ann, made).result


@pytest.mark.parametrize("kind", STATES, ids=lambda kind: kind.__name__)
async def test_nothing_of_an_unknown_run_is_shown(tab, kind):
    with pytest.raises(NoSuchBacktest):
        await tab(kind, backtest_id="0" * 32).load()


async def test_another_language_writes_the_rows_anew(tab, made):
    state = tab(TradesState, backtest_id=made)
    await state.load()
    before = state.rows
    await state.load()
    assert state.rows is before or state.rows == before
    (await state.get_state(LanguageState)).language = "zh-CN"
    await state.load()
    assert {row.reason for row in state.rows} <= {"信号", "止损", "持仓中"}


async def test_trades_are_filtered_sorted_and_leafed_through(tab, made, result):
    state = tab(TradesState, backtest_id=made)
    await state.load()
    assert (state.total, len(state.rows)) == (len(result.trades), 20)
    (await state.get_state(LookState)).page_size = 50
    await state.choose("symbol", "IBM")
    assert {row.symbol for row in state.rows} == {"IBM"}
    assert state.total == int((result.trades.symbol == 1).sum())
    await state.sort("pnl")
    assert (state.sorted_by, state.rows[0].sign) == ("-pnl", 1)
    await state.sort("pnl")
    assert state.rows[0].sign == -1
    await state.sort("__class__")
    assert state.sorted_by == "pnl"
    assert state.query == "symbol=IBM&sort=pnl"
    await state.turn(99)
    assert state.last == state.total
    await state.turn(-99)
    assert state.first == 1
    await state.choose("__class__", "x")
    await state.show_all()
    assert (state.total, state.is_filtered) == (len(result.trades), False)


async def test_a_click_on_the_curve_chooses_its_trades(tab, made, result):
    state = tab(TradesState, backtest_id=made)
    event = await state.show_at({"x": "2004-05-12", "y": 1.0})
    span = [part[1]._var_value for part in event.args]
    assert span[0] <= "2004-05-12" <= span[1]
    await state.show_between(*span)
    begins, ends = (state.rows[0].entry_at, state.rows[-1].exit_at)
    assert begins <= span[1]
    assert ends
    assert 0 < state.total < len(result.trades)
    assert await state.show_at({"x": "<b>"}) is None


async def test_a_trade_leads_to_its_candles_and_a_mark_back_to_its_row(tab, made, result):
    chart = tab(ChartState, backtest_id=made)
    best = int(result.trades.pnl.argmax())
    await chart.show_trade(best)
    entered = int(result.trades.entry_at[best]) // 1_000_000
    assert chart.symbol == result.symbols[int(result.trades.symbol[best])]
    assert chart.focus["from"] < entered < chart.focus["to"]
    assert any(mark["time"] == entered and mark["id"] == str(best) for mark in chart.marks)
    assert chart.trade[0].index == best
    shown = chart.focus
    await chart.load()
    assert chart.focus == shown, "opening the tab keeps the trade"
    assert await chart.show_trade(10**9) is None
    await chart.step(1)
    assert chart.number == best + 1
    assert chart.press("no number") is None
    assert chart.press(str(best)).args[0][1]._var_value == best
    await chart.choose_symbol("NOPE")
    await chart.choose_symbol("MSFT")
    assert (chart.symbol, chart.trade, chart.focus) == ("MSFT", [], {})

    trades = tab(TradesState, backtest_id=made)
    await trades.load()
    await trades.choose("outcome", "loss")
    await trades.reveal(best)
    assert not trades.is_filtered, "a filter that hides it is dropped"
    assert best in {row.index for row in trades.rows}
    assert trades.picked == best


async def test_risk(tab, made, result):
    state = tab(RiskState, backtest_id=made)
    await state.load()
    assert (state.window, state.windows) == ("6m", ["1m", "3m", "6m", "1y"])
    assert len(state.rolled["data"]) == 3
    assert len(state.falls) == 5
    assert state.n_closed == state.n_points == int((~result.trades.is_open).sum())
    drawn = state.rolled
    await state.set_window("1y")
    assert state.rolled != drawn
    await state.set_window("9y")
    assert state.window == "1y"
    await state.set_per(["month"])
    assert state.spread_facts[0][1] == str(sum(state.spread["data"][0]["y"]))
    await state.set_per("decade")
    assert state.per == "month"
    assert state.press({"number": 3}) is not None
    assert state.press({"number": -1}) is None


async def test_exposure(tab, made, result):
    state = tab(ExposureState, backtest_id=made)
    await state.load()
    assert {trace["name"] for trace in state.exposure["data"]} >= {"Gross", "Net"}
    assert state.held
    await state.press({"x": "2005-06-01"})
    assert state.at == "2005-06-01"
    row = int(result.stamps.searchsorted(1117584000_000_000))
    assert {one.symbol for one in state.held} == {
        symbol for symbol, units in zip(result.symbols, result.positions[row], strict=True) if units
    }
    await state.look_at("1990-01-01")
    assert state.held == []


async def test_breakdown_and_costs(tab, made, result):
    state = tab(BreakdownState, backtest_id=made)
    await state.load()
    assert [row.key for row in state.by_symbol] == [
        group.key for group in breakdown.by("symbol", result.trades, result.symbols)
    ]
    assert state.by_reason
    costs = tab(CostsState, backtest_id=made)
    await costs.load()
    facts = dict(costs.facts)
    assert facts["Commission"] == f"{expenses.expenses(result).commission:,.2f}"
    assert costs.has_map == (result.honesty.cost_map is not None)
    assert costs.has_delays == (result.honesty.delay_curve is not None)


async def test_orders_and_log(tab, made, result):
    state = tab(OrdersState, backtest_id=made)
    await state.load()
    assert state.total == len(result.fills) + len(result.rejected)
    assert sum(int(n.replace(",", "")) for _, n in state.refusals) == len(result.rejected)
    await state.choose("state", "rejected")
    assert state.total == len(result.rejected)
    assert not any(row.is_filled for row in state.rows)
    await state.seek("no such words")
    assert (state.total, state.is_filtered) == (0, True)
    await state.show_all()
    await state.sort("at")
    assert state.sorted_by == "-at"
    log = tab(LogState, backtest_id=made)
    await log.load()
    await log.choose("kind", "win")
    assert log.total == int((result.trades.pnl[~result.trades.is_open] > 0).sum())
    assert log.open_trade(log.rows[0].trade) is not None
    assert "kind=win" in log.query


async def test_notes_and_comments(tab, made, ann, bob):
    state = tab(NotesState, backtest_id=made)
    await state.load()
    state.set_note("Tried the 2004 crash.")
    await state.keep_note()
    await state.toggle_favourite()
    kept = backtests.view(ann, made)
    assert (kept.note, kept.is_favourite) == ("Tried the 2004 crash.", True)
    state.set_draft("Looks overfitted.")
    await state.send()
    assert [(row.author, row.text, row.is_mine) for row in state.rows] == [("Ann", "Looks overfitted.", True)]
    state.begin_edit(state.rows[0].id)
    state.set_new_text("Looks fitted.")
    await state.keep_edit()
    assert (state.rows[0].text, state.rows[0].is_edited, state.edited) == ("Looks fitted.", True, "")
    with pytest.raises(comments.NoSuchComment):
        comments.delete(bob, state.rows[0].id)
    await state.delete(state.rows[0].id)
    assert state.rows == []


async def test_the_card_of_a_metric_tells_this_runs_number(tab, made, result):
    state = tab(MetricCardState, backtest_id=made)
    await state.show("sharpe")
    facts = dict(state.facts)
    assert facts["Value"] == f"{result.metrics['sharpe']:,.2f}".replace("-", "−")
    _, high = result.intervals["sharpe"]
    assert f"{high:.2f}" in facts["95 % confidence interval"]
    assert facts["Observations"] == f"{result.certainty.samples['sharpe']:,}"
    assert "<h3>" in state.html
    await state.show("win_rate")
    assert dict(state.facts)["Short"] == f"{result.sides['short']['win_rate']:.2%}".replace("%", " %")
