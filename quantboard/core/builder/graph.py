"""A strategy as a graph: nodes that compute, wires between their ports, and where everything stands on the canvas."""

import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quantboard.core.indicators.catalog import BY_CODE
from quantboard.core.strategy.params import Value
from quantboard.errors import InvalidInput

FORMAT = 1
MOST_NODES, MOST_EDGES = 500, 2000
FARTHEST = 1_000_000
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
WORDS = """bars p np math name params exits rebalance signals weights compute abs all any bool dict divmod enumerate
    filter float int len list max map min next pow print range reversed round set slice sorted str sum tuple zip type
    isinstance match case pd talib statistics itertools collections datetime none true false"""
TAKEN = frozenset(keyword.kwlist).union(WORDS.split())


class BadGraph(InvalidInput):
    """Something that is no graph: wrong types, too large, two nodes of one id, a wire to nowhere."""

    code = "graph.malformed"


@dataclass(frozen=True)
class Node:
    """One box on the canvas. ``id`` is also its variable in the code; ``extra`` holds what only the canvas shows."""

    id: str
    kind: str
    params: Mapping[str, Value] = field(default_factory=dict)
    x: int = 0
    y: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as it is stored and sent."""
        made = {"id": self.id, "kind": self.kind, "version": self.version, "params": dict(self.params)}
        return made | {"x": self.x, "y": self.y, "extra": dict(self.extra)}


@dataclass(frozen=True, order=True)
class Edge:
    """A wire from an output to an input."""

    source: str
    out: str
    target: str
    port: str

    def as_dict(self) -> dict[str, str]:
        """Plain data, as it is stored and sent."""
        return {"source": self.source, "out": self.out, "target": self.target, "port": self.port}


@dataclass(frozen=True)
class Graph:
    """The whole drawing. The order of nodes is the order of their code; that of wires counts at ports for many."""

    name: str = "Untitled"
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data that ``read_graph`` turns into the same graph."""
        nodes, edges = [one.as_dict() for one in self.nodes], [one.as_dict() for one in self.edges]
        return {"format": FORMAT, "name": self.name, "nodes": nodes, "edges": edges}

    def node(self, node_id: str) -> Node | None:
        """The node of that id."""
        return next((one for one in self.nodes if one.id == node_id), None)

    def into(self, node_id: str) -> dict[str, list[Edge]]:
        """The wires that end at a node, by its port."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            if edge.target == node_id:
                found.setdefault(edge.port, []).append(edge)
        return found

    def tidy(self) -> "Graph":
        """The same with its wires in the order of their targets, so that equal drawings are equal data."""
        place = {one.id: number for number, one in enumerate(self.nodes)}
        ordered = sorted(self.edges, key=lambda edge: (place.get(edge.target, -1), edge.port))
        return replace(self, edges=tuple(ordered))

    def without_layout(self) -> "Graph":
        """What counts for the strategy: no positions, nothing that only the canvas shows."""
        plain = (replace(one, x=0, y=0, extra={}) for one in self.nodes)
        return replace(self, nodes=tuple(plain)).tidy()


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """``wanted`` made an identifier that no node, name of the dialect or keyword uses."""
    base = re.sub(r"[^a-z0-9_]+", "_", wanted.lower()).strip("_")[:32] or "node"
    base = base if base[0].isalpha() else f"n_{base}"
    used = TAKEN | set(taken)
    if base not in used and ID.fullmatch(base):
        return base
    number = 1
    while f"{base}_{number}" in used:
        number += 1
    return f"{base}_{number}"


def variable(node_id: str) -> str:
    """What a node is called in the code: its id, apart from the functions of the dialect."""
    return f"{node_id}_" if node_id in BY_CODE else node_id


def is_id(text: object) -> bool:
    """Whether a node may be called so."""
    return isinstance(text, str) and ID.fullmatch(text) is not None and text not in TAKEN


def read_graph(data: object) -> Graph:
    """Plain data → a graph; raises ``BadGraph``. Unknown kinds stay in it: ``check`` names them."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise BadGraph("This is no graph of a strategy.", f"A graph has format {FORMAT}, name, nodes and edges.")
    name, nodes, edges = data.get("name", "Untitled"), data.get("nodes", []), data.get("edges", [])
    if not isinstance(nodes, list) or not isinstance(edges, list) or not isinstance(name, str):
        raise BadGraph("A graph needs a name and lists of nodes and edges.", "Export it again.")
    if len(nodes) > MOST_NODES or len(edges) > MOST_EDGES:
        raise BadGraph(f"{len(nodes)} nodes and {len(edges)} wires are too many.", f"At most {MOST_NODES} nodes.")
    graph = Graph(name[:120], tuple(read_node(one) for one in nodes), tuple(read_edge(one) for one in edges))
    ids = [one.id for one in graph.nodes]
    if len(set(ids)) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise BadGraph(f"Two nodes are called {twice}.", "Give each node an id of its own.")
    known = set(ids)
    for edge in graph.edges:
        if edge.source not in known or edge.target not in known:
            raise BadGraph(f"A wire from {edge.source} to {edge.target} ends nowhere.", "Remove it.")
    return replace(graph, edges=tuple(dict.fromkeys(graph.edges)))


def read_node(data: object) -> Node:
    """Plain data → a node."""
    if not isinstance(data, Mapping) or not is_id(data.get("id")) or not isinstance(data.get("kind"), str):
        shown = str(data.get("id") if isinstance(data, Mapping) else data)[:60]
        raise BadGraph(f"{shown!r} is no node.", "An id is a lower-case name that the dialect does not use.")
    params, extra = data.get("params") or {}, data.get("extra") or {}
    fits = isinstance(params, Mapping) and isinstance(extra, Mapping) and len(params) <= 40 and len(extra) <= 20
    if not fits or not all(isinstance(value, bool | int | float | str) for value in params.values()):
        raise BadGraph(f"The parameters of {data['id']} are malformed.", "They are numbers, texts, true or false.")
    version = data.get("version", 1)
    if type(version) is not int or version < 1:
        raise BadGraph(f"The version of {data['id']} is malformed.", "It is a whole number.")
    x, y = (_place(data.get(axis, 0)) for axis in ("x", "y"))
    return Node(str(data["id"]), str(data["kind"])[:80], dict(params), x, y, dict(extra), version)


def read_edge(data: object) -> Edge:
    """Plain data → a wire."""
    names = ("source", "out", "target", "port")
    if not isinstance(data, Mapping) or not all(isinstance(data.get(name), str) for name in names):
        raise BadGraph("A wire is malformed.", "It names source, out, target and port.")
    return Edge(*(data[name][:60] for name in names))


def _place(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= FARTHEST:
        raise BadGraph("A node stands nowhere.", f"Positions are numbers up to ±{FARTHEST}.")
    return round(value)
