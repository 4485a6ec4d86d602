"""The page of one run: from waiting to report."""

import pytest

from quantboard.services import backtests, tasks
from quantboard.ui.backtests import report_state as page
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.backtests.report_tabs import TABS, TabState
from quantboard.ui.parts.tabs import address_of
from tests.services.backtesting import asked, work_off
from tests.services.reporting import finished


@pytest.fixture
def made(ann, data):
    return asked(ann, data, name="My run")


@pytest.fixture
def done(ann, data):
    return finished(ann, data, symbols="AAPL")


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


async def test_the_head_of_the_report(tab, done, ann):
    state = tab(ReportState, backtest_id=done)
    await state.load()
    assert state.phase == page.DONE
    result = backtests.report(ann, done).result
    assert state.result_hash == result.result_hash[:12]
    assert (state.verified, state.unfinished) == ("", "")
    assert state.n_trades == len(result.trades)
    assert state.equity["data"][1]["y"]
    assert state.code.startswith("name")
    assert state.code_digest == result.spec.strategy_digest[:12]
    assert {tile.key for tile in state.tiles} >= {"total_return", "sharpe", "max_drawdown"}
    assert {flag.code for flag in state.flags} == {flag.code for flag in result.flags}
    assert all(flag.name != flag.code for flag in state.flags), "say it in ui/text/report.py"
    assert any("next open" in line for line in state.assumptions)


async def test_the_curves_are_looked_at_in_several_ways(tab, done, ann):
    state = tab(ReportState, backtest_id=done)
    await state.load()
    result = backtests.report(ann, done).result
    last = state.equity["data"][1]["y"][-1]
    assert last == pytest.approx(result.final_equity, abs=0.01)
    await state.set_percent(True)
    assert state.equity["data"][1]["y"][-1] == pytest.approx(result.metrics["total_return"], abs=1e-5)
    await state.set_log(True)
    growth = result.metrics["total_return"] + 1
    assert state.equity["data"][1]["y"][-1] == pytest.approx(100 * growth, abs=0.01)
    assert not state.equity["layout"].get("shapes")
    await state.shade()
    assert len(state.equity["layout"]["shapes"]) == 5
    before = state.equity["data"][1]["x"]
    await state.look_at({"from": "2008-01-01", "to": "2008-06-30 12:00"})
    assert state.can_zoom
    assert sum("2008-01" <= day < "2008-07" for day in state.equity["data"][1]["x"]) > sum(
        "2008-01" <= day < "2008-07" for day in before
    )
    shown = state.show_seen()
    assert shown.args[0][1]._var_value == "2008-01-01"
    await state.look_at({"from": "<script>", "to": ""})
    assert state.seen_from == "2008-01-01"


async def test_months_of_the_strategy_the_benchmark_and_their_difference(tab, done):
    state = tab(ReportState, backtest_id=done)
    await state.load()
    mine = state.months
    await state.set_months("benchmark")
    theirs = state.months
    await state.set_months("excess")
    numbers = [float(rows[3].total.text.replace("−", "-").replace(",", "")) for rows in (mine, theirs, state.months)]
    assert numbers[0] - numbers[1] == pytest.approx(numbers[2], abs=0.11)
    await state.set_months("<b>")
    assert state.months_of == "excess"


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


async def test_the_report_speaks_chinese(tab, done):
    from quantboard.ui.text.catalogue import LanguageState

    state = tab(ReportState, backtest_id=done)
    (await state.get_state(LanguageState)).language = "zh-CN"
    await state.load()
    assert "买入持有" in state.tiles[0].versus
    assert state.equity["data"][1]["name"] == "策略"


async def test_the_address_names_the_open_tab(tab):
    state = tab(ReportState, backtest_id="nothing", tab="metrics")
    await state.load()
    tabs = await state.get_state(TabState)
    assert tabs.tab == "metrics"
    assert str(tabs.set_tab("chart").args) == str(address_of("chart").args)
    assert tabs.set_tab("<script>") is None
    assert tabs.tab == "chart"
    other = tab(ReportState, backtest_id="nothing", tab="<b>")
    await other.load()
    assert (await other.get_state(TabState)).tab == TABS[0]


async def test_going_back_only_turns_the_tab(tab, done):
    state = tab(ReportState, backtest_id=done)
    await state.load()
    state.tiles = []  # would come again with a second reading
    await state.load()
    assert state.tiles == []
