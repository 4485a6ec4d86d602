"""Lists come back as the person left them, on another browser too."""

import pytest

from quantboard.services import accounts, preferences
from quantboard.ui.backtests.list_state import BacktestListState
from quantboard.ui.preferences.preferences_state import PreferencesState
from quantboard.ui.tasks.list_state import ALL, TaskListState
from tests.instance import PASSWORD
from tests.ui.tabs import state_of, tree


@pytest.fixture
def token(ann):
    return accounts.sign_in("Ann", PASSWORD)


async def opened(token, kind):
    state = state_of(tree(token), kind)
    await state.load()
    return state


async def test_order_and_whose_are_kept(token, ann):
    state = await opened(token, BacktestListState)
    await state.choose_whose("mine")
    await state.order("name")
    elsewhere = await opened(token, BacktestListState)
    assert (elsewhere.whose, elsewhere.sorted_by) == (state.whose, "name")
    await elsewhere.show_all()
    assert (await opened(token, BacktestListState)).whose == "all"


@pytest.mark.parametrize("strange", [{"whose": 7, "sorted_by": []}, {"whose": "aliens", "sorted_by": "drop table"}])
async def test_a_strange_memory_is_ignored(token, ann, strange):
    preferences.keep_layout(ann, "list.backtest", strange)
    state = await opened(token, BacktestListState)
    assert (state.whose, state.sorted_by) == ("all", state_of(tree(), BacktestListState).sorted_by)


async def test_the_filters_of_tasks_are_kept_until_they_are_reset(token, ann):
    state = await opened(token, TaskListState)
    await state.choose("failed")
    await state.narrow("period", "week")
    elsewhere = await opened(token, TaskListState)
    assert (elsewhere.chosen, elsewhere.fields["period"], elsewhere.words) == ("failed", "week", "")
    await state_of(tree(token), PreferencesState).reset_layout()
    assert (await opened(token, TaskListState)).chosen == ALL


async def test_a_strange_memory_of_tasks_is_ignored(token, ann):
    preferences.keep_layout(ann, "list.task", {"chosen": "eaten", "kind": 3, "period": "century"})
    state = await opened(token, TaskListState)
    assert state.chosen == ALL
    assert not any(state.fields.values())
