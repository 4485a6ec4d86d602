import pytest

from quantboard.core.builder.parsing import graph_of
from quantboard.core.builder.preview import needed_by, preview_source
from quantboard.core.builder.source import NotDrawn

GRAPH = graph_of(
    "params = Params(n=Int(3, 1, 9))\n"
    "def signals(bars, p):\n"
    "    fast = sma(bars.close, p.n)\n"
    "    up = bars.close > fast\n"
    "    other = bars.open < 3\n"
    "    return Signals(entry=up, exit=other)\n"
)


def test_a_node_brings_all_that_it_reads_and_no_more():
    assert needed_by(GRAPH, "up") == {"up", "close", "fast", "n"}
    text = preview_source(GRAPH, "up")
    assert "seen = where(up, 1.0, 0.0)" in text
    assert "other" not in text


def test_numbers_come_as_they_are():
    assert "seen = fast * 1.0" in preview_source(GRAPH, "fast")


def test_an_order_shows_what_it_reads():
    assert preview_source(GRAPH, "enter") == preview_source(GRAPH, "up")


def test_what_computes_nothing_has_no_preview():
    for node_id in ("n", "nobody"):
        with pytest.raises(NotDrawn):
            preview_source(GRAPH, node_id)
