from pathlib import Path

import pytest

from quantboard.core.access import Actor, RoleTooLow
from quantboard.services import folders, uploads
from quantboard.services.folders import FileTooLarge, OutsideFolder, UnknownFolder
from quantboard.settings import choose, settings

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def shelf(instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shelf = tmp_path / "shelf"
    (shelf / "deep").mkdir(parents=True)
    (shelf / "kaggle.csv").write_bytes((DATA / "kaggle.csv").read_bytes())
    (shelf / "deep" / "b.csv").write_text("x")
    (shelf / ".secret").write_text("x")
    (shelf / "link.csv").symlink_to("/etc/hostname")
    monkeypatch.setenv("QUANTBOARD_IMPORT_FOLDERS", f'["{shelf}"]')
    settings.cache_clear()
    return shelf


def test_files_are_listed_and_taken(bob: Actor, shelf: Path) -> None:
    assert folders.list_folders(bob) == ["shelf"]
    found = folders.list_files(bob, "shelf")
    assert [(one.name, one.is_folder) for one in found] == [("deep", True), ("kaggle.csv", False)]
    assert [one.path for one in folders.list_files(bob, "shelf", "deep")] == ["deep/b.csv"]
    taken = folders.register(bob, "shelf", "kaggle.csv")
    assert uploads.preview(bob, taken.id, {}).n_kept == 5
    assert (shelf / "kaggle.csv").is_file()


@pytest.mark.parametrize("path", ["../x.csv", "/etc/hostname", "link.csv", "deep/../../x", "a\0b"])
def test_paths_that_lead_out_are_refused_at_the_field(bob: Actor, shelf: Path, path: str) -> None:
    with pytest.raises(OutsideFolder) as caught:
        folders.register(bob, "shelf", path)
    assert caught.value.field == "path"


def test_what_is_not_there_or_not_allowed(bob: Actor, vic: Actor, shelf: Path) -> None:
    for folder, path in (("shelf", "none.csv"), ("other", "kaggle.csv"), ("shelf", "deep")):
        with pytest.raises(UnknownFolder):
            folders.register(bob, folder, path)
    with pytest.raises(UnknownFolder):
        folders.list_files(bob, "shelf", "kaggle.csv")
    with pytest.raises(RoleTooLow):
        folders.list_folders(vic)
    choose(upload_limit_mb="1")
    (shelf / "big.csv").write_bytes(b"x" * (2 << 20))
    with pytest.raises(FileTooLarge):
        folders.register(bob, "shelf", "big.csv")
