from quantboard.core.builder.analysis import analysis
from quantboard.core.builder.graph import Graph, Node
from quantboard.core.builder.parsing import graph_of
from quantboard.research import strategy_source


def test_a_whole_graph_has_code_and_words():
    told = analysis(graph_of(strategy_source("macd")))
    assert told.is_whole
    assert told.source.startswith("name = 'MACD'")
    (line,) = told.lines["up"]
    assert told.source.split("\n")[line - 1].strip() == "up = cross_above(macd_1_line, macd_1_signal)"
    assert told.sentence.startswith("Buy when MACD(fast, slow, signal) line crosses above")


def test_what_is_missing_is_told_at_its_node():
    told = analysis(Graph("x", (Node("enter", "enter"),)), chinese=True)
    assert (told.is_whole, told.source, told.status) == (False, "", {"enter": "error"})
