"""Deleting names what is affected, restoring asks for a free name, purging frees the disk and nothing that is used."""

from datetime import timedelta

import pytest

from quantboard.core.access import Absent, RoleTooLow
from quantboard.core.listing import Wanted
from quantboard.db.base import now
from quantboard.db.session import writing
from quantboard.services import backtests, datasets, sharing, strategies, tasks, trash
from quantboard.store import bars as store_bars
from quantboard.store import paths
from tests.services.objects import some_dataset, some_of_each, some_run, some_strategy


def on_disk(data_dir):
    """Every file of versions and results, and how many bytes they take."""
    files = [one for room in ("snapshots", "results") for one in (data_dir / room).rglob("*") if one.is_file()]
    return {one.parent.name for one in files}, sum(one.stat().st_size for one in files)


def kept(actor, **options):
    return [(item.kind, item.name) for item in trash.list_trash(actor, **options).items]


def with_result(run_id, result_id="ab" * 16):
    """What a worker leaves: files, and a row that shows them."""
    folder = paths.result(result_id)
    folder.mkdir(parents=True)
    (folder / "equity.parquet").write_bytes(b"x" * 5000)
    with writing() as asking:
        row = backtests.rows.get(asking, run_id)
        row.result_id, row.result_hash = result_id, "h"
        asking.add(row)


@pytest.mark.parametrize("kind", sharing.KINDS)
def test_deleted_and_taken_back_as_if_nothing_had_been(ann, kind):
    made = some_of_each(ann)
    before = sharing.marks(ann, kind, made[kind])
    (name,) = trash.delete(ann, kind, [made[kind]])
    with pytest.raises(Absent):
        sharing.marks(ann, kind, made[kind])
    (item,) = trash.list_trash(ann).items
    assert (item.kind, item.id, item.name, item.deleted_by, item.can_restore) == (kind, made[kind], name, "Ann", True)
    assert item.as_json()["deleted_at"].startswith("20")
    assert trash.restore(ann, kind, made[kind]) == name
    assert sharing.marks(ann, kind, made[kind]) == before
    assert kept(ann) == []
    with pytest.raises(Absent):
        trash.restore(ann, kind, made[kind])


def test_what_is_affected_is_named_before(ann, bob):
    made = some_of_each(ann, "team")
    some_run(bob, strategies.get(bob, made["strategy"]), datasets.dataset(bob, made["dataset"]).view)
    told = {kind: trash.affected(ann, kind, [one])[0] for kind, one in made.items()}
    assert (told["dataset"].n_runs, told["dataset"].n_people) == (2, 1)
    assert (told["strategy"].n_runs, told["strategy"].n_people) == (2, 1)
    assert (told["backtest"].n_runs, told["backtest"].is_running) == (0, True)
    with pytest.raises(RoleTooLow):
        trash.affected(bob, "dataset", [made["dataset"]])


def test_a_living_run_is_stopped_when_it_is_deleted(ann):
    run = some_run(ann, some_strategy(ann), some_dataset(ann))
    trash.delete(ann, "backtest", [run.id])
    assert tasks.view(ann, run.task_id).status == "cancelled"


def test_several_go_together_or_not_at_all(ann, bob):
    mine, theirs = some_strategy(bob, "Mine"), some_strategy(ann, "Theirs")
    sharing.share(ann, "strategy", [theirs.id])
    with pytest.raises(RoleTooLow):
        trash.delete(bob, "strategy", [mine.id, theirs.id])
    assert strategies.get(bob, mine.id).name == "Mine"


@pytest.mark.parametrize("kind", ["dataset", "strategy"])
def test_a_name_in_use_is_asked_anew(ann, kind):
    make = some_dataset if kind == "dataset" else some_strategy
    first = make(ann, "Same")
    trash.delete(ann, kind, [first.id])
    make(ann, "same")
    with pytest.raises(trash.NameInUse) as caught:
        trash.restore(ann, kind, first.id)
    assert caught.value.field == "name"
    with pytest.raises(trash.NameInUse):
        trash.restore(ann, kind, first.id, "SAME")
    with pytest.raises(trash.BadNewName):
        trash.restore(ann, kind, first.id, "x" * 121)
    assert trash.restore(ann, kind, first.id, "  Other   one ") == "Other one"


def test_others_neither_see_nor_touch_ones_trash(ann, bob, vic):
    made = some_of_each(bob, "team")
    for kind, one in made.items():
        trash.delete(bob, kind, [one])
    assert kept(vic) == kept(ann) == []
    assert len(kept(ann, everybody=True)) == len(made)
    assert kept(vic, everybody=True) == []
    for kind, one in made.items():
        for deed in (trash.restore, trash.purge):
            with pytest.raises(RoleTooLow):
                deed(vic, kind, one)
    assert trash.empty(vic, everybody=True) == 0
    assert trash.restore(ann, "strategy", made["strategy"]) == "Cross"
    assert strategies.get(bob, made["strategy"]).owner_name == "Bob"


def test_purging_a_dataset_frees_exactly_its_files(instance, ann):
    one, other = some_dataset(ann, "One"), some_dataset(ann, "Other", "yahoo.csv")
    folders, before = on_disk(instance)
    assert folders == {one.version_id, other.version_id}
    trash.delete(ann, "dataset", [one.id])
    assert on_disk(instance) == (folders, before)
    (item,) = trash.list_trash(ann).items
    freed = trash.purge(ann, "dataset", one.id)
    folders, after = on_disk(instance)
    assert folders == {other.version_id}
    assert before - after == freed == item.n_bytes > 0
    assert kept(ann) == []
    assert store_bars.read(other.version_id).n_bars


def test_a_version_that_another_dataset_shares_stays(instance, ann, bob):
    mine, theirs = some_dataset(ann), some_dataset(bob)
    assert mine.version_id == theirs.version_id
    trash.delete(ann, "dataset", [mine.id])
    assert trash.purge(ann, "dataset", mine.id) == 0
    assert datasets.bars_of(bob, theirs.id).n_bars
    trash.delete(bob, "dataset", [theirs.id])
    assert trash.purge(bob, "dataset", theirs.id) > 0
    assert on_disk(instance) == (set(), 0)


def test_results_in_use_stay_and_take_their_data_along_when_they_go(instance, ann):
    dataset, strategy = some_dataset(ann), some_strategy(ann)
    run = some_run(ann, strategy, dataset)
    with_result(run.id)
    for kind, one in (("dataset", dataset.id), ("strategy", strategy.id)):
        trash.delete(ann, kind, [one])
        assert trash.purge(ann, kind, one) == 0
    assert on_disk(instance)[0] == {dataset.version_id, "ab" * 16}
    assert backtests.view(ann, run.id).name == "Cross"
    trash.delete(ann, "backtest", [run.id])
    assert on_disk(instance)[0] == {dataset.version_id, "ab" * 16}
    assert trash.purge(ann, "backtest", run.id) > 5000
    assert on_disk(instance) == (set(), 0)


def test_while_an_import_runs_no_version_is_taken_away(instance, ann):
    dataset = some_dataset(ann)
    datasets.load_sample(ann)
    trash.delete(ann, "dataset", [dataset.id])
    assert trash.purge(ann, "dataset", dataset.id) == 0
    assert on_disk(instance)[0] == {dataset.version_id}
    assert trash.expire_versions(3600) == 0
    assert trash.expire_versions(-1) == 1
    assert on_disk(instance)[0] == set()


def test_emptying_takes_all_of_ones_own(instance, ann, bob):
    for actor in (ann, bob):
        for kind, one in some_of_each(actor).items():
            trash.delete(actor, kind, [one])
    n_each = len(sharing.KINDS)
    assert trash.empty(bob) == n_each
    assert (kept(bob), len(kept(ann))) == ([], n_each)
    assert trash.empty(ann) == n_each
    assert on_disk(instance) == (set(), 0)


def test_the_clean_up_tells_first_and_takes_only_what_is_old(ann):
    old, young = some_strategy(ann, "Old"), some_strategy(ann, "Young")
    trash.delete(ann, "strategy", [old.id, young.id])
    with writing() as asking:
        row = next(iter(trash.rows.several(asking, "strategy", [old.id])))
        row.deleted_at = now() - timedelta(days=40)
        asking.add(row)
    assert [item.name for item in trash.purge_older(30, dry_run=True)] == ["Old"]
    assert len(kept(ann)) == 2
    assert [item.name for item in trash.purge_older(30)] == ["Old"]
    assert kept(ann) == [("strategy", "Young")]
    assert trash.purge_older(30) == []


def test_a_deleted_run_is_nowhere(ann):
    run = some_run(ann, some_strategy(ann), some_dataset(ann))
    trash.delete(ann, "backtest", [run.id])
    assert backtests.page(ann, Wanted()).total == len(backtests.list_backtests(ann)) == 0
    with pytest.raises(backtests.NoSuchBacktest):
        backtests.report(ann, run.id)


def test_a_run_that_waits_for_its_data_is_purged_too(ann):
    run = some_run(ann, some_strategy(ann), some_dataset(ann))
    with writing() as asking:
        row = backtests.rows.get(asking, run.id)
        row.version_id = ""
        asking.add(row)
    trash.delete(ann, "backtest", [run.id])
    assert kept(ann) == [("backtest", "Cross")]
    assert trash.empty(ann) == 1
