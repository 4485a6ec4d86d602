import numpy as np
import pytest

from quantboard.core.backtest.views.selection import SORTS, BadSelection, Selection, chosen, rows_between
from quantboard.core.bars import stamp_text
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def result():
    return result_of()


def told(result, **asked):
    found = chosen(result.trades, result.symbols, Selection(**asked).checked())
    return result.trades.taken(found).rows(result.symbols, "1d")


def test_everything_by_entry(result):
    rows = told(result)
    assert len(rows) == len(result.trades)
    assert [row["entry_at"] for row in rows] == sorted(row["entry_at"] for row in rows)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"symbol": "BBB"}, lambda row: row["symbol"] == "BBB"),
        ({"side": "short"}, lambda row: row["side"] == "short"),
        ({"reason": "stop_loss"}, lambda row: row["exit_reason"] == "stop_loss"),
        ({"reason": "open"}, lambda row: row["exit_at"] is None),
        ({"outcome": "win"}, lambda row: row["exit_at"] and row["pnl"] > 0),
        ({"outcome": "loss"}, lambda row: row["exit_at"] and row["pnl"] <= 0),
        ({"outcome": "open"}, lambda row: row["exit_at"] is None),
        (
            {"from_on": "2019-03-01", "to_on": "2019-04-30"},
            lambda row: row["entry_at"] <= "2019-04-30" and (row["exit_at"] or "9") >= "2019-03-01",
        ),
        ({"symbol": "AAA", "outcome": "win"}, lambda row: row["symbol"] == "AAA" and row["exit_at"] and row["pnl"] > 0),
    ],
)
def test_a_filter_keeps_exactly_what_it_says(result, asked, holds):
    everything = told(result)
    assert told(result, **asked) == [row for row in everything if holds(row)] != everything


def test_an_unknown_symbol_has_no_trades(result):
    assert told(result, symbol="NOPE") == []


@pytest.mark.parametrize("column", SORTS)
def test_each_order_holds_both_ways(result, column):
    up = chosen(result.trades, result.symbols, Selection(sort=column))
    down = chosen(result.trades, result.symbols, Selection(sort=f"-{column}"))
    values = getattr(result.trades, column)
    if column == "exit_at":
        values = np.where(result.trades.is_open, np.iinfo(np.int64).max, values)
    known = values[up][~np.isnan(values[up].astype(float))]
    assert (np.diff(known.astype(float)) >= 0).all()
    known = values[down][~np.isnan(values[down].astype(float))]
    assert (np.diff(known.astype(float)) <= 0).all()
    assert sorted(up) == sorted(down) == list(range(len(result.trades)))


@pytest.mark.parametrize(
    "asked", [{"side": "up"}, {"reason": "mood"}, {"outcome": "?"}, {"sort": "__class__"}, {"from_on": "soon"}]
)
def test_nonsense_is_refused(asked):
    with pytest.raises(Exception, match=r"\w") as told_off:
        Selection(**asked).checked()
    assert told_off.value.code in (BadSelection.code, "date.unreadable", "date.bad", told_off.value.code)
    assert told_off.value.code.count(".") == 1


def test_rows_of_days(result):
    first, last = rows_between(result.stamps, "2019-02-01", "2019-02-28")
    days = [stamp_text(int(stamp), "1d") for stamp in result.stamps[first:last]]
    assert (days[0], days[-1], len(days)) == ("2019-02-01", "2019-02-28", 28)
    assert rows_between(result.stamps, "", "") == (0, len(result.stamps))
