from pathlib import Path

import numpy as np
import pytest

from quantboard.core.access import Actor
from quantboard.core.progress import silent
from quantboard.readers.qlib import pack
from quantboard.services import datasets, qlib_files
from quantboard.services.qlib_files import FolderInUse


def test_there_and_back(bob: Actor, tmp_path: Path) -> None:
    sample = datasets.load_sample_now(bob, silent)
    assert qlib_files.write_folder(bob, sample.id, tmp_path / "q") == sample.n_rows
    assert (tmp_path / "q" / "calendars" / "day.txt").read_text().startswith("2000-03-01\n")
    pack(tmp_path / "q", tmp_path / "q.zip")
    again = datasets.import_now(bob, "Again", [tmp_path / "q.zip"], {}, silent)
    assert (again.symbols, again.n_rows, again.first) == (sample.symbols, sample.n_rows, sample.first)
    one, other = (datasets.bars_of(bob, made.id, ["FB"]) for made in (sample, again))
    assert np.allclose(one.close, other.close, rtol=1e-6)
    with pytest.raises(FolderInUse):
        qlib_files.write_folder(bob, sample.id, tmp_path / "q")


def test_packed_to_be_sent(bob: Actor, tmp_path: Path) -> None:
    sample = datasets.load_sample_now(bob, silent)
    made = qlib_files.packed(bob, sample.id)
    assert made.n_rows == sample.n_rows
    assert datasets.import_now(bob, "Again", [made.path], {}, silent).n_rows == sample.n_rows
    made.path.unlink()
