"""Previews: what the import form is told."""

from pathlib import Path

import pytest

from quantboard.core.access import Actor
from quantboard.services import uploads
from quantboard.store import uploads as files

DATA = Path(__file__).parents[1] / "data"


def preview(actor: Actor, path: Path, **hints: str) -> uploads.Preview:
    upload = uploads.register(actor, files.keep(actor.user_id, path))
    return uploads.preview(actor, upload.id, hints)


def test_what_was_understood(ann: Actor) -> None:
    seen = preview(ann, DATA / "chinese_gbk.csv")
    assert seen.roles["close"] == "收盘"
    assert seen.settings["encoding"] == "gb18030"
    assert (seen.n_rows, seen.n_kept, seen.symbols) == (3, 3, ("000001",))
    assert seen.rows[0][:2] == ("2021-03-03", "000001")


def test_a_correction_is_taken_and_a_wrong_one_explained(ann: Actor) -> None:
    assert preview(ann, DATA / "yahoo.csv", close="Adj Close").roles["close"] == "Adj Close"
    seen = preview(ann, DATA / "yahoo.csv", close="Nothing")
    assert seen.error is not None
    assert seen.error["code"] == "columns.unknown"


def test_open_questions_come_back(ann: Actor, tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    text = (DATA / "kaggle.csv").read_text()
    path.write_text(text + text.splitlines()[1].replace("10.50", "10.55") + "\n")
    seen = preview(ann, path)
    assert [question.hint for question in seen.questions] == ["duplicates"]
    assert preview(ann, path, duplicates="first").questions == ()


@pytest.mark.parametrize("name", ["../x.csv", "a/b.csv", ".hidden", "", "x\x00.csv", "c:\\x.csv", "a" * 201])
def test_names_that_could_be_paths(name: str) -> None:
    with pytest.raises(files.BadFileName):
        files.check_name(name)


def test_an_upload_can_be_withdrawn(ann: Actor) -> None:
    upload = uploads.register(ann, files.keep(ann.user_id, DATA / "yahoo.csv"))
    uploads.forget(ann, upload.id)
    with pytest.raises(files.MissingUpload):
        uploads.preview(ann, upload.id, {})
