"""Lists, pages and the trash as a signed-in tab has them."""

import pytest

from quantboard.core.access import Actor
from quantboard.services import accounts, backtests, sharing, strategies, trash
from quantboard.ui.backtests.list_state import BacktestListState
from quantboard.ui.data.dataset_state import DatasetState
from quantboard.ui.data.list_state import DataListState
from quantboard.ui.deleting import UndoState
from quantboard.ui.strategies.edit_state import EditState
from quantboard.ui.strategies.list_state import StrategyListState
from quantboard.ui.trash.trash_state import TrashState
from tests.instance import PASSWORD
from tests.services.objects import CODE, some_dataset, some_of_each, some_run, some_strategy
from tests.ui.handlers import tab


@pytest.fixture
def opened(ann: Actor, bob: Actor):
    cookies = {one.name: accounts.sign_in(one.name, PASSWORD) for one in (ann, bob)}

    def made(kind, who="Ann", **address):
        state = tab(cookies[who], {}, {}).get_substate(kind.get_full_name().split(".")[1:])
        state.__dict__.update(address)
        return state

    return made


async def test_a_list_is_sought_filtered_ordered_and_turned(opened, ann, bob):
    for n in range(23):
        some_strategy(ann, f"Own {n:02d}")
    shared = some_strategy(bob, "Bob's")
    sharing.share(bob, "strategy", [shared.id])
    state = opened(StrategyListState)
    await state.load()
    assert (state.total, state.first, state.last, len(state.rows)) == (24, 1, 20, 20)
    await state.turn(1)
    assert (state.first, state.last) == (21, 24)
    await state.order("name")
    assert (state.first, state.rows[0].name) == (1, "Bob's")
    await state.order("name")
    assert (state.sorted_by, state.rows[0].name) == ("-name", "Own 22")
    await state.choose_whose("team")
    assert [(row.name, row.marks.owner, row.marks.is_mine) for row in state.rows] == [("Bob's", "Bob", False)]
    await state.search("nothing such")
    assert (state.rows, state.is_filtered) == ([], True)
    await state.show_all()
    assert state.total == 24


async def test_what_may_not_be_changed_cannot_be_chosen(opened, ann, bob):
    mine, theirs = some_strategy(bob, "Mine"), some_strategy(ann, "Theirs")
    sharing.share(ann, "strategy", [theirs.id])
    state = opened(StrategyListState, "Bob")
    await state.load()
    state.choose(theirs.id, True)
    state.choose_page(True)
    assert (state.chosen, state.is_page_chosen) == ([mine.id], True)
    await state.share_chosen(True)
    assert strategies.get(ann, mine.id).visibility == "team"
    assert state.chosen == []


async def test_several_are_deleted_and_taken_back_by_the_toast(opened, ann):
    ids = [some_dataset(ann, name, file).id for name, file in (("One", "kaggle.csv"), ("Two", "yahoo.csv"))]
    state = opened(DataListState)
    await state.load()
    state.choose_page(True)
    await state.ask_delete("")
    assert state.asked_title == "Move 2 things to the trash?"
    (told,) = await state.delete_asked()
    assert (state.total, state.chosen) == (0, [])
    assert all(one in repr(told.args) for one in ids)
    undo = opened(UndoState)
    back = await undo.undo("dataset", ids)
    assert back[1] == DataListState.load
    await state.load()
    assert state.total == 2


async def test_the_question_names_what_is_affected(opened, ann, bob):
    made = some_of_each(ann, "team")
    some_run(bob, strategies.get(bob, made["strategy"]), backtests.datasets.dataset(bob, made["dataset"]).view)
    state = opened(DatasetState, dataset_id=made["dataset"])
    await state.load()
    await state.ask_delete("")
    assert state.asked_lines == [
        "“Two stocks” is used in backtests (2), also by other people (1); they keep their results."
    ]
    assert "/data" in repr(await state.delete_asked())
    await state.load()
    assert state.is_missing


async def test_sharing_on_the_page(opened, ann, bob):
    made = some_dataset(ann)
    state = opened(DatasetState, dataset_id=made.id)
    await state.load()
    assert (state.is_shared, state.can_share, state.owner, state.edited_by) == (False, True, "Ann", "Ann")
    await state.set_shared(True)
    assert state.is_shared
    other = opened(DatasetState, "Bob", dataset_id=made.id)
    await other.load()
    assert (other.is_mine, other.can_change, other.can_share) == (False, False, False)


async def test_two_tabs_save_and_nothing_is_lost(opened, ann):
    made = some_strategy(ann)
    first, second = (opened(EditState, strategy_key=made.id) for _ in range(2))
    for state in (first, second):
        await state.load()
    await first.edit(CODE + "# first\n")
    await first.save()
    await second.edit(CODE + "# second\n")
    await second.save()
    assert second.conflict.startswith("Ann saved version 2 at")
    assert (second.source, second.is_changed) == (CODE + "# second\n", True)
    assert strategies.get(ann, made.id).source == CODE + "# first\n"
    await second.keep_mine()
    assert (second.conflict, second.version) == ("", 3)
    assert [row.number for row in second.history] == [3, 2, 1]
    await first.edit(CODE + "# third\n")
    await first.save()
    await first.copy()
    assert {one.source for one in strategies.list_strategies(ann)} == {CODE + "# second\n", CODE + "# third\n"}
    await first.take_theirs()
    assert (first.source, first.version) == (CODE + "# second\n", 3)


async def test_what_was_typed_outlives_a_reconnect(opened, ann):
    made = some_strategy(ann)
    state = opened(EditState, strategy_key=made.id)
    await state.load()
    await state.edit(CODE + "# typed\n")
    await state.load()  # the socket came back
    assert (state.source, state.is_changed) == (CODE + "# typed\n", True)
    await state.save()
    strategies.save(ann, made.id, CODE + "# elsewhere\n", {}, state.version)
    await state.load()
    assert (state.source, state.version) == (CODE + "# elsewhere\n", 3)


async def test_anothers_strategy_is_read_only_until_it_is_copied(opened, ann, bob):
    made = some_strategy(ann)
    sharing.share(ann, "strategy", [made.id])
    state = opened(EditState, "Bob", strategy_key=made.id)
    await state.load()
    assert (state.can_change, state.owner) == (False, "Ann")
    await state.copy()
    (copied,) = [one for one in strategies.list_strategies(bob) if one.is_mine]
    assert (copied.name, copied.copied_from) == ("Cross", made.id)


async def test_the_trash_page_restores_purges_and_asks_for_a_name(opened, ann):
    made = some_of_each(ann)
    for kind, one in made.items():
        trash.delete(ann, kind, [one])
    state = opened(TrashState)
    await state.load()
    assert {row.kind for row in state.rows} == {"dataset", "strategy", "backtest", "setup"}
    some_strategy(ann)
    await state.restore("strategy", made["strategy"])
    assert (state.asks_name, state.new_name) == (True, "Cross")
    await state.restore_as()
    assert "called Cross" in state.name_error
    state.set_new_name("Older cross")
    await state.restore_as()
    assert (state.asks_name, state.total) == (False, 3)
    await state.purge("backtest", made["backtest"])
    await state.empty()
    assert (state.rows, state.total) == ([], 0)


async def test_the_list_of_runs_opens_as_its_address_says(opened, ann):
    run = some_run(ann, some_strategy(ann), some_dataset(ann))
    state = opened(BacktestListState)
    await state.choose_status("failed")
    assert state.total == 0
    await state.choose_status("queued")
    assert [row.id for row in state.rows] == [run.id]
