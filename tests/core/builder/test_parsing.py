import pytest
from hypothesis import HealthCheck, given, settings

from quantboard.core.builder.graph import BadGraph
from quantboard.core.builder.parsing import graph_of
from quantboard.core.builder.source import source_of
from quantboard.research import strategy_source
from quantboard.store import library
from tests.core.builder.drawings import graphs

ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=60, **ANY)
@given(graphs())
def test_graph_to_code_to_graph_is_identity(graph):
    assert graph_of(source_of(graph).text) == graph


@pytest.mark.slow
@settings(max_examples=600, **ANY)
@given(graphs())
def test_graph_to_code_to_graph_is_identity_for_thousands(graph):
    text = source_of(graph).text
    assert graph_of(text) == graph
    assert graph_of(source_of(graph, with_layout=False).text).without_layout().name == graph.name


@pytest.mark.parametrize("key", library.strategy_keys())
def test_every_template_can_be_drawn_and_written_again(key):
    graph = graph_of(strategy_source(key))
    assert all(one.kind != "source" for one in graph.nodes)
    assert graph_of(source_of(graph).text) == graph


def test_an_expression_becomes_a_node_for_each_part():
    graph = graph_of(
        "def signals(bars, p):\n"
        "    return Signals(entry=cross_above(sma(bars.close, 5), sma(bars.close, 20)) & (rsi(bars.close, 14) < 30))\n"
    )
    assert [one.kind for one in graph.nodes] == [
        *("column", "indicator:sma", "indicator:sma", "cross_above", "indicator:rsi", "less", "all_of", "enter")
    ]


def test_what_is_not_known_becomes_a_node_of_code():
    graph = graph_of(
        "def signals(bars, p):\n"
        "    x = bars.close\n"
        "    for n in (1, 2):\n"
        "        x = x + n\n"
        "    y = np.cumsum(x, axis=0)\n"
        "    return Signals(entry=y > 3)\n"
    )
    kinds = {one.id: one.kind for one in graph.nodes}
    assert list(kinds.values()).count("code") == 2
    assert graph_of(source_of(graph).text) == graph


@pytest.mark.parametrize(
    "text",
    [
        "def signals(bars, p):\n    if p is None:\n        return None\n    return Signals(entry=bars.close > 1)\n",
        "def exits(bars, p):\n    return Exits(stop_loss=0.1)\ndef weights(bars, p):\n    return bars.close\n",
        "x = {}\ndef weights(bars, p):\n    return bars.close\n",
    ],
)
def test_what_cannot_be_drawn_stays_as_it_is(text):
    graph = graph_of(text)
    assert [one.kind for one in graph.nodes] == ["source"]
    assert source_of(graph).text == text


def test_an_edited_number_changes_its_node_only():
    graph = graph_of(strategy_source("bollinger"))
    text = source_of(graph).text.replace("20, 5, 200", "30, 5, 200")
    changed = graph_of(text)
    assert [one for one, other in zip(changed.nodes, graph.nodes, strict=True) if one != other] == [
        changed.node("length")
    ]
    assert changed.node("length").params["default"] == 30


def test_text_that_is_no_python_is_refused():
    with pytest.raises(BadGraph):
        graph_of("def (")
