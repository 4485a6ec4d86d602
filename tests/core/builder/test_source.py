import ast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quantboard.core.builder.graph import Edge, Graph, Node
from quantboard.core.builder.source import NotDrawn, source_of
from tests.core.builder.drawings import graphs
from tests.core.builder.test_check import WHOLE


def test_a_graph_is_written_as_a_person_would():
    assert source_of(WHOLE, with_layout=False).text == (
        "name = 'x'\n"
        "exits = Exits(\n"
        "    stop_loss=0.05,\n"
        ")\n"
        "\n"
        "def signals(bars, p):\n"
        "    close = bars.close\n"
        "    above = close > 3.0\n"
        "    return Signals(\n"
        "        entry=above,\n"
        "        size=0.5,\n"
        "    )\n"
    )


def test_each_node_knows_its_lines():
    made = source_of(WHOLE)
    lines = made.text.split("\n")
    assert "close > 3.0" in lines[made.lines["above"][0] - 1]
    assert "stop_loss" in lines[made.lines["stop"][0] - 1]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_value_becomes_code(name, help_):
    node = Node("n", "whole_parameter", {"default": 3, "least": 1, "most": 9, "help": help_})
    tree = ast.parse(source_of(Graph(name, (*WHOLE.nodes, node), WHOLE.edges)).text)
    assert [type(one).__name__ for one in tree.body] == ["Assign", "Assign", "Assign", "FunctionDef"]
    assert ast.literal_eval(tree.body[0].value) == name


@pytest.mark.parametrize("text", ["pe) or print(1", "__class__", "a.b", "a b", ""])
def test_a_column_s_name_cannot_be_code(text):
    graph = Graph("x", (*WHOLE.nodes, Node("c", "other_column", {"field": text})), WHOLE.edges)
    with pytest.raises(NotDrawn):
        source_of(graph)


@pytest.mark.parametrize("body", ["out = x\nreturn 3", "out = (", "out = x\nif True:\npass"])
def test_code_that_leaves_its_function_is_refused(body):
    graph = Graph("x", (*WHOLE.nodes, Node("c", "code", {"inputs": "", "outputs": "out", "body": body})), WHOLE.edges)
    with pytest.raises(NotDrawn):
        source_of(graph)


def test_two_names_for_one_variable_are_refused():
    nodes = (Node("b", "indicator:bbands"), Node("b_upper", "negate"))
    edges = (Edge("close", "out", "b", "x"), Edge("close", "out", "b_upper", "a"))
    with pytest.raises(NotDrawn, match="both write b_upper"):
        source_of(Graph("x", (*WHOLE.nodes, *nodes), (*WHOLE.edges, *edges)))


def test_a_cycle_and_an_unknown_kind_are_refused():
    loop = (Edge("a", "out", "b", "a"), Edge("b", "out", "a", "a"))
    with pytest.raises(NotDrawn, match="cycle"):
        source_of(Graph("x", (Node("a", "negate"), Node("b", "negate")), loop))
    with pytest.raises(NotDrawn, match="Nobody knows"):
        source_of(Graph("x", (Node("a", "odd"),)))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(graphs())
def test_every_graph_is_python(graph):
    ast.parse(source_of(graph).text)
