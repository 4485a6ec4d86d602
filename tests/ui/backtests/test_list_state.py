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


async def test_narrowed_ordered_and_written_on(server, tab, ann, data):
    done, other = asked(ann, data, name="One"), asked(ann, data, name="Two")
    work_off(server, done)
    state = tab(BacktestListState)
    await state.load()
    assert state.strategies == [("Double moving average", "Double moving average")]
    await state.order_by("trades")
    assert (state.sorted_by, state.more, [row.name for row in state.rows]) == ("-trades", "trades", ["One", "Two"])
    assert state.rows[0].more != "–"
    await state.set_favourite(other.id, True)
    await state.narrow("favourite", "yes")
    assert ([row.name for row in state.rows], state.n_filters, state.is_filtered) == (["Two"], 1, True)
    await state.show_all()
    assert (len(state.rows), state.n_filters) == (2, 0)
    state.open_edit(other.id)
    state.type_edit("note", "try again")
    state.type_edit("tags", "late, 动量，best")
    state.type_edit("name", "")
    await state.save_edit()
    assert (state.edited, state.edit_error) == (other.id, "A backtest needs a name.")
    state.type_edit("name", "Second")
    await state.save_edit()
    row = next(row for row in state.rows if row.id == other.id)
    assert (row.name, row.note, row.tags, row.is_favourite) == ("Second", "try again", ["late", "动量", "best"], True)
    assert state.tags == ["best", "late", "动量"]
    await state.narrow("best", "yes")
    assert [row.name for row in state.rows] == ["One"]
    await state.narrow("nonsense", "x")
    assert "nonsense" not in state.asked
