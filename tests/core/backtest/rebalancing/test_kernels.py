"""Targets of a small market, with the exact units that they come to."""

import numpy as np
import pytest

from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play

FLAT = ((10.0, 10.0, 10.0, 10.0), (20.0, 20.0, 20.0, 20.0))


def moved(*rows, **options):
    weights = np.full((4, 2), np.nan)
    weights[: len(rows)] = rows
    return play(bars_of(*[FLAT] * 4, symbols=("A", "B")), Decision(weights=weights), cash=1000, **options)


def test_sells_pay_for_the_buys_of_the_same_open() -> None:
    result = moved((1.0, 0.0), (0.25, 0.75))
    assert result.positions[1:3].tolist() == [[100.0, 0.0], [25.0, 37.5]]
    assert result.fills.side.tolist() == [1, -1, 1]


def test_buys_shrink_together_or_the_smallest_go_first() -> None:
    options = {"commission": 0.25}  # whole weights cost 1250
    assert moved((0.2, 0.8), **options).positions[1].tolist() == pytest.approx([16.0, 32.0])
    assert moved((0.2, 0.8), cash_rule="sequential", **options).positions[1].tolist() == pytest.approx([20.0, 30.0])


def test_a_target_across_zero_is_split() -> None:
    result = moved((0.5, np.nan), (-0.5, np.nan), short=True)
    assert result.fills.units.tolist() == [50.0, 50.0, 50.0]
    assert result.positions[2, 0] == -50.0
    assert len(result.trades) == 2
