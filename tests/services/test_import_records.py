from pathlib import Path

import pytest

from quantboard.core.access import Actor
from quantboard.core.progress import silent
from quantboard.errors import QuantBoardError
from quantboard.services import datasets, import_records, tasks, uploads
from quantboard.services.import_records import NoSuchRecord
from quantboard.store import uploads as files

DATA = Path(__file__).parents[1] / "data"


def test_a_finished_import_keeps_what_it_was_given(bob: Actor) -> None:
    made = datasets.import_now(bob, "K", [DATA / "kaggle.csv"], {"zone": "UTC"}, silent)
    (record,) = import_records.page(bob).items
    assert (record.status, record.dataset_id, record.has_dataset) == ("succeeded", made.id, True)
    assert (record.rows_read, record.rows_kept, record.rows_skipped) == (5, 5, 0)
    assert record.files[0]["hints"] == {"zone": "UTC"}
    assert record.files[0]["size"] == (DATA / "kaggle.csv").stat().st_size
    assert len(record.files[0]["sha256"]) == 64
    import_records.delete(bob, record.id)
    assert import_records.page(bob).total == 0
    assert datasets.dataset(bob, made.id).view.name == "K"


def test_a_failed_one_keeps_its_error_and_leaves_no_dataset(bob: Actor, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Date,Open\n2021-01-04,1\n")
    with pytest.raises(QuantBoardError):
        datasets.import_now(bob, "Bad", [bad], {}, silent)
    (record,) = import_records.page(bob).items
    assert (record.status, record.error["code"], record.has_dataset) == ("failed", "columns.missing", False)
    assert datasets.list_datasets(bob) == []


def test_a_waiting_one_follows_its_task(ann: Actor, bob: Actor) -> None:
    stored = uploads.register(bob, files.keep(bob.user_id, DATA / "kaggle.csv"))
    _, task_id = datasets.submit_import(bob, "Next", [datasets.UploadPlan(stored.id, {"stamp": "close"})])
    (record,) = import_records.page(bob).items
    assert (record.status, record.rows_read, record.files[0]["hints"]) == ("queued", None, {"stamp": "close"})
    assert "path_id" not in record.files[0]
    tasks.cancel(bob, task_id)
    assert import_records.get(bob, record.id).status == "cancelled"
    with pytest.raises(NoSuchRecord):
        import_records.get(ann, record.id)
    assert import_records.page(ann).total == 0
