import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantboard.core.builder.graph import TAKEN, BadGraph, Edge, Graph, Node, free_id, is_id, read_graph, variable

FIRST = Node("a", "column", {"field": "close"}, 1, 2, {"label": "A"})
GOOD = Graph("x", (FIRST, Node("b", "negate")), (Edge("a", "out", "b", "a"),))


def test_plain_data_and_back():
    assert read_graph(GOOD.as_dict()) == GOOD


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"format": 2}, "no graph"),
        ({"nodes": "a"}, "lists"),
        ({"nodes": [{"id": "a", "kind": "x"}] * 2, "edges": []}, "Two nodes"),
        ({"nodes": [{"id": "for", "kind": "x"}]}, "no node"),
        ({"nodes": [{"id": "__import__", "kind": "x"}]}, "no node"),
        ({"nodes": [{"id": "a", "kind": "x", "params": {"n": [1]}}]}, "malformed"),
        ({"nodes": [{"id": "a", "kind": "x", "version": 0}]}, "malformed"),
        ({"nodes": [{"id": "a", "kind": "x", "x": float("nan")}]}, "nowhere"),
        ({"edges": [{"source": "a"}]}, "malformed"),
        ({"edges": [{"source": "a", "out": "out", "target": "z", "port": "a"}]}, "ends nowhere"),
        ({"nodes": [{"id": f"n{i}", "kind": "x"} for i in range(501)]}, "too many"),
    ],
)
def test_what_is_no_graph_is_refused(change, problem):
    with pytest.raises(BadGraph, match=problem):
        read_graph(GOOD.as_dict() | change)


@given(st.text(max_size=60), st.sets(st.sampled_from(["a", "b", "node", "sma"])))
def test_a_free_id_is_one(wanted, taken):
    made = free_id(wanted, taken)
    assert is_id(made)
    assert made not in taken
    assert made not in TAKEN


def test_a_function_of_the_dialect_keeps_its_name():
    assert (variable("sma"), variable("fast")) == ("sma_", "fast")


def test_layout_does_not_count():
    moved = Graph("x", (Node("a", "column", {"field": "close"}, 9, 9), GOOD.nodes[1]), GOOD.edges)
    assert moved.without_layout() == GOOD.without_layout()
