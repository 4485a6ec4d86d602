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
    await state.delete(waiting.id)
    assert [row.name for row in state.rows] == ["One"]
