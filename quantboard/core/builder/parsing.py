"""Strategy source → graph: known code becomes nodes, unknown code nodes of code, and nothing is lost."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace

from quantboard.core.builder import declarations, layout
from quantboard.core.builder.graph import MOST_NODES, BadGraph, Edge, Graph, Node, free_id
from quantboard.core.builder.kinds import NUMBER, Kind
from quantboard.core.builder.layout import Place
from quantboard.core.builder.matching import MANY, Match, chain, literal, match, matches_size
from quantboard.core.builder.nodes import code, data
from quantboard.core.builder.pieces import Piece, piece_of
from quantboard.core.indicators.catalog import BY_CODE
from quantboard.core.strategy.params import Value
from quantboard.errors import InvalidInput

Output = tuple[str, str]  # node, output
SIDES = {"entry": ("enter", "long"), "exit": ("leave", "long")} | {
    "short_entry": ("enter", "short"),
    "short_exit": ("leave", "short"),
}


class Undrawable(Exception):
    """The source has a shape that no graph has; it becomes one node."""


def graph_of(source: str) -> Graph:
    """The graph of a strategy's source; raises ``BadGraph`` for text that is no Python.

    Layout comments give ids, places and order; without them nodes are arranged from left to right.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise BadGraph(f"The code cannot be read: {problem}.", "Correct it first.") from None
    places = layout.places_in(source)
    try:
        reader = Reader(tree, places, source)
        graph = reader.read()
        if len(graph.nodes) > MOST_NODES:
            raise Undrawable
    except (Undrawable, RecursionError, InvalidInput):
        name = declarations.name_of(tree) or "Untitled"
        return Graph(name, (Node(free_id("source", ()), code.SOURCE, {"text": source}),))
    placed = _placed(graph, places)
    return placed.tidy() if places else layout.arranged(placed).tidy()


class Reader:
    """Reads one module."""

    def __init__(self, tree: ast.Module, places: Iterable[Place], source: str) -> None:
        self.tree, self.source = tree, source
        self.places = list(places)
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.known: dict[str, Output | Value] = {}  # what each variable holds
        self.functions: dict[str, ast.FunctionDef] = {}

    def read(self) -> Graph:
        """Declarations, then the function's statements, its answer, and what only the canvas shows."""
        declared = declarations.read(self.tree)
        if declared is None:
            raise Undrawable
        self.functions = declared.functions
        for made in declared.parameters:
            self.nodes.append(made)
        for slot, kind, params in declared.sinks:
            self._sink(kind, params, slot)
        for name, number in declared.constants.items():
            self._constant(name, number)
        *body, answer = declared.main.body
        if not isinstance(answer, ast.Return) or answer.value is None:
            raise Undrawable
        for statement in body:
            self._statement(statement)
        (self._weights if declared.main.name == "weights" else self._signals)(answer.value)
        self._drawn_only()
        return Graph(declared.name, tuple(self.nodes), tuple(self.edges))

    # --- statements

    def _statement(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            return  # a docstring
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            self._assigned([statement.target], statement.value, statement)
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            names = [one for one in parts if isinstance(one, ast.Name)]
            if len(names) == len(parts):
                self._assigned(names, statement.value, statement)
            else:
                self._piece([statement])
        else:
            self._piece([statement])

    def _assigned(self, targets: list[ast.Name], value: ast.expr, statement: ast.stmt) -> None:
        names = [one.id for one in targets]
        if self._called_piece(names, value):
            return
        if len(names) == 1:
            held = self._held(value, names[0])
            self.known[names[0]] = held
            return
        if isinstance(value, ast.Tuple) and len(value.elts) == len(names):
            held_each = [self._held(one, name) for one, name in zip(value.elts, names, strict=True)]
            self.known.update(zip(names, held_each, strict=True))
            return
        found = match(value)
        if found is None or len(found.kind.outputs) != len(names):
            self._piece([statement])
            return
        node_id = self._node(found, _stem(names, found.kind))
        for name, output in zip(names, found.kind.outputs, strict=True):
            self.known[name] = (node_id, output.name)

    def _constant(self, name: str, number: Value) -> None:
        if isinstance(number, str | bool):
            raise Undrawable
        self.known[name] = self._add(name, "constant", {"value": float(number)}), "out"

    # --- expressions

    def _held(self, value: ast.expr, wanted: str) -> Output | Value:
        """What a variable named ``wanted`` holds: an output, made if need be. A lone number becomes a constant."""
        number = literal(value)
        if isinstance(number, int | float) and not isinstance(number, bool):
            return self._add(wanted, "constant", {"value": float(number)}), "out"
        return self._output(value, wanted)

    def _output(self, value: ast.expr, wanted: str = "") -> Output:
        """The output that an expression reads; nodes are made for its parts."""
        read = self._read(value)
        if read is not None:
            return read
        if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
            picked = self._picked(value, wanted)
            if picked is not None:
                return picked
        if isinstance(value, ast.BinOp) and type(value.op) in MANY:
            parts = [self._output(one) for one in chain(value, type(value.op)) if not isinstance(literal(one), bool)]
            node_id = self._add(wanted, MANY[type(value.op)], {})
            self.edges += [Edge(*part, node_id, "conditions") for part in parts]
            return node_id, "out"
        found = match(value)
        if found is None or len(found.kind.outputs) != 1:
            return self._expression_piece(value, wanted)
        return self._node(found, wanted), found.kind.outputs[0].name

    def _read(self, value: ast.expr) -> Output | None:
        if isinstance(value, ast.Name) and value.id in self.known:
            held = self.known[value.id]
            return held if isinstance(held, tuple) else None
        if not (isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name)):
            return None
        owner, name = value.value.id, value.attr
        if owner == "p" and any(one.id == name and one.kind in data.CALLED for one in self.nodes):
            return name, "out"
        return None

    def _picked(self, value: ast.Subscript, wanted: str) -> Output | None:
        found, index = match(value.value), value.slice.value  # type: ignore[attr-defined]
        if found is None or len(found.kind.outputs) < 2 or type(index) is not int:
            return None
        if not -len(found.kind.outputs) <= index < len(found.kind.outputs):
            return None
        return self._node(found, wanted), found.kind.outputs[index].name

    def _node(self, found: Match, wanted: str) -> str:
        """A node of the matched kind, its literals as fields and everything else as wires."""
        params: dict[str, Value] = {}
        wires: list[tuple[Output, str]] = []
        for name, given in found.given.items():
            field, number = found.kind.field(name), literal(given)
            if field is not None and number is not None and not isinstance(number, bool):
                params[name] = _typed(number, field.kind)
            else:
                wires.append((self._output(given), name))
        node_id = self._add(wanted, found.kind.key, params)
        self.edges += [Edge(*output, node_id, port) for output, port in wires]
        return node_id

    def _column(self, value: ast.expr, wanted: str) -> Output | None:
        is_column = isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "bars"
        if not is_column:
            return None
        field = value.attr  # type: ignore[attr-defined]
        if field in ("time", "symbols", "columns", "n_bars"):
            return None
        kind = "column" if field in data.COLUMNS else "other_column"
        if not wanted:
            same = next((one for one in self.nodes if one.kind == kind and one.params["field"] == field), None)
            if same is not None:
                return same.id, "out"
        return self._add(wanted or field, kind, {"field": field}), "out"

    # --- pieces of code

    def _called_piece(self, names: list[str], value: ast.expr) -> bool:
        """A call of a function of the module, as the builder writes nodes of code."""
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name)):
            return False
        function = self.functions.get(value.func.id)
        piece = None if function is None else piece_of(function, value, self.source)
        if piece is None:
            return False
        if len(piece.outputs) != len(names):
            raise Undrawable
        node_id = self._piece_node(
            piece, value.func.id.removesuffix("_"), dict(zip(piece.inputs, value.args[2:], strict=True))
        )
        for name, output in zip(names, piece.outputs, strict=True):
            self.known[name] = (node_id, output)
        return True

    def _piece(self, statements: list[ast.stmt]) -> None:
        piece = Piece.of(statements, self.known, self.functions, self.source)
        if piece is None:
            raise Undrawable
        given = {name: ast.Name(name, ast.Load()) for name in piece.inputs}
        node_id = self._piece_node(piece, "code", given)
        for output in piece.outputs:
            self.known[output] = (node_id, output)

    def _expression_piece(self, value: ast.expr, wanted: str) -> Output:
        column = self._column(value, wanted)
        if column is not None:
            return column
        piece = Piece.of([ast.Assign([ast.Name("out", ast.Store())], value)], self.known, self.functions, "")
        if piece is None:
            raise Undrawable
        given = {name: ast.Name(name, ast.Load()) for name in piece.inputs}
        return self._piece_node(piece, wanted or "code", given), "out"

    def _piece_node(self, piece: Piece, wanted: str, given: Mapping[str, ast.expr]) -> str:
        wires = [(self._output(value), name) for name, value in given.items()]
        texts: dict[str, Value] = {"inputs": ", ".join(piece.inputs), "outputs": ", ".join(piece.outputs)}
        told = next((one.more.get("gives") for one in self.places if one.id == wanted), None)
        gives = str(told) if told in code.GIVES else code.EITHER
        node_id = self._add(wanted, code.CODE, texts | {"gives": gives, "body": piece.body})
        self.edges += [Edge(*output, node_id, port) for output, port in wires]
        return node_id

    # --- the answer

    def _signals(self, value: ast.expr) -> None:
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Signals"):
            raise Undrawable
        order = ("entry", "exit", "short_entry", "short_exit", "size")
        given = dict(zip(order, value.args, strict=False)) | {str(one.arg): one.value for one in value.keywords}
        if not set(given) <= set(order):
            raise Undrawable
        given = {name: one for name, one in given.items() if not (isinstance(one, ast.Constant) and one.value is None)}
        size = given.pop("size", None)
        given, filters = self._filtered(given)
        for slot, expression in given.items():
            kind, side = SIDES[slot]
            n_wanted = sum(one.kind == kind and one.more.get("side", "long") == side for one in self.places)
            parts = chain(expression, ast.BitOr) if n_wanted > 1 else [expression]
            for part in parts:
                self._wired_sink(kind, {"side": side}, part)
        for part in filters:
            self._wired_sink("only_where", {}, part)
        if size is not None:
            self._size(size)

    def _filtered(self, given: dict[str, ast.expr]) -> tuple[dict[str, ast.expr], list[ast.expr]]:
        """Entries without the conditions that the layout knows as filters, and these."""
        n_filters = sum(one.kind == "only_where" for one in self.places)
        entries = [name for name in given if SIDES[name][0] == "enter"]
        chains = {name: chain(given[name], ast.BitAnd) for name in entries}
        tails = {ast.dump(ast.List(parts[-n_filters:], ast.Load())) for parts in chains.values()}
        if not n_filters or len(tails) != 1 or not all(len(parts) == n_filters + 1 for parts in chains.values()):
            return given, []
        return given | {name: parts[0] for name, parts in chains.items()}, next(iter(chains.values()))[1:]

    def _size(self, value: ast.expr) -> None:
        found = matches_size(value)
        if found is None:
            self._wired_sink("size_series", {}, value, port="x")
            return
        kind = found.kind
        numbers = {name: literal(one) for name, one in found.given.items()}
        self._sink(kind.key, {name: _typed(number, _kind(kind, name)) for name, number in numbers.items()}, kind.slot)

    def _weights(self, value: ast.expr) -> None:
        self._wired_sink("target", {}, value, port="x")

    def _wired_sink(self, kind: str, params: Mapping[str, Value], value: ast.expr, port: str = "when") -> None:
        output = self._output(value)
        node_id = self._sink(kind, params, kind)
        self.edges.append(Edge(*output, node_id, port))

    def _sink(self, kind: str, params: Mapping[str, Value], _slot: str) -> str:
        """A node without an output; its id is the next that the layout has for such a one."""
        side = params.get("side", "long")
        used = {one.id for one in self.nodes}
        fits = (one for one in self.places if one.kind == kind and one.more.get("side", "long") == side)
        place = next((one for one in fits if one.id not in used), None)
        return self._add(place.id if place else "", kind, params)

    def _drawn_only(self) -> None:
        for place in self.places:
            if place.kind in code.DRAWN_ONLY and isinstance(place.more.get("params"), Mapping):
                self._add(place.id, place.kind, dict(place.more["params"]))

    def _add(self, wanted: str, kind: str, params: Mapping[str, Value]) -> str:
        wanted = wanted.removesuffix("_") if wanted.removesuffix("_") in BY_CODE else wanted
        reserved = {name.removesuffix("_") for name in self.functions} | {one.id for one in self.places}
        taken = {one.id for one in self.nodes} | (reserved - {wanted})
        node_id = free_id(wanted, taken) if wanted else free_id(kind.rpartition(":")[2], taken | BY_CODE.keys())
        self.nodes.append(Node(node_id, kind, dict(params)))
        return node_id


def _placed(graph: Graph, places: list[Place]) -> Graph:
    told = {one.id: (number, one) for number, one in enumerate(places)}
    last = len(places)

    def put(node: Node) -> Node:
        _, place = told.get(node.id, (last, None))
        if place is None or place.kind != node.kind:
            return node
        extra = {
            name: value for name, value in place.more.items() if name not in ("params", "version", "side", "gives")
        }
        return replace(node, x=place.x, y=place.y, extra=extra, version=place.more.get("version", 1))

    nodes = sorted(graph.nodes, key=lambda node: told.get(node.id, (last, None))[0])
    return replace(graph, nodes=tuple(put(one) for one in nodes))


def _stem(names: list[str], kind: Kind) -> str:
    """``macd_1`` of ``macd_1_line, macd_1_signal``."""
    stems = {name.removesuffix(f"_{one.name}") for name, one in zip(names, kind.outputs, strict=True)}
    return stems.pop() if len(stems) == 1 and stems.isdisjoint(names) else ""


def _kind(kind: Kind, name: str) -> str:
    field = kind.field(name)
    return field.kind if field is not None else NUMBER


def _typed(number: object, kind: str) -> Value:
    if kind == "float" and isinstance(number, int | float):
        return float(number)
    return number  # type: ignore[return-value]
