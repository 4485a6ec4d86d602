"""Datasets: imported by a job or at once, owned, found, renamed, deleted."""

from pathlib import Path

import pytest
from sqlmodel import select

from quantboard.core.access import Absent, Actor, RoleTooLow
from quantboard.core.progress import Cancelled, silent
from quantboard.db.session import session
from quantboard.db.tasks import Task
from quantboard.readers.read import read_bars
from quantboard.services import datasets, imports, uploads
from quantboard.services.datasets import BadName, NameTaken, NoSuchDataset, TooManyFiles, UploadPlan
from quantboard.services.leases import Claim
from quantboard.services.work import work
from quantboard.store import uploads as files

DATA = Path(__file__).parents[1] / "data"


def uploaded(actor: Actor, name: str = "kaggle.csv") -> str:
    return uploads.register(actor, files.keep(actor.user_id, DATA / name)).id


def claim_of(task_id: str) -> Claim:
    with session() as asking:
        task = asking.exec(select(Task).where(Task.id == task_id)).one()
    return Claim(task.id, task.kind, task.title, task.queue, task.params, task.owner_id, 1, 3, 60)


def run(task_id: str) -> str:
    claim = claim_of(task_id)
    with session() as asking:
        doing = imports.prepare(asking, claim)
    answer = imports.execute(doing, silent)
    with work() as w:
        return imports.finish(w.session, claim, answer) or ""


def test_an_import_makes_the_dataset_only_when_it_is_done(bob: Actor) -> None:
    dataset_id, task_id = datasets.submit_import(bob, "Two stocks", [UploadPlan(uploaded(bob))])
    assert datasets.list_datasets(bob) == []
    assert run(task_id) == dataset_id
    assert run(task_id) == dataset_id  # the same attempt again changes nothing
    view = datasets.dataset(bob, dataset_id).view
    assert (view.name, view.symbols, view.n_rows, view.interval) == ("Two stocks", ("AAA", "BBB"), 5, "1d")
    assert view.data_hash == read_bars(DATA / "kaggle.csv").data_hash() == datasets.bars_of(bob, dataset_id).data_hash()


def test_a_cancelled_import_leaves_no_dataset(bob: Actor) -> None:
    _, task_id = datasets.submit_import(bob, "Two stocks", [UploadPlan(uploaded(bob))])

    def stop(_share: float, _stage: str, _detail: object) -> None:
        raise Cancelled

    with session() as asking:
        doing = imports.prepare(asking, claim_of(task_id))
    with pytest.raises(Cancelled):
        imports.execute(doing, stop)
    assert datasets.list_datasets(bob) == []


def test_several_files_become_one_dataset(bob: Actor) -> None:
    plans = [UploadPlan(uploaded(bob, "yahoo.csv"), {"symbol_name": "YYY"}), UploadPlan(uploaded(bob))]
    dataset_id, task_id = datasets.submit_import(bob, "All", plans)
    run(task_id)
    assert datasets.dataset(bob, dataset_id).view.symbols == ("AAA", "BBB", "YYY")
    assert datasets.bars_of(bob, dataset_id, ["YYY"]).n_bars == 4


def test_the_shell_imports_at_once_with_the_same_hash(ann: Actor) -> None:
    view = datasets.import_now(ann, "GBK", [DATA / "chinese_gbk.csv"], {}, silent)
    assert view.data_hash == read_bars(DATA / "chinese_gbk.csv").data_hash()
    assert datasets.find(ann, "gbk").id == view.id
    with pytest.raises(NoSuchDataset, match="GKB"):
        datasets.find(ann, "GKB")


def test_names_are_checked(ann: Actor) -> None:
    datasets.import_now(ann, "One", [DATA / "kaggle.csv"], {}, silent)
    with pytest.raises(NameTaken):
        datasets.submit_import(ann, "one", [UploadPlan(uploaded(ann))])
    with pytest.raises(BadName):
        datasets.submit_import(ann, "  ", [UploadPlan(uploaded(ann))])
    with pytest.raises(TooManyFiles):
        datasets.submit_import(ann, "None", [])


def test_others_see_nothing_of_it(ann: Actor, bob: Actor, vic: Actor) -> None:
    view = datasets.import_now(bob, "Bob's", [DATA / "kaggle.csv"], {}, silent)
    assert datasets.list_datasets(vic) == []
    with pytest.raises(Absent):
        datasets.dataset(vic, view.id)
    with pytest.raises(Absent):
        datasets.bars_of(vic, view.id)
    with pytest.raises(RoleTooLow):
        datasets.delete(ann, view.id)
    with pytest.raises(RoleTooLow):
        datasets.load_sample(vic)
    upload = uploaded(bob)
    with pytest.raises(Absent):
        uploads.preview(vic, upload, {})


def test_rename_search_and_delete(ann: Actor) -> None:
    view = datasets.import_now(ann, "One", [DATA / "kaggle.csv"], {}, silent)
    assert datasets.rename(ann, view.id, "Two  words").name == "Two words"
    assert [found.id for found in datasets.list_datasets(ann, "two BBB")] == [view.id]
    assert datasets.list_datasets(ann, "two CCC") == []
    datasets.delete(ann, view.id)
    assert datasets.list_datasets(ann) == []
    with pytest.raises(NoSuchDataset):
        datasets.dataset(ann, view.id)


def test_the_sample_is_real_and_loaded_once(ann: Actor) -> None:
    view = datasets.load_sample_now(ann, silent)
    assert view.symbols == ("AAPL", "FB", "GOOG", "IBM", "MSFT")
    assert (view.first, view.last, view.n_rows) == ("2000-03-01", "2013-03-01", 12154)
    assert "public domain" in view.source
    assert datasets.load_sample_now(ann, silent).id == view.id
    assert datasets.load_sample(ann) == datasets.load_sample(ann)


def test_the_sample_is_called_as_its_reader_speaks(ann: Actor) -> None:
    task_id = datasets.load_sample(ann, "美股（示例）")
    with session() as asking:
        assert asking.get_one(Task, task_id).title == "美股（示例）"
