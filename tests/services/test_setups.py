"""Named set-ups: saved, found, edited, copied, shared, run, deleted."""

import pytest

from quantboard.core.access import Absent, RoleTooLow
from quantboard.core.backtest.fields import BadOption
from quantboard.core.listing import RunFilter, Wanted
from quantboard.core.strategy.params import BadParameter
from quantboard.services import backtests, setups, sharing, strategies, trash
from quantboard.services.setups import BadSetupName, NoSuchSetup, SetupFields, SetupNameTaken, SetupOpen
from tests.services.backtesting import SOURCE
from tests.services.objects import some_dataset, some_strategy


@pytest.fixture
def fields(ann):
    strategy, dataset = strategies.create(ann, "Averages", SOURCE), some_dataset(ann)
    return SetupFields(strategy.id, None, dataset.id, {"params": {"fast": 5}, "commission": 0.001, "benchmark": "none"})


def test_saved_and_found_again(ann, fields):
    made = setups.create(ann, " My  usual ", fields)
    assert (made.name, made.strategy_name, made.dataset_name) == ("My usual", "Averages", "Two stocks")
    assert made.request["benchmark"] == "none"
    assert made.request["params"] == {"fast": 5}
    assert setups.get(ann, made.id) == setups.find(ann, "my USUAL") == setups.find(ann, made.id) == made
    assert setups.list_setups(ann) == [made]
    assert setups.page(ann, Wanted("usual")).items == (made,)
    assert setups.page(ann, Wanted("other")).total == 0
    with pytest.raises(NoSuchSetup) as caught:
        setups.find(ann, "My usal")
    assert "My usual" in caught.value.hint


def test_a_name_is_taken_once_by_each(ann, bob, fields):
    made = setups.create(ann, "Usual", fields)
    with pytest.raises(SetupNameTaken):
        setups.create(ann, "usual", fields)
    assert setups.create(bob, "Usual", SetupFields()).name == "Usual"
    other = setups.create(ann, "Other", fields)
    with pytest.raises(SetupNameTaken):
        setups.rename(ann, other.id, "Usual")
    assert setups.rename(ann, made.id, "USUAL").name == "USUAL"
    with pytest.raises(BadSetupName):
        setups.create(ann, " ", fields)


@pytest.mark.parametrize(
    ("options", "error"), [({"commission": 2}, BadOption), ({"params": {"fast": 9999}}, BadParameter)]
)
def test_what_no_run_would_take_is_not_saved(ann, fields, options, error):
    with pytest.raises(error):
        setups.create(ann, "Bad", SetupFields(fields.strategy_id, None, fields.dataset_id, options))
    assert setups.list_setups(ann) == []


def test_edited_and_copied(ann, fields):
    made = setups.create(ann, "Usual", fields)
    copy = setups.copy(ann, made.id)
    changed = setups.save(ann, made.id, SetupFields(fields.strategy_id, None, fields.dataset_id, {"cash": 5}))
    assert changed.request["cash"] == 5.0
    assert (copy.name, setups.get(ann, copy.id).request["cash"]) == ("Usual 2", 100_000.0)


def test_a_run_knows_its_set_up(ann, fields):
    made = setups.create(ann, "Usual", fields)
    run = setups.run(ann, made.id)
    assert (run.name, run.setup_id) == ("Usual", made.id)
    assert backtests.report(ann, run.id).request["commission"] == 0.001
    assert setups.run(ann, made.id, "Named").name == "Named"
    assert setups.get(ann, made.id).n_used == 2
    only = RunFilter(setup=made.id)
    assert backtests.page(ann, Wanted(), only).total == 2
    with pytest.raises(SetupOpen):
        setups.run(ann, setups.create(ann, "Open", SetupFields()).id)
    shipped = setups.create(ann, "Shipped", SetupFields(None, "double_moving_average", fields.dataset_id))
    assert setups.run(ann, shipped.id).strategy_name == "Double moving average"


def test_private_until_shared_and_then_only_to_be_used(ann, bob, vic, fields):
    made = setups.create(ann, "Usual", fields)
    for deed in (setups.get, setups.copy, setups.delete, setups.run):
        with pytest.raises(Absent):
            deed(bob, made.id)
    sharing.share(ann, "setup", [made.id])
    seen = setups.get(bob, made.id)
    assert (seen.strategy_name, seen.dataset_name, seen.can_change) == ("", "", False)  # those are not shared
    with pytest.raises(Absent):
        setups.run(bob, made.id)
    sharing.share(ann, "strategy", [fields.strategy_id])
    sharing.share(ann, "dataset", [fields.dataset_id])
    assert setups.run(bob, made.id).is_mine
    assert setups.copy(bob, made.id).is_mine
    for deed in (setups.delete, lambda who, one: setups.rename(who, one, "x")):
        with pytest.raises(RoleTooLow):
            deed(bob, made.id)
    with pytest.raises(RoleTooLow):
        setups.run(vic, made.id)


def test_deleted_and_restored(ann, fields):
    made = setups.create(ann, "Usual", fields)
    setups.delete(ann, made.id)
    with pytest.raises(NoSuchSetup):
        setups.get(ann, made.id)
    assert [one.kind for one in trash.list_trash(ann).items] == ["setup"]
    setups.create(ann, "Usual", fields)
    with pytest.raises(trash.NameInUse):
        trash.restore(ann, "setup", made.id)
    assert trash.restore(ann, "setup", made.id, "Older") == "Older"
    assert setups.get(ann, made.id).name == "Older"


def test_a_set_up_outlives_its_strategy(ann, fields):
    made = setups.create(ann, "Usual", fields)
    strategies.delete(ann, fields.strategy_id)
    assert setups.get(ann, made.id).strategy_name == ""
    other = some_strategy(ann, "Other")
    assert setups.save(ann, made.id, SetupFields(other.id, None, fields.dataset_id)).strategy_name == "Other"
