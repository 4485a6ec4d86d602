"""Short forms of an entry."""

import pytest

from quantboard.core.indicators.catalog import BY_CODE
from quantboard.core.indicators.entry import Output, Param, made, outputs, params


def test_parameters_are_read_with_their_limits():
    assert params("n=20 up=2.0:0:20 k=3:2") == (
        Param("n", "int", 20, 1, 100_000),
        Param("up", "float", 2.0, 0, 20),
        Param("k", "int", 3, 2, 100_000),
    )


def test_outputs_are_lines_unless_they_say_otherwise():
    assert outputs("a:fast b:muted:band c") == (
        Output("a", "fast", "line"),
        Output("b", "muted", "band"),
        Output("c", "strategy", "line"),
    )


def test_an_entry_says_how_it_is_called():
    one = made("trend", "x1 | One | 一", "high low | n=5 | ^x1:fast", "It is. | 是。", "h", warm_up=lambda n: n)
    assert (one.usage, one.is_overlay, one.takes_bars, one.name) == ("x1(bars, n)", True, True, "x1")
    assert one.warm_up_of({"n": 7}) == 7
    assert one.defaults() == {"n": 5}
    assert BY_CODE["correl"].usage == "correl(x, y, n)"


@pytest.mark.parametrize(("code", "name", "end"), [("sma", "n", 100), ("t3", "v", 1.0), ("atr", "n", 70)])
def test_a_slider_ends_near_what_is_used(code, name, end):
    assert next(one for one in BY_CODE[code].params if one.name == name).slider_high == end
