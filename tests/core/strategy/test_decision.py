import numpy as np
import pytest

from quantboard.core.strategy.decision import (
    ENTRY,
    EXIT,
    SHORT_ENTRY,
    SHORT_EXIT,
    Decision,
    NoDecision,
    decided,
    signals,
)


def test_levels_are_bits() -> None:
    assert ENTRY | EXIT | SHORT_ENTRY | SHORT_EXIT == 15


def test_levels_become_codes_and_nan_is_false() -> None:
    made = signals(entry=np.array([[1.0], [np.nan], [0.0]]), exit=[[False], [True], [True]], stop_loss=0.1)
    assert made.signals is not None
    assert made.signals[:, 0].tolist() == [ENTRY, EXIT, EXIT]
    assert made.stop_loss == 0.1


def test_what_a_function_returned() -> None:
    weights = decided(np.array([[1], [0]]))
    assert weights.weights is not None
    assert weights.weights.dtype == np.float64
    ready = Decision()
    assert decided(ready) is ready
    with pytest.raises(NoDecision):
        decided("buy")
