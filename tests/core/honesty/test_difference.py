"""The first cell in which two results part."""

from dataclasses import replace

import numpy as np
import pytest

from quantboard.core.honesty.difference import first_difference, vars_of
from tests.core.backtest.worlds import play, random_bars, random_decision


@pytest.fixture
def result():
    rng = np.random.default_rng(6)
    bars = random_bars(rng, 200, 2)
    return play(bars, random_decision(rng, bars, "signals", short=False), commission=0.001)


def changed(result, part, column, row, value):
    columns = {name: array.copy() for name, array in vars_of(getattr(result, part)).items()}
    columns[column][row] = value
    return replace(result, **{part: type(getattr(result, part))(**columns)})


def test_equal_ones_do_not_part(result):
    assert first_difference(result, replace(result, equity=result.equity.copy())) is None


def test_rounding_is_no_difference(result):
    assert first_difference(result, replace(result, equity=result.equity * (1 + 1e-12))) is None


def test_a_price_of_a_trade(result):
    found = first_difference(result, changed(result, "trades", "exit_price", 3, 1.5))
    assert (found.table, found.row, found.column) == ("trades", 4, "exit_price")
    assert (found.stored, found.recomputed) == (repr(float(result.trades.exit_price[3])), "1.5")
    assert found.at == result.trades.rows(result.symbols, "1d")[3]["entry_at"]
    assert found.sentence == f"trades, row 4 ({found.at}), exit_price: stored {found.stored}, recomputed 1.5."


def test_the_earliest_row_wins(result):
    other = changed(changed(result, "trades", "fees", 5, 1.0), "trades", "reason", 2, -1)
    found = first_difference(result, other)
    assert (found.row, found.column, found.recomputed) == (3, "reason", "open")


def test_curves_fills_and_positions(result):
    equity = result.equity.copy()
    equity[50] += 1.0
    assert first_difference(result, replace(result, equity=equity)).table == "equity"
    assert first_difference(result, changed(result, "fills", "commission", 0, 9.0)).table == "fills"
    positions = result.positions.copy()
    positions[7, 1] += 1
    found = first_difference(result, replace(result, positions=positions))
    assert (found.table, found.row, found.column) == ("positions", 8, "B")


def test_rows_that_are_missing(result):
    n = len(result.trades)
    found = first_difference(result, replace(result, trades=result.trades.taken(np.arange(n - 2))))
    assert (found.table, found.row, found.column) == ("trades", n - 1, "rows")
    assert (found.stored, found.recomputed) == (str(n), str(n - 2))


def test_a_specification_comes_first(result):
    other = replace(result, spec=replace(result.spec, cash=5.0), equity=result.equity * 2)
    found = first_difference(result, other)
    assert (found.table, found.column, found.recomputed) == ("spec", "cash", "5.0")
