"""An indicator's picture, checked by its numbers."""

from quantboard.charts.indicators import indicator_figure
from quantboard.core.indicators.catalog import BY_CODE
from quantboard.palette import LIGHT

TIMES = ["2024-01-02", "2024-01-03"]


def drawn(code, **curves):
    return indicator_figure(TIMES, ("Close", [1.0, 2.0]), curves, BY_CODE[code])


def test_an_overlay_shares_the_axis_of_the_price():
    made = drawn("bbands", upper=[None, 3.0], middle=[None, 2.0], lower=[None, 1.0])
    assert [one.name for one in made.data] == ["Close", "upper", "middle", "lower"]
    assert {one.yaxis for one in made.data[1:]} == {"y"}
    assert list(made.data[1].y) == [None, 3.0]
    assert made.data[1].line.dash == "dot"


def test_a_pane_has_its_own_axis_and_levels():
    made = drawn("rsi", rsi=[None, 55.0])
    assert made.data[1].yaxis == "y2"
    assert made.layout.yaxis2.domain == (0.0, 0.37)
    assert [one.y0 for one in made.layout.shapes] == [30.0, 70.0]


def test_bars_marks_and_what_is_not_drawn():
    assert drawn("macd", line=[0, 1], signal=[0, 1], histogram=[0, 0]).data[3].type == "bar"
    assert drawn("sar", sar=[0, 1]).data[1].mode == "markers"
    made = drawn("supertrend", supertrend=[0, 1], trend=[1, 1])
    assert [one.name for one in made.data] == ["Close", "supertrend"]
    assert made.data[1].line.color == LIGHT.marker
