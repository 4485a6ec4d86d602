"""Owner, sharing, last editor, use; lists that are sought, filtered, ordered and parted."""

import pytest

from quantboard.core.access import Absent, RoleTooLow
from quantboard.core.listing import BadListing, Wanted
from quantboard.db import audit
from quantboard.db.session import session
from quantboard.errors import NotFound
from quantboard.services import backtests, datasets, setups, sharing, strategies
from tests.services.objects import CODE, some_dataset, some_of_each, some_run, some_strategy

LISTS = {"dataset": datasets.page, "strategy": strategies.page, "backtest": backtests.page, "setup": setups.page}


@pytest.mark.parametrize("kind", sharing.KINDS)
def test_shared_is_seen_and_private_again_is_not(ann, bob, kind):
    made = some_of_each(bob)[kind]
    listed = LISTS[kind]
    assert listed(ann, Wanted()).total == 0
    sharing.share(bob, kind, [made])
    (view,) = listed(ann, Wanted()).items
    assert (view.owner_name, view.visibility, view.is_mine, view.can_share) == ("Bob", "team", False, True)
    assert (listed(ann, Wanted(whose="mine")).total, listed(ann, Wanted(whose="team")).total) == (0, 1)
    assert (listed(bob, Wanted(whose="mine")).total, listed(bob, Wanted(whose="team")).total) == (1, 1)
    sharing.share(bob, kind, [made], "private")
    assert listed(ann, Wanted()).total == 0
    with session() as asking:
        assert {line.event for line in audit.recent(asking)} >= {f"{kind}.shared", f"{kind}.unshared"}


def test_nobody_shares_what_is_not_his(ann, bob, vic):
    made = some_of_each(ann)
    for kind, one in made.items():
        with pytest.raises(Absent):
            sharing.share(bob, kind, [one])
        sharing.share(ann, kind, [one])
        for other in (bob, vic):
            with pytest.raises(RoleTooLow):
                sharing.share(other, kind, [one], "private")
        assert sharing.marks(vic, kind, one).can_change is False
    with pytest.raises(sharing.BadVisibility):
        sharing.share(ann, "dataset", [made["dataset"]], "world")
    with pytest.raises(sharing.UnknownKind):
        sharing.share(ann, "person", [ann.user_id])


def test_many_are_shared_together_or_not_at_all(ann, bob):
    mine, theirs = some_dataset(bob, "Mine"), some_dataset(ann, "Theirs")
    with pytest.raises(Absent):
        sharing.share(bob, "dataset", [mine.id, theirs.id])
    assert sharing.marks(bob, "dataset", mine.id).visibility == "private"


def test_a_shared_strategy_runs_on_shared_data_and_both_say_how_often_they_are_used(ann, bob):
    made = some_of_each(ann, "team")
    strategy, dataset = strategies.get(bob, made["strategy"]), datasets.dataset(bob, made["dataset"]).view
    run = some_run(bob, strategy, dataset)
    assert run.is_mine
    assert strategies.get(ann, strategy.id).n_used == datasets.dataset(ann, dataset.id).view.n_used == 2
    assert backtests.report(bob, run.id).source == CODE


def test_a_shared_run_shows_its_result_but_not_the_private_code_behind_it(ann, bob):
    made = some_of_each(ann)
    sharing.share(ann, "backtest", [made["backtest"]])
    seen = backtests.report(bob, made["backtest"])
    assert (seen.name, seen.source, seen.is_source_hidden) == ("Cross", "", True)
    assert (seen.has_strategy, seen.has_data) == (False, False)
    with pytest.raises(backtests.PartsPrivate):
        backtests.run_again(bob, made["backtest"])
    sharing.share(ann, "strategy", [made["strategy"]])
    assert backtests.report(bob, made["backtest"]).source == CODE
    with pytest.raises(backtests.PartsPrivate):
        backtests.run_again(bob, made["backtest"])
    sharing.share(ann, "dataset", [made["dataset"]])
    assert backtests.run_again(bob, made["backtest"]).is_mine
    assert backtests.report(ann, made["backtest"]).source == CODE


def test_a_copy_of_a_shared_strategy_is_ones_own(ann, bob, vic):
    made = some_strategy(ann)
    with pytest.raises(NotFound):
        strategies.copy(bob, made.id)
    sharing.share(ann, "strategy", [made.id])
    with pytest.raises(RoleTooLow):
        strategies.save(bob, made.id, CODE + "# mine\n")
    copied = strategies.copy(bob, made.id)
    assert (copied.name, copied.visibility, copied.version, copied.copied_from) == ("Cross", "private", 1, made.id)
    assert strategies.copy(bob, made.id).name == "Cross 2"
    strategies.save(bob, copied.id, CODE + "# mine\n")
    assert strategies.get(ann, made.id).source == CODE
    with pytest.raises(RoleTooLow):
        strategies.copy(vic, made.id)


def test_who_made_and_who_changed_last_is_told(ann, bob):
    made = some_strategy(bob)
    sharing.share(bob, "strategy", [made.id])
    assert (made.owner_name, made.changed_by) == ("Bob", "Bob")
    after = strategies.save(ann, made.id, CODE + "# by an administrator\n")
    assert (after.owner_name, after.changed_by, after.is_mine) == ("Bob", "Ann", False)
    assert [one.saved_by for one in strategies.versions(bob, made.id)] == ["Ann", "Bob"]
    assert sharing.marks(bob, "strategy", made.id).changed_at > made.changed_at


def test_lists_are_sought_ordered_and_parted(ann):
    for name in ("beta", "Alpha", "gamma 100%", "Delta"):
        some_strategy(ann, name)
    strategies.rename(ann, strategies.page(ann, Wanted(words="beta")).items[0].id, "Beta")

    def names(**wanted):
        return [one.name for one in strategies.page(ann, Wanted(**wanted)).items]

    assert names(sort="name") == ["Alpha", "Beta", "Delta", "gamma 100%"]
    assert names(sort="-name", limit=2, offset=1) == ["Delta", "Beta"]
    assert names()[0] == "Beta"
    assert names(words="100% gam") == ["gamma 100%"]
    assert names(words="_") == []
    assert strategies.page(ann, Wanted(limit=1)).total == 4
    with pytest.raises(BadListing):
        names(sort="owner")


@pytest.mark.parametrize("kind", sharing.KINDS)
def test_every_order_of_every_list_works_both_ways(ann, kind):
    from quantboard.db import objects

    some_of_each(ann)
    for sort in objects.sorts_of(kind):
        for way in ("", "-"):
            assert LISTS[kind](ann, Wanted(sort=way + sort)).total == 1


def test_runs_without_a_result_stand_last_whichever_way(ann):
    from quantboard.db.session import writing

    dataset, strategy = some_dataset(ann), some_strategy(ann)
    runs = {name: some_run(ann, strategy, dataset, name) for name in ("none", "low", "high")}
    with writing() as asking:
        for name, value in (("low", -0.5), ("high", 12.0)):
            row = backtests.rows.get(asking, runs[name].id)
            row.metrics = {"total_return": value, "sharpe": None}
            asking.add(row)
    assert [one.name for one in backtests.page(ann, Wanted(sort="return")).items] == ["low", "high", "none"]
    assert [one.name for one in backtests.page(ann, Wanted(sort="-return")).items] == ["high", "low", "none"]


def test_a_viewer_reads_the_team_s_and_changes_nothing(ann, vic):
    made = some_of_each(ann, "team")
    assert [LISTS[kind](vic, Wanted()).total for kind in made] == [1] * len(made)
    with pytest.raises(RoleTooLow):
        datasets.rename(vic, made["dataset"], "Mine now")
