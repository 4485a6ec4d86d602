"""Graph → strategy source, in the dialect a person writes. Names and values stay data: each is written as a literal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quantboard.core.builder.graph import Edge, Graph, Node, is_id, variable
from quantboard.core.builder.kinds import Kind
from quantboard.core.builder.nodes import code, data
from quantboard.core.builder.registry import kind_of, value_of
from quantboard.core.strategy.params import Param, Value
from quantboard.errors import InvalidInput

MARK = "#:"
ENTRIES = (("entry", "exit", "long"), ("short_entry", "short_exit", "short"))


ALONE = {"all_of": "True", "any_of": "False"}  # beside a single condition, which they leave as it is


class NotDrawn(InvalidInput):
    """A graph that is no strategy yet: ``check`` says why in full."""

    code = "graph.incomplete"


@dataclass
class Source:
    """The text, and the lines (from 1) of each node in it."""

    text: str
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def source_of(graph: Graph, *, with_layout: bool = True) -> Source:
    """The strategy that a checked graph describes; raises ``NotDrawn`` where something is missing.

    ``with_layout`` appends one comment a node with its place on the canvas, from which ``graph_of`` restores it.
    """
    whole = next((one for one in graph.nodes if one.kind == code.SOURCE), None)
    if whole is not None:
        return Source(str(whole.params.get("text", "")))
    written = Writer(graph).write()
    if with_layout:
        written.text += "\n" + "\n".join(_place(one) for one in graph.nodes) + "\n"
    return written


def variables_of(node: Node, kind: Kind) -> list[str]:
    """What the outputs of a node are called in the code."""
    if node.kind == code.CODE or len(kind.outputs) > 1:
        return [f"{_named(node.id)}_{one.name}" for one in kind.outputs]
    return [variable(_named(node.id))] if kind.outputs else []


def ordered(graph: Graph) -> list[Node]:
    """Nodes so that each comes after what it needs, otherwise in the order of the graph; raises ``NotDrawn``."""
    before: dict[str, set[str]] = {one.id: set() for one in graph.nodes}
    for edge in graph.edges:
        before[edge.target].add(edge.source)
    done: dict[str, Node] = {}
    waiting = list(graph.nodes)
    while waiting:
        free = next((one for one in waiting if before[one.id] <= done.keys()), None)
        if free is None:
            raise NotDrawn("The wires form a cycle.", "Remove one of its wires.")
        done[free.id] = free
        waiting.remove(free)
    return list(done.values())


class Writer:
    """Writes one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.kinds: dict[str, Kind] = {}
        for node in graph.nodes:
            kind = kind_of(node)
            if kind is None:
                raise NotDrawn(f"Nobody knows nodes of kind {node.kind}.", "Remove it, or load what provides it.")
            self.kinds[node.id] = kind
        self.wires = {node.id: graph.into(node.id) for node in graph.nodes}
        self.taken = {variable(node.id): node.id for node in graph.nodes if node.kind not in data.CALLED}
        self.text: list[str] = []
        self.lines: dict[str, list[int]] = {}

    def write(self) -> Source:
        """Declarations, pieces of code, then the one function."""
        nodes = self.graph.nodes
        self._line(f"name = {_literal(self.graph.name)}")
        self._parameters([one for one in nodes if one.kind in data.CALLED])
        self._declared(nodes)
        for node in nodes:
            if node.kind == code.CODE:
                self._function(node)
        is_weights = any(self.kinds[one.id].slot == "weights" for one in nodes)
        self._line("")
        self._line(f"def {'weights' if is_weights else 'signals'}(bars, p):")
        for node in ordered(self.graph):
            self._statement(node)
        if is_weights:
            self._weights(nodes)
        else:
            self._signals(nodes)
        return Source("\n".join(self.text) + "\n", {key: tuple(where) for key, where in self.lines.items()})

    def _line(self, text: str, *nodes: Node) -> None:
        for part in text.split("\n"):
            self.text.append(part)
            for node in nodes:
                self.lines.setdefault(node.id, []).append(len(self.text))

    def _parameters(self, nodes: list[Node]) -> None:
        rules = [one for one in self.graph.nodes if one.kind == "rule"]
        if not nodes and not rules:
            return
        self._line("params = Params(")
        for node in nodes:
            values = [value_of(node, one) for one in self.kinds[node.id].fields]
            given = [_literal(value) for value in values[:-1]]
            if node.kind == "choice_parameter":
                given[1] = _literals(str(values[1]))
            if values[-1]:
                given.append(f"help={_literal(values[-1])}")
            self._line(f"    {_named(node.id)}={data.CALLED[node.kind]}({', '.join(given)}),", node)
        if rules:
            self._line("    rules=[")
            for node in rules:
                self._line(f"        {self._held(node, 'text')},", node)
            self._line("    ],")
        self._line(")")

    def _declared(self, nodes: Sequence[Node]) -> None:
        found = [(self.kinds[one.id].slot, one) for one in nodes]
        exits = [(slot, one) for slot, one in found if slot in ("stop_loss", "take_profit", "trailing", "max_bars")]
        if exits:
            self._line("exits = Exits(")
            for slot, node in exits:
                self._line(f"    {slot}={self._distance(node)},", node)
            self._line(")")
        for slot, node in found:
            if slot == "rebalance":
                self._line(f"rebalance = {self._held(node, 'every')}", node)

    def _distance(self, node: Node) -> str:
        if node.kind == "time_exit":
            return self._held(node, "bars")
        kind = self.kinds[node.id]
        by, distance = (value_of(node, kind.field(name) or kind.fields[0]) for name in ("by", "distance"))
        return _literal(distance) if by == "percent" else _literal(f"{by}:{distance:g}")

    def _held(self, node: Node, name: str) -> str:
        return _literal(value_of(node, self.kinds[node.id].field(name) or self.kinds[node.id].fields[0]))

    def _function(self, node: Node) -> None:
        inputs, outputs = (code.names_in(node.params.get(name, usual)) for name, usual in _CODE_PORTS)
        try:
            lines = code.lines_of(str(node.params.get("body", "out = x")))
        except SyntaxError as problem:
            raise NotDrawn(f"The code of {node.id} cannot be read: {problem.msg}.", "Correct it.") from None
        self._line("")
        self._line(f"def {variable(_named(node.id))}({', '.join(['bars', 'p', *inputs])}):", node)
        for line in lines:
            self._line(f"    {line}" if line else "", node)
        self._line(f"    return {', '.join(outputs) or 'None'}", node)

    def _statement(self, node: Node) -> None:
        kind = self.kinds[node.id]
        if kind.slot or node.kind in data.CALLED or node.kind in code.DRAWN_ONLY:
            return
        self._line(f"    {', '.join(self._variables(node))} = {self._expression(node)}", node)

    def _variables(self, node: Node) -> list[str]:
        made = variables_of(node, self.kinds[node.id])
        for name in made:
            if self.taken.setdefault(name, node.id) != node.id:
                raise NotDrawn(f"{node.id} and {self.taken[name]} both write {name}.", "Rename one of them.")
        return made

    def _expression(self, node: Node) -> str:
        kind = self.kinds[node.id]
        if node.kind == "column":
            return f"bars.{value_of(node, kind.fields[0])}"
        if node.kind == "other_column":
            return f"bars.{_named(str(value_of(node, kind.fields[0])), is_column=True)}"
        if node.kind == "constant":
            return _literal(value_of(node, kind.fields[0]))
        if node.kind == code.CODE:
            given = [self._argument(node, one.name) for one in kind.inputs]
            return f"{variable(_named(node.id))}({', '.join(['bars', 'p', *given])})"
        if kind.inputs and kind.inputs[0].many:
            wired = self._wired(node, kind.inputs[0].name)
            return kind.template.join(wired if len(wired) > 1 else [*wired, ALONE[node.kind]])
        return self._filled(node)

    def _filled(self, node: Node) -> str:
        kind = self.kinds[node.id]
        names = [one.name for one in kind.every_input()] + [one.name for one in kind.fields]
        return kind.template.format_map({name: self._argument(node, name) for name in dict.fromkeys(names)})

    def _argument(self, node: Node, name: str) -> str:
        wires = self.wires[node.id].get(name, [])
        if wires:
            return self._read(wires[0])
        held: Param | None = self.kinds[node.id].field(name)
        if held is None:
            raise NotDrawn(f"The input {name} of {node.id} has no wire.", "Connect it.")
        return _literal(value_of(node, held))

    def _wired(self, node: Node, name: str) -> list[str]:
        wires = self.wires[node.id].get(name, [])
        if not wires:
            raise NotDrawn(f"The input {name} of {node.id} has no wire.", "Connect it.")
        return [self._read(one) for one in wires]

    def _read(self, edge: Edge) -> str:
        node, kind = self.graph.node(edge.source), self.kinds[edge.source]
        if node is None or kind.output(edge.out) is None:
            raise NotDrawn(f"{edge.source} has no output {edge.out}.", "Remove the wire.")
        if node.kind in data.CALLED:
            return f"p.{_named(node.id)}"
        if node.kind == code.CODE or len(kind.outputs) > 1:
            return f"{_named(node.id)}_{edge.out}"
        return variable(_named(node.id))

    def _signals(self, nodes: Sequence[Node]) -> None:
        filters = [one for one in nodes if self.kinds[one.id].slot == "filter"]
        parts: list[tuple[str, str, list[Node]]] = []
        for entry, leave, side in ENTRIES:
            for slot, kind in ((entry, "enter"), (leave, "leave")):
                found = [one for one in nodes if one.kind == kind and one.params.get("side", "long") == side]
                if found:
                    joined = " | ".join(self._wired(one, "when")[0] for one in found)
                    parts.append((slot, joined, [*found, *(filters if kind == "enter" else [])]))
        self._line("    return Signals(")
        only = [self._wired(one, "when")[0] for one in filters]
        for slot, joined, who in parts:
            is_many = " | " in joined
            kept = [f"({joined})" if is_many and only else joined, *(only if slot.endswith("entry") else [])]
            self._line(f"        {slot}={' & '.join(kept)},", *who)
        for node in nodes:
            if self.kinds[node.id].slot == "size":
                self._line(f"        size={self._filled(node)},", node)
        self._line("    )")

    def _weights(self, nodes: Sequence[Node]) -> None:
        node = next(one for one in nodes if self.kinds[one.id].slot == "weights")
        self._line(f"    return {self._wired(node, 'x')[0]}", node)


_CODE_PORTS = (("inputs", "x"), ("outputs", "out"))


def _named(text: str, *, is_column: bool = False) -> str:
    """An identifier, checked once more where it enters the text."""
    if not (text.isidentifier() and not text.startswith("_") if is_column else is_id(text)):
        raise NotDrawn(f"{text[:60]!r} cannot be a name.", "Use lower-case letters, digits and _.")
    return text


def _literal(value: Value) -> str:
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, bool | int | float):
        return repr(value)
    raise NotDrawn(f"{value!r} is no value.", "Use numbers, texts, true or false.")


def _literals(listed: str) -> str:
    parts = [part.strip() for part in listed.split(",") if part.strip()]
    return f"[{', '.join(map(_literal, parts))}]"


def _place(node: Node) -> str:
    told = f"{MARK} {node.id} {node.x},{node.y} {node.kind}"
    more: dict[str, object] = dict(node.extra)
    if node.params.get("side") == "short":
        more["side"] = "short"
    if node.kind == code.CODE and node.params.get("gives", code.EITHER) != code.EITHER:
        more["gives"] = node.params["gives"]
    if node.kind in code.DRAWN_ONLY:
        more["params"] = dict(node.params)
    if node.version != 1:
        more["version"] = node.version
    return f"{told} {json.dumps(more, sort_keys=True)}" if more else told
