"""The page of one run: from waiting to report."""

import pytest

from quantboard.services import backtests, tasks
from quantboard.ui.backtests import report_state as page
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.parts.tabs import address_of
from tests.services.backtesting import asked, work_off


@pytest.fixture
def made(ann, data):
    return asked(ann, data, name="My run")


async def test_a_waiting_run_shows_its_progress(tab, made, ann):
    state = tab(ReportState, backtest_id=made.id)
    await state.load()
    assert (state.phase, state.name, state.fraction) == (page.LIVE, "My run", 0.0)
    assert state.stage == "Waiting for a free worker"
    message = tasks.message_of(tasks.view(ann, made.task_id))
    running = {**message, "status": "running", "stage": "compile", "progress": 0.3, "eta_s": 4.0}
    await state._take({**running, "detail": {"date": "2009-03-02"}})
    assert (state.stage, state.fraction, state.detail) == ("Compiling, first run only", 0.3, "2009-03-02")
    assert "4.0 s" in state.eta
    await state._take({**running, "task": "another", "progress": 0.9})
    assert state.fraction == 0.3


async def test_a_cancelled_run_says_so(tab, made):
    state = tab(ReportState, backtest_id=made.id)
    await state.load()
    await state.cancel()
    await state.load()
    assert state.phase == page.CANCELLED


async def test_a_failure_is_explained(tab, made, ann):
    state = tab(ReportState, backtest_id=made.id)
    await state.load()
    message = tasks.message_of(tasks.view(ann, made.task_id))
    error = {"code": "code.failed", "message": "Line 3: no.", "hint": "Look there."}
    await state._take({**message, "status": "failed", "error": error})
    assert (state.phase, state.error, state.hint) == (page.FAILED, "Line 3: no.", "Look there.")


@pytest.mark.parametrize("backtest_id", ["", "nothing"])
async def test_an_unknown_address_is_no_accident(tab, ann, backtest_id):
    state = tab(ReportState, backtest_id=backtest_id)
    await state.load()
    assert state.phase == page.MISSING


async def test_nobody_sees_anothers_run(tab, bob, ann, data):
    theirs = asked(ann, data)
    with pytest.raises(backtests.NoSuchBacktest):
        backtests.report(bob, "0" * 32)
    assert theirs.id


async def test_the_report(server, tab, made, ann):
    work_off(server, made)
    state = tab(ReportState, backtest_id=made.id)
    await state.load()
    assert state.phase == page.DONE
    result = backtests.report(ann, made.id).result
    assert state.result_hash == result.result_hash[:12]
    assert state.verified == ""
    assert state.n_trades == len(result.trades)
    assert len(state.trades) == 25
    assert state.equity["data"][1]["y"]
    assert state.code.startswith("name")
    assert {tile.key for tile in state.tiles} >= {"total_return", "sharpe", "max_drawdown"}

    await state.sort("pnl")
    assert (state.sorted_by, state.is_ascending, state.trades[0].sign) == ("pnl", False, 1)
    await state.sort("pnl")
    assert state.trades[0].sign == -1
    await state.sort("__class__")
    assert state.sorted_by == "pnl"
    await state.turn(99)
    assert state.page == (state.n_trades - 1) // 25
    await state.turn(-99)
    assert state.page == 0

    best = int(result.trades.pnl.argmax())
    await state.show_trade(best)
    entered = int(result.trades.entry_at[best]) // 1_000_000
    assert state.tab == "chart"
    assert state.focus["from"] < entered < state.focus["to"]
    assert any(mark["time"] == entered and mark["side"] == "buy" for mark in state.markers)
    await state.show_trade(10**9)
    await state.choose_symbol("NOPE")
    assert state.chart_symbol == "AAPL"


async def test_a_run_that_ends_between_two_looks_is_shown(server, tab, made, monkeypatch):
    state = tab(ReportState, backtest_id=made.id)
    look = tasks.view

    def late(actor, task_id):
        work_off(server, made)
        return look(actor, task_id)

    monkeypatch.setattr(page.tasks, "view", late)
    await state.load()
    assert state.phase == page.DONE


async def test_running_again_is_verified(server, tab, made, ann):
    work_off(server, made)
    await tab(ReportState, backtest_id=made.id).load()
    state = tab(ReportState, backtest_id=made.id)
    await state.load()
    await state.again()
    second = backtests.list_backtests(ann)[0]
    work_off(server, second)
    page_of_second = tab(ReportState, backtest_id=second.id)
    await page_of_second.load()
    assert (page_of_second.verified, page_of_second.same_as) == ("same", made.id)


async def test_the_report_speaks_chinese(server, tab, made):
    from quantboard.ui.text.catalogue import LanguageState

    work_off(server, made)
    state = tab(ReportState, backtest_id=made.id)
    (await state.get_state(LanguageState)).language = "zh-CN"
    await state.load()
    assert "买入持有" in state.tiles[0].sub
    assert state.equity["data"][1]["name"] == "策略"


async def test_the_address_names_the_open_tab(tab):
    state = tab(ReportState, backtest_id="nothing", tab="metrics")
    await state.load()
    assert state.tab == "metrics"
    assert str(state.set_tab("chart").args) == str(address_of("chart").args)
    assert state.set_tab("<script>") is None
    assert state.tab == "chart"
    other = tab(ReportState, backtest_id="nothing", tab="<b>")
    await other.load()
    assert other.tab == "trades"
