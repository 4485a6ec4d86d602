import gzip
import json

import pytest

from quantboard.readers.containers import CorruptFile
from quantboard.readers.read import read

DAYS = [f"2021-01-{d:02d}" for d in range(4, 30)]
ROWS = [{"date": day, "open": 1.5, "high": 2, "low": 0.5, "close": 1.25, "volume": 7} for day in DAYS]
BY_COLUMN = {name: [row[name] for row in ROWS] for name in ROWS[0]}


def write(tmp_path, text, name="abc.json"):
    path = tmp_path / name
    path.write_text(text)
    return path


SHAPES = {
    "lines": "\n".join(map(json.dumps, ROWS)) + "\n",
    "list": json.dumps(ROWS, indent=1),
    "named": json.dumps({"code": 0, "data": {"symbol": "X", "bars": ROWS}}),
    "columns": json.dumps(BY_COLUMN),
    "pandas": json.dumps({name: {str(at): value for at, value in enumerate(v)} for name, v in BY_COLUMN.items()}),
    "split": json.dumps({"columns": list(ROWS[0]), "index": list(range(26)), "data": [list(r.values()) for r in ROWS]}),
    "by_date": json.dumps(
        {"Meta Data": {"1. Symbol": "ABC"}, "Time Series (Daily)": {
            row["date"]: {"1. open": "1.5", "2. high": "2", "3. low": "0.5", "4. close": "1.25", "5. volume": "7"}
            for row in ROWS}}
    ),
    "rows": json.dumps([list(row.values()) for row in ROWS]),
    "headed_rows": json.dumps([list(ROWS[0]), *[list(row.values()) for row in ROWS]]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_records(tmp_path, shape):
    found = read(write(tmp_path, SHAPES[shape]), "abc.json")
    assert found.rows.symbols == ("abc",)
    assert found.report.rows_kept == 26
    assert [found.rows.columns[name][0] for name in ("open", "high", "low", "close", "volume")] == [
        1.5,
        2,
        0.5,
        1.25,
        7,
    ]


def test_packed_lines_and_a_broken_one(tmp_path):
    lines = [json.dumps(row) for row in ROWS]
    lines[4] = '{"date": "2021-01-08", "open": 1'
    path = tmp_path / "abc.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    found = read(path, path.name)
    assert found.report.rows_kept == 25
    (bad,) = [f for f in found.report.findings if f.code == "malformed_record"]
    assert bad.samples[0].line == 5


def test_klines_without_names(tmp_path):
    bars = [
        [1_609_459_200_000 + 60_000 * n, "1.5", "2", "0.5", "1.25", "7", 0, "0", 1, "0", "0", "0"] for n in range(50)
    ]
    found = read(write(tmp_path, json.dumps(bars), "BTCUSDT.json"), "BTCUSDT.json")
    assert (found.plan.interval, found.plan.dates) == ("1m", "epoch_ms")
    assert found.rows.columns["close"][-1] == 1.25


@pytest.mark.parametrize("text", ['[{"date": "2021-01-04", ', "[]", '{"a": [{"b": 1}', '[["2021-01-04", 1], [2'])
def test_what_holds_no_records(tmp_path, text):
    with pytest.raises(CorruptFile):
        read(write(tmp_path, text), "abc.json")


def test_digits_stay_as_written(tmp_path):
    rows = [{**row, "symbol": "000001", "close": 1.1} for row in ROWS]
    found = read(write(tmp_path, json.dumps(rows)), "abc.json")
    assert found.rows.symbols == ("000001",)
    assert found.rows.columns["close"][0] == 1.1
