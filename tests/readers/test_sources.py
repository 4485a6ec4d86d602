import pyarrow as pa
import pyarrow.parquet as pq

from quantboard.readers import text
from quantboard.readers.containers import open_container
from quantboard.readers.plan import ReadPlan
from quantboard.readers.sources import ParquetSource, TextSource

PLAN = ReadPlan(n_columns=3, first_row=1)


def source_of(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    return TextSource(open_container(path).members[0])


def test_lines_keep_their_numbers_over_blank_and_broken_ones(tmp_path):
    source = source_of(tmp_path, b"a,b,c\n1,2,3\n\n4,5\n6,7,8\r\n")
    (block,) = source.blocks(PLAN)
    kept = [int(line) for line, cell in zip(block.lines, block.columns[0].to_pylist(), strict=True) if cell]
    assert kept == [2, 5]
    assert block.columns[2].to_pylist()[-1] == "8"
    assert [(bad.line, bad.code) for bad in source.bad] == [(4, "wrong_field_count")]


def test_blocks_join_without_a_seam(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "BLOCK", 50)
    source = source_of(tmp_path, b"a,b,c\n" + b"".join(b"%d,2,3\n" % n for n in range(100)))
    blocks = list(source.blocks(PLAN))
    assert len(blocks) > 5
    assert [cell for block in blocks for cell in block.columns[0].to_pylist()] == [str(n) for n in range(100)]
    assert [int(line) for block in blocks for line in block.lines] == list(range(2, 102))
    assert blocks[-1].done == 1.0


def test_parquet_keeps_its_types(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"date": pa.array([20210104], pa.int32()), "close": ["1.5"]}), path)
    source = ParquetSource(open_container(path).members[0], "a", "a")
    assert source.sample("", "").converted == ("date", "close")
    (block,) = source.blocks(PLAN)
    assert block.columns[0].type == pa.int32()
