import csv
import io

import openpyxl
import pyarrow.parquet as pq
import pytest

from quantboard.core.backtest.views.journal import Asked
from quantboard.core.backtest.views.selection import Selection
from quantboard.services import report_files as service
from tests.services.reporting import result, run

__all__ = ["result", "run"]


def test_the_three_kinds_hold_the_same_chosen_trades(bob, run, result):
    wanted = Selection(symbol="IBM", outcome="win", sort="-pnl")
    made = {kind: service.trades(bob, run, wanted, kind) for kind in service.FORMATS}
    table = pq.read_table(io.BytesIO(made["parquet"].body))
    lines = list(csv.DictReader(io.StringIO(made["csv"].body.decode())))
    sheet = list(openpyxl.load_workbook(io.BytesIO(made["xlsx"].body)).active.values)
    wins = (result.trades.symbol == 1) & ~result.trades.is_open & (result.trades.pnl > 0)
    assert {one.n_rows for one in made.values()} == {table.num_rows, int(wins.sum())}
    pnl = table.column("pnl").to_pylist()
    assert pnl == sorted(pnl, reverse=True)
    assert [float(line["pnl"]) for line in lines] == pnl
    assert sheet[0] == service.TRADE
    assert [row[service.TRADE.index("pnl")] for row in sheet[1:]] == pnl
    assert made["xlsx"].name.endswith(f"{result.result_hash[:12]}.xlsx")


def test_orders_with_gaps(bob, run, result):
    made = service.orders(bob, run, Asked(state="rejected"), "csv")
    lines = list(csv.DictReader(io.StringIO(made.body.decode())))
    assert (len(lines), lines[0]["price"], lines[0]["reason"]) == (
        len(result.rejected),
        "",
        result.rejected[0]["reason"],
    )
    with pytest.raises(service.BadFormat):
        service.orders(bob, run, Asked(), "docx")
