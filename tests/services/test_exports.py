import csv
import os

import pyarrow.parquet as pq
import pytest

from quantboard.core.progress import silent
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, candles, datasets, exports
from tests.services.backtesting import asked, sample, work_off


@pytest.fixture
def run(bob):
    with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR")) as server:
        view = asked(bob, sample(bob))
        work_off(server, view)
    return view


@pytest.mark.parametrize("table", exports.TABLES)
def test_both_formats_hold_the_same(bob, run, table):
    parquet = exports.table_file(bob, run.id, table, "parquet")
    text = exports.table_file(bob, run.id, table, "csv")
    rows = pq.read_table(parquet.path)
    lines = list(csv.reader(text.path.read_text(encoding="utf-8").splitlines()))
    assert parquet.n_rows == text.n_rows == rows.num_rows == len(lines) - 1 > 0
    assert lines[0] == rows.column_names
    numbers = [name for name in rows.column_names if str(rows.schema.field(name).type) == "double"]
    for name in numbers:
        column = rows.column_names.index(name)
        assert [float(line[column]) if line[column] else None for line in lines[1:]] == rows.column(name).to_pylist()


def test_curves_are_those_of_the_result(bob, run):
    columns = exports.equity_columns(bob, run.id)
    _, result = exports.finished(bob, run.id)
    assert columns["equity"] == list(result.equity)
    assert len(columns["at"]) == len(result.stamps)


def test_what_is_not_there(bob, ann):
    waiting = asked(bob, sample(bob))
    with pytest.raises(exports.Unfinished):
        exports.table_file(bob, waiting.id, "trades", "csv")
    with pytest.raises(exports.UnknownTable):
        exports.table_file(bob, waiting.id, "secrets", "csv")
    with pytest.raises(exports.UnknownTable):
        exports.table_file(bob, waiting.id, "trades", "xlsx")
    with pytest.raises(backtests.NoSuchBacktest):
        exports.finished(ann.__class__("f" * 32, "Eve", bob.role), waiting.id)


def test_cells_that_a_spreadsheet_would_run_are_text():
    text = exports.as_csv({"=SUM(A1)": ["@cmd", "plain", None], "n": [-1.5, None, 2]})
    assert list(csv.reader(text.splitlines())) == [["'=SUM(A1)", "n"], ["'@cmd", "-1.5"], ["plain", ""], ["", "2"]]


def test_bars_of_a_symbol(bob):
    view = datasets.load_sample_now(bob, silent)
    found = candles.candles(bob, view.id, "IBM", ("2001-01-02", "2001-01-05"), averages=[3])
    columns = exports.candle_columns(found)
    assert columns["time"] == ["2001-01-02", "2001-01-03", "2001-01-04", "2001-01-05"]
    assert exports.candle_csv(found).splitlines()[0] == "time,open,high,low,close,volume,ma3"
    assert exports.dataset_file(bob, view.id, "csv").n_rows == view.n_rows
