"""One node alone: the source that answers with the values of one of its outputs."""

from dataclasses import replace

from quantboard.core.builder.check import types_of
from quantboard.core.builder.graph import Edge, Graph, Node, free_id
from quantboard.core.builder.kinds import FLAG
from quantboard.core.builder.nodes import data
from quantboard.core.builder.registry import kind_of
from quantboard.core.builder.source import NotDrawn, source_of

FREE = "seen"


def needed_by(graph: Graph, node_id: str) -> set[str]:
    """The node and all that it reads, near and far."""
    found, waiting = {node_id}, [node_id]
    while waiting:
        target = waiting.pop()
        before = {one.source for one in graph.edges if one.target == target} - found
        found |= before
        waiting += before
    return found


def preview_source(graph: Graph, node_id: str, output: str = "") -> str:
    """A strategy of weights that answers with a node's values, true as 1; raises ``NotDrawn``.

    A node without an output shows what it reads.
    """
    node = graph.node(node_id)
    kind = kind_of(node) if node is not None else None
    if node is None or kind is None:
        raise NotDrawn("There is no such node.", "Choose another.")
    if kind.slot:
        wires = [one for one in graph.edges if one.target == node_id]
        if not wires:
            raise NotDrawn("This node computes nothing.", "Choose one that has an output.")
        return preview_source(graph, wires[0].source, wires[0].out)
    if not kind.outputs or node.kind in data.CALLED:
        raise NotDrawn("This node computes nothing.", "Choose one that has an output.")
    port = kind.output(output) or kind.outputs[0]
    kept = needed_by(graph, node_id)
    nodes = [one for one in graph.nodes if one.id in kept or one.kind in data.CALLED]
    edges = [one for one in graph.edges if one.target in kept]
    is_flag = types_of(graph, node, kind, port.name) == {FLAG}
    seen = free_id(FREE, {one.id for one in nodes})
    last = Node(f"{seen}_to", "target")
    if is_flag:
        nodes.append(Node(seen, "choose", {"a": 1.0, "b": 0.0}))
        edges += [Edge(node_id, port.name, seen, "condition"), Edge(seen, "out", last.id, "x")]
    else:
        nodes.append(Node(seen, "multiply", {"b": 1.0}))
        edges += [Edge(node_id, port.name, seen, "a"), Edge(seen, "out", last.id, "x")]
    return source_of(replace(graph, nodes=(*nodes, last), edges=tuple(edges)), with_layout=False).text
