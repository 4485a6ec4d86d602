import numpy as np
import pytest

from quantboard.readers.mending import NothingToRepair, mended, rows_of
from quantboard.readers.read import read

HEAD = "Symbol,Date,Open,High,Low,Close,Volume\n"
DAYS = [f"2019-03-{d:02d}" for d in range(4, 30) if d not in (9, 10, 16, 17, 23, 24)]


def table(tmp_path, days):
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "".join(f"{name},{day},1,2,0.5,1.5,9\n" for name in "AB" for day in days(name)))
    return read(path, path.name).rows


def test_sessions_that_one_symbol_lacks_are_filled(tmp_path):
    rows = table(tmp_path, lambda name: DAYS if name == "A" else [*DAYS[:4], *DAYS[6:]])
    found, report = mended(rows, ["fill"])
    assert len(found.stamps) == 2 * len(DAYS)
    assert (report.rows_read, report.rows_kept, report.calendar) == (2 * len(DAYS) - 2, 2 * len(DAYS) - 2, "XNYS")
    assert found.columns["volume"][len(DAYS) + 4 : len(DAYS) + 6].tolist() == [0.0, 0.0]
    assert np.array_equal(np.unique(found.stamps), rows_of(rows).stamps[: len(DAYS)])


def test_nothing_to_repair(tmp_path):
    with pytest.raises(NothingToRepair):
        mended(table(tmp_path, lambda _: DAYS), ["fill"])
    with pytest.raises(NothingToRepair):
        mended(table(tmp_path, lambda _: DAYS[:5]), ["fill"])
