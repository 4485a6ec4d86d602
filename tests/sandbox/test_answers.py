import numpy as np
import pytest

from quantboard.sandbox import answers
from quantboard.sandbox.api import Exits, Signals


def test_levels_become_bits():
    entry, leave = np.array([True, False, True]), np.array([0.0, np.nan, 2.0])
    codes = answers.codes(Signals(entry=entry, exit=leave, short_exit=[1, 1, 0]), (3, 1))
    assert codes.ravel().tolist() == [9, 8, 3]
    assert codes.dtype == np.int8


def test_a_column_serves_all_symbols():
    codes = answers.codes(Signals(entry=np.ones((2, 1))), (2, 3))
    assert codes.tolist() == [[1, 1, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.ones(3), "one value a bar, but there are 2 symbols"),
        (np.ones((2, 2)), r"shape \(2, 2\)"),
        (np.ones((3, 2, 1)), "shape"),
        ("x", "a str, not an array"),
        (1.0, "a float, not an array"),
        (np.array(["a", "b", "c"]), "<U1"),
        (np.array([None, None, None]), "object"),
        ([[1], [1, 2]], "unequal rows"),
    ],
)
def test_other_forms_are_explained(value, message):
    with pytest.raises(answers.BadAnswer, match=message) as caught:
        answers.codes(Signals(entry=value), (3, 2))
    assert caught.value.advice


def test_nothing_returned_is_explained():
    with pytest.raises(answers.BadAnswer, match="nothing"):
        answers.codes(None, (1, 1))


def test_panels_may_hold_nan_but_no_infinity():
    assert np.isnan(answers.panel(np.array([np.nan, 1.0]), "weights", (2, 1))[0, 0])
    with pytest.raises(answers.BadAnswer, match="infinite"):
        answers.panel(np.array([np.inf, 1.0]), "weights", (2, 1))


def test_one_number_is_a_size_for_all():
    assert answers.panel(0.5, "size", (2, 3)).tolist() == [[0.5] * 3] * 2
    with pytest.raises(answers.BadAnswer):
        answers.panel(0.5, "weights", (2, 3))


def test_exits_are_distances():
    assert answers.exits(Exits(stop_loss=np.float64(0.1))) == (0.1, None, None)
    assert answers.exits(Exits(stop_loss="ma:20", trailing="atr:3")) == ("ma:20", None, "atr:3")
    assert answers.exits(None) == (None, None, None)
    for wrong in (0, -1, float("inf"), True, "x"):
        with pytest.raises(answers.BadAnswer):
            answers.exits(Exits(stop_loss=wrong))
    with pytest.raises(answers.BadAnswer):
        answers.exits((0.1, 0.2))
