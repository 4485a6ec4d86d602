import pytest

from quantboard.core.builder.check import check, cycle_of
from quantboard.core.builder.graph import Edge, Graph, Node

CLOSE, ABOVE, ENTER = Node("close", "column"), Node("above", "greater", {"b": 3.0}), Node("enter", "enter")
WIRES = (Edge("close", "out", "above", "a"), Edge("above", "out", "enter", "when"))
WHOLE = Graph("x", (CLOSE, ABOVE, ENTER, Node("stop", "stop_loss"), Node("half", "size_share")), WIRES)


def codes(graph):
    return {(one.code, one.node) for one in check(graph)}


def with_nodes(*nodes, edges=()):
    return Graph("x", (*WHOLE.nodes, *nodes), (*WIRES, *edges))


def test_a_whole_strategy_has_no_finding():
    assert check(WHOLE) == ()


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (Graph(), ("graph.empty", "")),
        (Graph("x", (Node("hint", "note"),)), ("graph.empty", "")),
        (with_nodes(Node("odd", "crystal_ball")), ("node.unknown_kind", "odd")),
        (with_nodes(Node("new", "column", version=9)), ("node.newer", "new")),
        (Graph("x", (CLOSE, ABOVE, ENTER), WIRES[1:]), ("wire.missing", "above")),
        (
            with_nodes(Node("lag", "lag", {"n": -3}), edges=[Edge("close", "out", "lag", "x")]),
            ("node.bad_value", "lag"),
        ),
        (with_nodes(edges=[Edge("close", "out", "enter", "when")]), ("wire.wrong_type", "enter")),
        (with_nodes(edges=[Edge("close", "out", "enter", "when")]), ("wire.too_many", "enter")),
        (with_nodes(edges=[Edge("close", "high", "above", "b")]), ("wire.no_port", "above")),
        (with_nodes(Node("level", "constant"), Node("up", "cross_above")), ("wire.missing", "up")),
        (with_nodes(Node("raw", "column")), ("node.unused", "raw")),
        (Graph("x", (CLOSE, ABOVE), WIRES[:1]), ("strategy.no_entry", "")),
        (Graph("x", (CLOSE, ABOVE, ENTER), WIRES), ("strategy.no_exit", "")),
        (Graph("x", (CLOSE, ABOVE, ENTER), WIRES), ("strategy.no_size", "")),
        (with_nodes(Node("again", "size_share")), ("strategy.twice", "again")),
        (with_nodes(Node("to", "target"), edges=[Edge("close", "out", "to", "x")]), ("strategy.mixed", "enter")),
        (with_nodes(Node("rule", "rule", {"text": "a < b"})), ("rule.malformed", "rule")),
        (with_nodes(Node("n", "whole_parameter", {"default": 9, "least": 1, "most": 5})), ("parameter.range", "n")),
        (with_nodes(Node("own", "code", {"body": "out = ("})), ("node.bad_code", "own")),
        (with_nodes(Node("own", "code", {"body": "pass\n  x"})), ("node.bad_code", "own")),
        (with_nodes(Node("own", "code", {"outputs": ""})), ("node.no_output", "own")),
    ],
)
def test_each_problem_is_found_at_its_place(graph, expected):
    found = check(graph)
    assert expected in {(one.code, one.node) for one in found}
    assert all(all(one.message) and all(one.hint) for one in found)


def test_a_size_above_all_equity_is_a_warning():
    graph = Graph("x", (*WHOLE.nodes[:4], Node("big", "size_share", {"share": 1.5})), WIRES)
    (found,) = check(graph)
    assert (found.code, found.severity, found.fix["value"]) == ("size.over_100", "warning", 1.0)


def test_a_cycle_is_told_with_its_path():
    a, b = Node("a", "negate"), Node("b", "negate")
    graph = with_nodes(a, b, edges=[Edge("a", "out", "b", "a"), Edge("b", "out", "a", "a")])
    assert cycle_of(graph) == ["a", "b"]
    (found,) = [one for one in check(graph) if one.code == "graph.cycle"]
    assert "a → b → a" in found.message[0]


def test_a_number_alone_is_no_series():
    n, twice = Node("n", "whole_parameter"), Node("twice", "multiply", {"b": 2.0})
    average = Node("average", "indicator:sma")
    wires = [Edge("n", "out", "twice", "a"), Edge("twice", "out", "average", "n"), Edge("close", "out", "average", "x")]
    assert ("wire.wrong_type", "average") not in codes(with_nodes(n, twice, average, edges=wires))
    wires[2] = Edge("twice", "out", "average", "x")
    assert ("wire.wrong_type", "average") in codes(with_nodes(n, twice, average, edges=wires))
