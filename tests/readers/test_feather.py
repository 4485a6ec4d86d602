import numpy as np
import pyarrow as pa
import pyarrow.feather as feather
import pytest

from quantboard.readers.containers import CorruptFile
from quantboard.readers.read import read

TABLE = pa.table(
    {
        "date": pa.array(np.arange("2021-01-04", "2021-01-30", dtype="datetime64[D]")),
        "symbol": pa.array(["A"] * 26).dictionary_encode(),
        **{name: pa.array(np.full(26, value)) for name, value in zip("ohlc", (1.5, 2.0, 0.5, 1.25), strict=True)},
        "v": pa.array(np.arange(26)),
    }
)


@pytest.mark.parametrize("how", ["feather", "stream"])
def test_files_and_streams(tmp_path, how):
    path = tmp_path / "a.feather"
    if how == "stream":
        with pa.ipc.new_stream(path, TABLE.schema) as out:
            out.write_table(TABLE, max_chunksize=10)
    else:
        feather.write_feather(TABLE, path)
    found = read(path, path.name)
    assert (found.rows.symbols, found.report.rows_kept, found.plan.interval) == (("A",), 26, "1d")
    assert found.rows.columns["close"][0] == 1.25
    assert found.rows.columns["volume"][-1] == 25


def test_a_file_that_is_cut_off(tmp_path):
    path = tmp_path / "a.feather"
    feather.write_feather(TABLE, path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(CorruptFile):
        read(path, path.name)
    path.write_bytes(b"FEA1" + bytes(100))
    with pytest.raises(CorruptFile, match="first version"):
        read(path, path.name)
    path.write_bytes(b"Date,Open\n")
    with pytest.raises(CorruptFile):
        read(path, path.name)
