"""The named set-ups beside the form."""

import pytest

from quantboard.services import setups, strategies
from quantboard.ui.backtests.new_state import NewBacktestState
from quantboard.ui.backtests.setup_state import InvalidForm, SetupState
from tests.services.backtesting import SOURCE
from tests.services.objects import some_dataset


@pytest.fixture
def strategy(ann):
    return strategies.create(ann, "Averages", SOURCE)


async def opened(tab, **query):
    kept = tab(SetupState, **query)
    form = await kept.get_state(NewBacktestState)
    await form.load()
    await kept.load()
    return kept, form


async def test_saved_loaded_changed_and_saved_again(tab, strategy, data, ann):
    kept, form = await opened(tab)
    await form.set_field("benchmark", "symbol")
    await form.set_field("benchmark_symbol", "IBM")
    await form.set_field("listed_bars", "60")
    await form.choose_all(False)
    await form.toggle("AAPL")
    kept.ask_name("new")
    kept.type_name("Usual")
    await kept.give_name()
    (made,) = setups.list_setups(ann)
    assert (made.name, made.request["benchmark"], made.request["symbols"]) == ("Usual", "symbol:IBM", ["AAPL"])
    assert (kept.setup_id, kept.naming, kept.error) == (made.id, "", "")

    kept, form = await opened(tab, setup=made.id)
    assert (kept.setup_id, form.loaded) == (made.id, "Usual")
    assert [form.fields[name] for name in ("benchmark", "benchmark_symbol", "listed_bars")] == ["symbol", "IBM", "60"]
    assert form.chosen == ["AAPL"]
    assert "universe" in form.unfolded
    await form.set_field("cash", "5000")
    await kept.save()
    assert setups.get(ann, made.id).request["cash"] == 5000.0
    await form.start()
    assert setups.get(ann, made.id).n_used == 1


async def test_a_marked_form_is_not_saved_and_a_taken_name_is_told(tab, strategy, data, ann):
    kept, form = await opened(tab)
    await form.set_field("cash", "x")
    kept.ask_name("new")
    kept.type_name("Usual")
    await kept.give_name()
    assert kept.error
    assert setups.list_setups(ann) == []
    with pytest.raises(InvalidForm):
        await kept._fields()
    await form.set_field("cash", "100")
    await kept.give_name()
    kept.ask_name("new")
    kept.type_name("usual")
    await kept.give_name()
    assert "called usual" in kept.error


async def test_chosen_copied_renamed_shared_deleted(tab, strategy, data, ann):
    made = setups.create(ann, "Usual", setups.SetupFields(strategy.id, None, data.id, {"cash": 7}))
    kept, form = await opened(tab)
    await kept.choose(made.id)
    assert form.fields["cash"] == "7"
    await kept.copy_setup()
    assert [row.name for row in kept.rows] == ["Usual", "Usual 2"]
    kept.ask_name("rename")
    assert kept.name == "Usual 2"
    kept.type_name("Other")
    await kept.give_name()
    await kept.set_shared(True)
    assert kept.is_shared
    await kept.ask_delete("")
    await kept.delete_asked()
    assert [row.name for row in kept.rows] == ["Usual"]
    assert (kept.setup_id, form.setup_id) == ("", "")
    assert await kept.choose("gone") is None


async def test_unknown_names_are_told_at_their_fields(tab, strategy, data):
    _, form = await opened(tab)
    await form.set_field("exclude", "IBM, NOPE")
    assert form.errors["exclude"] == "Not in this dataset: NOPE."
    assert form.reason == ""
    await form.set_field("benchmark", "symbol")
    assert form.errors["benchmark_symbol"] == "Choose the symbol to compare with."
    await form.set_field("benchmark_symbol", "NOPE")
    assert form.errors["benchmark_symbol"] == "Not in this dataset: NOPE."
    assert form.reason == "Correct the marked fields."
    await form.set_field("benchmark_symbol", "IBM")
    assert form.reason == ""
    assert form.summary[-1] == "Compared with buying and holding IBM."


async def test_what_it_will_take_is_told(tab, strategy, data):
    _, form = await opened(tab)
    assert form.weight.line == "About 2,400 bars × 5 symbols, 1.0 s and 255 MB of memory."
    assert not form.weight.is_costly
    await form.preset("half")
    assert form.fields["from"] == "2012-08-31"
    await form.preset("year")
    assert form.fields["from"] == "2013-01-01"


async def test_a_benchmark_that_other_data_lacks_is_given_up(tab, strategy, data, ann):
    other = some_dataset(ann)
    _, form = await opened(tab)
    await form.choose_dataset(data.id)
    await form.set_field("benchmark", "symbol")
    await form.set_field("benchmark_symbol", "IBM")
    await form.choose_dataset(other.id)
    assert (form.fields["benchmark"], form.reason) == ("equal", "")
