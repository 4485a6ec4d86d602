"""The list of runs."""

from quantboard.ui.backtests.list_state import BacktestListState
from tests.services.backtesting import asked, work_off


async def test_runs_with_and_without_a_result(server, tab, ann, data):
    done, waiting = asked(ann, data, name="One"), asked(ann, data, name="Two")
    work_off(server, done)
    state = tab(BacktestListState)
    await state.load()
    rows = {row.name: row for row in state.rows}
    assert rows["Two"].total_return == "–"
    assert rows["One"].total_return.endswith("%")
    assert (rows["One"].status, rows["Two"].status) == ("succeeded", "queued")
    await state.ask_delete(waiting.id)
    assert (state.is_asking, state.asked_lines) == (True, ["“Two” still runs; it is stopped."])
    told = await state.delete_asked()
    assert [row.name for row in state.rows] == ["One"]
    assert "undo" in repr(told[0].args)
