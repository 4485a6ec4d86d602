import zipfile

import numpy as np
import pytest

from quantboard.readers.containers import CorruptFile
from quantboard.readers.qlib import Written, is_folder, pack
from quantboard.readers.read import read

DAYS = np.arange("2021-01-04", "2021-02-13", dtype="datetime64[D]")
DAYS = DAYS[np.is_busday(DAYS)]


def folder_of(tmp_path, freq="day"):
    root = tmp_path / "cn"
    (root / "calendars").mkdir(parents=True)
    (root / "instruments").mkdir()
    (root / "calendars" / f"{freq}.txt").write_text("\n".join(map(str, DAYS)) + "\n")
    (root / "instruments" / "all.txt").write_text(
        "SH600000\t2021-01-04\t2021-02-12\nSZ000001\t2021-01-11\t2021-02-12\n"
    )
    for symbol, start in (("sh600000", 0), ("sz000001", 5)):
        (root / "features" / symbol).mkdir(parents=True)
        for name, value in (
            ("open", 1.5),
            ("high", 2.0),
            ("low", 0.5),
            ("close", 1.3196),
            ("volume", 7),
            ("factor", 3),
        ):
            values = np.full(len(DAYS) - start, value, dtype="<f4")
            values[2] = np.nan
            data = np.concatenate([[np.float32(start)], values]).astype("<f4")
            (root / "features" / symbol / f"{name}.{freq}.bin").write_bytes(data.tobytes())
    return root


def test_a_packed_folder_is_read(tmp_path):
    root = folder_of(tmp_path)
    assert is_folder(root)
    pack(root, tmp_path / "cn.zip")
    found = read(tmp_path / "cn.zip", "cn.zip")
    assert found.rows.symbols == ("SH600000", "SZ000001")
    assert found.report.rows_kept == 2 * len(DAYS) - 5 - 2  # each lacks one day
    assert found.rows.columns["close"][0] == 1.3196  # the decimal that float32 means
    assert found.rows.columns["factor"][0] == 3
    first = found.rows.stamps[found.rows.codes == 1][0]
    assert np.datetime64(int(first), "us") == DAYS[5]


def test_features_without_their_calendar(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("features/a/close.day.bin", b"\0" * 8)
    with pytest.raises(CorruptFile, match="calendar"):
        read(tmp_path / "a.zip", "a.zip")


def test_links_are_not_packed(tmp_path):
    root = folder_of(tmp_path)
    (root / "features" / "sh600000" / "x.day.bin").symlink_to("/etc/hostname")
    pack(root, tmp_path / "cn.zip")
    assert "x.day.bin" not in " ".join(zipfile.ZipFile(tmp_path / "cn.zip").namelist())


def test_a_series_as_bytes():
    written = Written(np.array([10, 20, 30, 40]), "day")
    data = np.frombuffer(written.series(np.array([20, 40]), np.array([1.5, 2.5])), dtype="<f4")
    assert data[0] == 1
    assert np.array_equal(data[1:], np.array([1.5, np.nan, 2.5], dtype="<f4"), equal_nan=True)
    assert written.member("SH600000", "close") == "features/sh600000/close.day.bin"
