"""Versions: what is written is read, whatever is beside it."""

from pathlib import Path

import numpy as np
import pytest

from quantboard.core.bars import UnknownSymbol, from_rows
from quantboard.readers.read import SeriesTable, read
from quantboard.settings import settings
from quantboard.store import bars as store
from quantboard.store.bars import MissingVersion
from quantboard.store.paths import BadId

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    return tmp_path


def table() -> SeriesTable:
    return read(DATA / "kaggle.csv", "kaggle.csv").rows


def test_the_hash_is_that_of_the_file() -> None:
    version = store.write(table(), {"step": "import"})
    assert version.data_hash == table().bars().data_hash() == store.read(version.id).data_hash()


def test_one_symbol_is_read_alone() -> None:
    version = store.write(table(), {"step": "import"})
    bars = store.read(version.id, ["BBB"])
    assert bars.symbols == ("BBB",)
    assert bars.data_hash() == table().bars().select(["BBB"]).data_hash()
    with pytest.raises(UnknownSymbol):
        store.read(version.id, ["CCC"])


def test_same_content_is_stored_once_and_nothing_is_left_over(data_dir: Path) -> None:
    first, second = store.write(table(), {"step": "import"}), store.write(table(), {"step": "import"})
    assert first.id == second.id
    assert store.write(table(), {"step": "other"}).id != first.id
    assert list((data_dir / "tmp").iterdir()) == []


def test_a_failed_write_leaves_nothing(data_dir: Path) -> None:
    def stop(_share: float, _stage: str, _detail: object) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        store.write(table(), {"step": "import"}, {}, stop)
    assert not (data_dir / "snapshots").exists()
    assert list((data_dir / "tmp").iterdir()) == []


def test_absent_and_malformed_versions() -> None:
    with pytest.raises(MissingVersion):
        store.read("0" * 32)
    with pytest.raises(BadId):
        store.read("../../etc")


def test_long_symbols_take_several_row_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_ROWS", 2)
    version = store.write(table(), {"step": "import"})
    assert len(store.manifest_of(version.id)["index"]["BBB"]) == 2
    bars = store.read(version.id)
    assert bars.data_hash() == version.data_hash
    rebuilt = from_rows(np.array(["BBB"] * 3), bars.stamps, {n: p[:, 1] for n, p in bars.columns.items()})
    assert rebuilt.n_bars == 3
