from dataclasses import replace

import pytest

from quantboard.core.access import Role
from quantboard.errors import InvalidInput, NotAllowed, NotFound
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.services import strategies

SOURCE = (
    "params = Params(fast=Int(5, 2, 50), slow=Int(20, 3, 100), rules=['fast < slow'])\n"
    "def signals(bars, p):\n"
    "    up = cross_above(sma(bars.close, p.fast), sma(bars.close, p.slow))\n"
    "    return Signals(entry=up, exit=~up)\n"
)


def test_a_strategy_is_made_and_found(ann):
    made = strategies.create(ann, "  My   cross ", SOURCE, {"fast": "7"}, "double_moving_average")
    assert made.name == "My cross"
    assert made.params == {"fast": 7, "slow": 20}
    again = strategies.get(ann, made.id)
    assert again.declaration == made.declaration
    assert again.source == strategies.source_of(ann, made.id) == SOURCE
    assert [one.id for one in strategies.list_strategies(ann)] == [made.id]


def test_a_change_of_code_or_parameters_is_a_new_version(ann):
    made = strategies.create(ann, "Cross", SOURCE)
    assert strategies.save(ann, made.id, SOURCE).version == 1
    assert strategies.save(ann, made.id, SOURCE, {"fast": 6}).version == 2
    saved = strategies.save(ann, made.id, SOURCE + "# note\n", {"fast": 6})
    assert (saved.version, saved.params["fast"]) == (3, 6)
    assert saved.digest != made.digest
    assert [one.number for one in strategies.versions(ann, made.id)] == [3, 2, 1]


def test_a_save_on_top_of_another_is_refused(ann):
    made = strategies.create(ann, "Cross", SOURCE)
    strategies.save(ann, made.id, SOURCE, {"fast": 6}, seen_version=1)
    with pytest.raises(strategies.VersionConflict):
        strategies.save(ann, made.id, SOURCE, {"fast": 7}, seen_version=1)


def test_bad_code_and_bad_parameters_leave_nothing_behind(ann):
    with pytest.raises(SourceRejected):
        strategies.create(ann, "Bad", "import os\n")
    with pytest.raises(InvalidInput) as caught:
        strategies.create(ann, "Bad", SOURCE, {"fast": 30})
    assert caught.value.field == "params.fast"
    assert strategies.list_strategies(ann) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b"])
def test_names_are_short_and_printable(ann, name):
    with pytest.raises(strategies.BadStrategyName):
        strategies.create(ann, name, SOURCE)


def test_a_name_is_taken_once_a_person(ann, bob):
    strategies.create(ann, "Cross", SOURCE)
    with pytest.raises(strategies.StrategyNameTaken):
        strategies.create(ann, "cross", SOURCE)
    assert strategies.create(bob, "Cross", SOURCE).is_mine
    assert strategies.free_name(ann, "Cross") == "Cross 2"
    assert strategies.free_name(ann, "Other") == "Other"


def test_another_persons_strategy_looks_absent(ann, bob):
    made = strategies.create(ann, "Cross", SOURCE)
    for deed in (
        lambda: strategies.get(bob, made.id),
        lambda: strategies.save(bob, made.id, SOURCE, {"fast": 6}),
        lambda: strategies.delete(bob, made.id),
        lambda: strategies.rename(bob, made.id, "x"),
        lambda: strategies.versions(bob, made.id),
    ):
        with pytest.raises(NotFound):
            deed()
    assert strategies.list_strategies(bob) == []


def test_a_viewer_makes_nothing(bob):
    with pytest.raises(NotAllowed):
        strategies.create(replace(bob, role=Role.VIEWER), "Cross", SOURCE)


def test_renamed_and_deleted(ann):
    made = strategies.create(ann, "Cross", SOURCE)
    assert strategies.rename(ann, made.id, "Better").name == "Better"
    strategies.delete(ann, made.id)
    assert strategies.list_strategies(ann) == []
    with pytest.raises(strategies.NoSuchStrategy):
        strategies.get(ann, made.id)
    assert strategies.create(ann, "Better", SOURCE).version == 1
