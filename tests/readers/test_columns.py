import numpy as np
import pyarrow as pa

from quantboard.readers.columns import read_source
from quantboard.readers.plan import ReadPlan, WideGroup
from quantboard.readers.sources import Block


class Given:
    """A table of given columns."""

    def __init__(self, *columns):
        self.stem = self.label = "given"
        self.bad = []
        self._columns = [pa.array(column, pa.string()) for column in columns]

    def blocks(self, plan):
        yield Block(self._columns, np.arange(len(self._columns[0])) + 2, 1.0)


ROLES = {"date": 0, "open": 1, "high": 2, "low": 3, "close": 4}
DATES = ["2021-01-04", "2021-01-05", None, "Average"]


def silent(_share, _rows):
    return None


def test_numbers_symbols_and_the_footer():
    prices = [["10", "x", None, "1"]] + [["10", "11", None, "1"]] * 3
    table = Given(DATES, *prices, ["'000001", "000001", None, ""])
    plan = ReadPlan(names=("Date", "Open", "High", "Low", "Close", "Code"), n_columns=6, roles={**ROLES, "symbol": 5})
    part = read_source(table, plan, silent)
    assert part.symbols == ["000001"]
    assert part.lines.tolist() == [2]
    assert dict(part.counts) == {"non_numeric_value": 1, "footer_ignored": 1}
    assert (part.n_read, part.n_bad) == (3, 1)
    assert part.places["non_numeric_value"][0].text == "x"


def test_a_price_factor_and_numbers_beyond_meaning():
    table = Given(DATES[:2], ["100", "200"], ["110", "inf"], ["90", "190"], ["105", "200"])
    plan = ReadPlan(names=("Date", "Open", "High", "Low", "Close"), n_columns=5, roles=ROLES, scale=0.01)
    part = read_source(table, plan, silent)
    assert part.columns["close"].tolist() == [1.05]
    assert dict(part.counts) == {"value_out_of_range": 1}


def test_symbols_side_by_side():
    table = Given(DATES[:2], *[["10", "11"]] * 4, *[["20", None]] * 4)
    groups = (
        WideGroup("A", {r: i for r, i in ROLES.items() if i}),
        WideGroup("B", {"open": 5, "high": 6, "low": 7, "close": 8}),
    )
    plan = ReadPlan(names=("Date",) * 9, n_columns=9, roles={"date": 0}, wide=groups)
    part = read_source(table, plan, silent)
    assert [part.symbols[code] for code in part.codes] == ["A", "A", "B"]
    assert part.columns["close"].tolist() == [10, 11, 20]
