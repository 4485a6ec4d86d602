from quantboard.core.builder.graph import Graph
from quantboard.core.builder.parsing import graph_of
from quantboard.core.builder.sentence import sentence, words_of_nodes
from quantboard.research import strategy_source

SOURCE = """
name = "Two of them"
exits = Exits(stop_loss=0.05)

def signals(bars, p):
    line, signal, histogram = macd(bars.close, 12, 26, 9)
    cheap = rsi(bars.close, 14) < 30
    return Signals(
        entry=cross_above(line, signal) & cheap,
        exit=cross_below(line, signal) | (rsi(bars.close, 14) > 70),
        size=0.5,
    )
"""


def test_a_strategy_is_read_aloud():
    graph = graph_of(SOURCE)
    assert sentence(graph) == (
        "Buy when MACD(12, 26, 9) line crosses above MACD(12, 26, 9) signal and RSI(14) < 30; "
        "sell when MACD(12, 26, 9) line crosses below MACD(12, 26, 9) signal or RSI(14) > 70; "
        "stop-loss 5 %; size 50 % of equity."
    )
    told = sentence(graph, chinese=True)
    assert told.startswith("当MACD(12, 26, 9)")
    assert told.endswith("止损 5 %；仓位为权益的 50 %。")


def test_nesting_is_bracketed():
    source = "def signals(bars, p):\n    a, b, c = bars.close > 1, bars.open > 2, bars.low > 3\n"
    source += "    return Signals(entry=(a | b) & c)\n"
    assert sentence(graph_of(source)) == "Buy when (close > 1 or open > 2) and low > 3."


def test_what_is_not_drawn_yet_is_dots():
    assert sentence(Graph()) == "Nothing is decided yet."
    graph = graph_of("def signals(bars, p):\n    return Signals(entry=bars.close > 1)\n")
    assert sentence(Graph("x", graph.nodes[1:], graph.edges[1:])) == "Buy when … > 1."


def test_weights_are_read_aloud():
    told = sentence(graph_of(strategy_source("momentum")))
    assert "ebalanced: at the end of each month" in told


def test_every_node_has_words():
    assert words_of_nodes(graph_of(SOURCE))["cheap"] == "RSI(14) < 30"
