"""Where nodes stand: read from the comments below a source, or made anew from left to right."""

import io
import json
import re
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quantboard.core.builder.graph import Graph, is_id
from quantboard.core.builder.source import MARK

LINE = re.compile(
    re.escape(MARK) + r" (?P<id>\w+) (?P<x>-?\d{1,7}),(?P<y>-?\d{1,7}) (?P<kind>[\w:]+)(?: (?P<more>\{.*\}))?"
)
WIDE, HIGH = 260, 130


@dataclass(frozen=True)
class Place:
    """What a comment tells of one node."""

    id: str
    kind: str
    x: int
    y: int
    more: Mapping[str, Any] = field(default_factory=dict)


def places_in(source: str) -> list[Place]:
    """The places that the comments of a source tell, in their order; malformed ones are passed over."""
    found = []
    for comment in _comments(source):
        told = LINE.fullmatch(comment)
        if told is None or not is_id(told["id"]):
            continue
        try:
            more = json.loads(told["more"] or "{}")
        except (ValueError, RecursionError):
            continue
        found.append(Place(told["id"], told["kind"], int(told["x"]), int(told["y"]), more))
    return found


def without_places(source: str) -> str:
    """The source as a person would write it."""
    lines = source.split("\n")
    marked = {number for number, text in _numbered(source) if text.startswith(MARK)}
    kept = [line for number, line in enumerate(lines, start=1) if number not in marked]
    return "\n".join(kept).rstrip("\n") + "\n"


def _comments(source: str) -> Iterable[str]:
    return (text for _, text in _numbered(source) if text.startswith(MARK))


def _numbered(source: str) -> list[tuple[int, str]]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return []
    return [(one.start[0], one.string) for one in tokens if one.type == tokenize.COMMENT and one.start[1] == 0]


def arranged(graph: Graph) -> Graph:
    """The same graph from left to right: each node one column behind the last that it needs, columns centred."""
    depth: dict[str, int] = {}
    needs: dict[str, list[str]] = {one.id: [] for one in graph.nodes}
    for edge in graph.edges:
        needs[edge.target].append(edge.source)

    def column(node_id: str, seen: frozenset[str]) -> int:
        if node_id not in depth:
            behind = (column(one, seen | {node_id}) + 1 for one in needs[node_id] if one not in seen)
            depth[node_id] = max(behind, default=0)
        return depth[node_id]

    columns: dict[int, list[str]] = {}
    for node in graph.nodes:
        columns.setdefault(column(node.id, frozenset({node.id})), []).append(node.id)
    tallest = max(map(len, columns.values()), default=0)
    spots = {
        node_id: (number * WIDE, round((row + (tallest - len(ids)) / 2) * HIGH))
        for number, ids in columns.items()
        for row, node_id in enumerate(ids)
    }
    return replace(graph, nodes=tuple(replace(one, x=spots[one.id][0], y=spots[one.id][1]) for one in graph.nodes))
