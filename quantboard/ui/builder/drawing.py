"""What the builder's page does with a graph: explain it, read it from edited code, apply a fix, draw a small curve."""

from dataclasses import replace

from quantboard.core.builder.analysis import Analysis, analysis
from quantboard.core.builder.check import Finding
from quantboard.core.builder.graph import Graph, Node, free_id
from quantboard.core.builder.kinds import Words
from quantboard.core.builder.parsing import graph_of
from quantboard.core.builder.registry import KINDS
from quantboard.ui.text.catalogue import CHINESE


def explained(graph: Graph, language: str) -> Analysis:
    """What a graph means, in a language."""
    return analysis(graph, chinese=language == CHINESE)


def parsed(text: str, before: Graph) -> Graph:
    """The graph of edited code; nodes that are still there stay where they stood."""
    made = graph_of(text)
    stood = {one.id: one for one in before.nodes}
    nodes = [
        replace(one, x=stood[one.id].x, y=stood[one.id].y, extra=stood[one.id].extra) if one.id in stood else one
        for one in made.nodes
    ]
    kept = [one for one in before.nodes if one.kind in ("note", "group")]
    return Graph(made.name, (*nodes, *kept), made.edges)


def fixed(graph: Graph, finding: Finding) -> Graph | None:
    """The graph with a finding's fix applied; ``None``: there is none."""
    fix = dict(finding.fix)
    if "remove" in fix:
        gone = fix["remove"]
        edges = tuple(one for one in graph.edges if gone not in (one.source, one.target))
        return Graph(graph.name, tuple(one for one in graph.nodes if one.id != gone), edges)
    if "disconnect" in fix:
        return Graph(graph.name, graph.nodes, tuple(one for one in graph.edges if one.as_dict() != fix["disconnect"]))
    if "set" in fix:
        nodes = (
            Node(one.id, one.kind, {**one.params, fix["field"]: fix["value"]}, one.x, one.y, one.extra, one.version)
            if one.id == fix["set"]
            else one
            for one in graph.nodes
        )
        return Graph(graph.name, tuple(nodes), graph.edges)
    if "add" in fix:
        kind = KINDS[fix["add"]]
        right = max((one.x for one in graph.nodes), default=0) + 240 * bool(graph.nodes)
        params = {one.name: one.default for one in kind.fields}
        made = Node(free_id(kind.key, {one.id for one in graph.nodes}), kind.key, params, right, 0)
        return Graph(graph.name, (*graph.nodes, made), graph.edges)
    return None


def path_of(curve: tuple[float | None, ...]) -> str:
    """A small curve as an SVG path in a box of 320 × 60; gaps stay gaps."""
    known = [one for one in curve if one is not None]
    if not known:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1.0
    parts, is_pen_down = [], False
    for place, value in enumerate(curve):
        if value is None:
            is_pen_down = False
            continue
        x, y = 320 * place / max(len(curve) - 1, 1), 58 - 56 * (value - low) / span
        parts.append(f"{'L' if is_pen_down else 'M'}{x:.1f} {y:.1f}")
        is_pen_down = True
    return " ".join(parts)


def in_words(words: Words, number: int) -> str:
    """One language of two; English where the other is empty."""
    return words[number] or words[0]
