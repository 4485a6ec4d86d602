"""The run form as a tab has it."""

import pytest

from quantboard.services import backtests, preferences, strategies
from quantboard.ui.backtests.new_state import NewBacktestState
from tests.services.backtesting import SOURCE, asked


@pytest.fixture
def strategy(ann):
    return strategies.create(ann, "Averages", SOURCE)


async def opened(tab, **query):
    state = tab(NewBacktestState, **query)
    await state.load()
    return state


async def test_nothing_to_run_yet(tab, ann):
    state = await opened(tab)
    assert (state.is_loaded, state.strategy_options, state.dataset_options) == (True, [], [])
    assert state.reason


async def test_the_form_is_ready_with_what_there_is(tab, strategy, data):
    state = await opened(tab)
    assert (state.strategy_id, state.dataset_id) == (strategy.id, data.id)
    assert state.chosen == ["AAPL", "FB", "GOOG", "IBM", "MSFT"]
    assert (state.fields["from"], state.fields["to"]) == ("2000-03-01", "2013-03-01")
    assert [one.value for one in state.params] == ["10", "30"]
    assert state.reason == ""
    assert state.summary[0].startswith("Averages on 5 symbols")


async def test_what_is_wrong_stops_the_start(tab, strategy, data, ann):
    state = await opened(tab)
    await state.set_param("fast", "40")
    assert "fast < slow" in state.params[0].error
    assert state.reason == "Correct the marked fields."
    await state.start()
    assert backtests.list_backtests(ann) == []
    await state.set_param("fast", "12")
    await state.set_field("commission", "x")
    assert "commission" in state.errors
    await state.set_field("commission", "0.1")
    await state.set_field("nonsense", "1")
    assert state.reason == ""
    await state.choose_all(False)
    assert state.reason == "Choose at least one symbol."


async def test_only_the_data_can_tell_some_errors(tab, strategy, data):
    state = await opened(tab)
    await state.set_field("from", "2020-01-01")
    await state.set_field("to", "2021-01-01")
    await state.start()
    assert "outside the data" in state.errors["from"]
    assert not state.is_starting


async def test_start_makes_the_run_and_remembers(tab, strategy, data, ann):
    state = await opened(tab)
    await state.choose_all(False)
    await state.toggle("IBM")
    await state.toggle("NOPE")
    await state.preset("3")
    await state.set_param("slow", "60")
    await state.set_flag("short", True)
    await state.set_field("name", "Mine")
    await state.start()
    made = backtests.list_backtests(ann)[0]
    report = backtests.report(ann, made.id)
    assert report.name == "Mine"
    assert report.request["symbols"] == ["IBM"]
    assert (report.request["from"], report.request["to"]) == ("2010-03-02", "2013-03-01")
    assert report.request["commission"] == 0.0005
    assert report.request["short"] is True
    again = await opened(tab)
    assert again.chosen == ["IBM"]
    assert [one.value for one in again.params] == ["10", "60"]
    assert again.fields["short"] == "true"


async def test_another_strategy_keeps_its_own_parameters(tab, strategy, data, ann):
    state = await opened(tab)
    await state.set_param("slow", "60")
    await state.preset("3")
    await state.start()
    other = strategies.create(ann, "Slower", SOURCE, {"fast": 20, "slow": 90})
    asked_for = await opened(tab, strategy=other.id)
    assert [one.value for one in asked_for.params] == ["20", "90"]
    assert [one.value for one in (await opened(tab, strategy=strategy.id)).params] == ["10", "60"]
    assert asked_for.fields["from"] == "2010-03-02"


@pytest.mark.parametrize("stored", [{"fields": 3}, {"params": []}, {"strategy_id": "gone", "params": {}}])
async def test_a_strange_memory_is_ignored(tab, strategy, data, ann, stored):
    preferences.keep_layout(ann, "run", stored)
    assert (await opened(tab)).reason == ""


async def test_the_capital_and_costs_of_the_account_come_first(tab, strategy, data, ann):
    preferences.keep_layout(ann, "run", {"fields": {"cash": "7", "slippage": "0.2"}})
    preferences.set_preferences(ann, {"capital": 2_500_000, "commission": 0.0003, "stamp_duty": 0.0})
    fields = (await opened(tab)).fields
    assert [fields[name] for name in ("cash", "commission", "stamp_duty", "slippage")] == [
        "2500000",
        "0.03",
        "0",
        "0.2",
    ]
    old = asked(ann, data)
    assert (await opened(tab, like=old.id)).fields["commission"] == "0.1"


async def test_change_and_run_starts_from_the_old_run(tab, strategy, data, ann):
    old = asked(ann, data, stop_loss=0.05, params={"fast": 7, "slow": 70})
    state = await opened(tab, like=old.id)
    assert state.chosen == ["AAPL"]
    assert state.fields["commission"] == "0.1"
    assert state.fields["stop_loss"] == "5"
    assert [one.value for one in state.params] == ["7", "70"]
    assert (await opened(tab, like="gone")).reason == ""


async def test_another_dataset_or_strategy_brings_its_own(tab, strategy, data):
    state = await opened(tab)
    await state.choose_dataset("gone")
    assert state.reason == "Choose a dataset."
    await state.choose_strategy("gone")
    assert (state.params, state.reason) == ([], "Choose a strategy.")


async def test_a_market_fills_fields_that_can_be_edited_after(tab, strategy, data, ann):
    state = await opened(tab)
    assert (state.market, state.unfolded, state.n_set["market"]) == ("", [], 0)
    await state.take_market("a_shares")
    assert (state.market, state.unfolded, state.n_set["market"]) == ("a_shares", ["market"], 5)
    assert [state.fields[name] for name in ("commission", "min_commission", "price_limit")] == ["0.03", "5", "10"]
    await state.set_field("price_limit", "20")
    assert state.market == ""
    await state.take_market("moon")
    assert state.fields["price_limit"] == "20"
    await state.set_field("trailing_kind", "atr")
    await state.set_field("trailing", "3")
    await state.set_flag("close_at_end", True)
    assert any("price limit ±20 %" in line for line in state.summary)
    await state.start()
    made = backtests.report(ann, backtests.list_backtests(ann)[0].id)
    assert (made.request["price_limit"], made.request["trailing"], made.request["close_at_end"]) == (0.2, "atr:3", True)
    for again in (await opened(tab), await opened(tab, like=made.id)):
        assert [again.fields[name] for name in ("price_limit", "trailing", "trailing_kind")] == ["20", "3", "atr"]
        assert again.reason == ""
    assert again.unfolded == ["advanced", "market", "orders"]  # all that the old run had set is seen


async def test_a_list_of_symbols_can_be_pasted(tab, strategy, data):
    state = await opened(tab)
    await state.paste_symbols("ibm， MSFT;NOPE\n")
    assert state.chosen == ["IBM", "MSFT"]
    assert state.not_there == "Not in this dataset: NOPE."
    await state.paste_symbols("AAPL")
    assert (state.chosen, state.not_there) == (["AAPL"], "")
    await state.paste_symbols(" ")
    assert state.chosen == ["AAPL"]
    await state.choose_dataset(data.id)
    assert state.pasted == ""


async def test_what_does_not_go_together_is_told_at_the_field(tab, strategy, data):
    state = await opened(tab)
    await state.set_field("max_weight", "150")
    assert "leverage" in state.errors["max_weight"]
    await state.set_field("leverage", "2")
    assert (state.errors, state.reason) == ({}, "")
    await state.set_field("size_kind", "percent")
    await state.set_field("size_amount", "250")
    assert set(state.errors) == {"size_amount"}
