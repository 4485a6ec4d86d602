import numpy as np
import pytest

from quantboard.services import report_holdings as service
from quantboard.services.report_source import opened
from tests.services.reporting import result, run

__all__ = ["result", "run"]


def test_a_day_and_the_whole_time(bob, run, result):
    held = service.held(bob, run, "2006-07-04")  # a holiday: what was held after the day before
    assert held.at == "2006-07-03"
    row = int(np.searchsorted(result.stamps, np.datetime64("2006-07-03", "us").astype(np.int64)))
    assert {one.symbol for one in held.items} == {
        symbol for symbol, units in zip(result.symbols, result.positions[row], strict=True) if units
    }
    assert held.equity == result.equity[row]
    assert len(held.boxes) == len(held.items)
    assert held.as_json()["items"][0]["symbol"] == held.items[0].symbol
    assert service.held(bob, run).items, "by default a day with a position"
    assert service.row_of(opened(bob, run), "1970-01-01") == 0

    told = service.over_time(bob, run, 100, 2)
    assert len(told["symbols"]) == 2
    sums = [sum(parts) for parts in zip(*told["weights"].values(), told["others"], told["cash"], strict=True)]
    assert sums == pytest.approx([1.0] * len(sums), abs=1e-5)
