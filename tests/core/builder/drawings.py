"""Random graphs that are strategies: built node by node, so that every wire fits."""

from hypothesis import strategies as st

from quantboard.core.builder.graph import TAKEN, Edge, Graph, Node
from quantboard.core.builder.kinds import NUMBER, SERIES, Kind
from quantboard.core.builder.nodes import code, data
from quantboard.core.builder.registry import KINDS, kind_of

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
IDS = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True).filter(lambda text: text not in TAKEN)
BODIES = (
    "out = x + 1",
    "total = x * 2\nout = np.where(total > 0, total, x)",
    "# kept\nout = x.copy()\nfor i in range(3):\n    out = out + i",
    "out = x\nif p is None:\n    out = x + 1",
)
INNER = [one for one in KINDS.values() if one.outputs and one.key not in (*data.CALLED, code.SOURCE)]


@st.composite
def values(draw, field):
    if field.kind == "choice":
        return draw(st.sampled_from(field.choices))
    if field.kind == "bool":
        return draw(st.booleans())
    least, most = (-1000 if field.least is None else field.least), (1000 if field.most is None else field.most)
    if field.kind == "int":
        return draw(st.integers(int(least), int(most)))
    return draw(st.floats(least, most, allow_nan=False)) + 0.0


@st.composite
def parameters(draw, node_id):
    kind = draw(st.sampled_from(["whole_parameter", "number_parameter", "switch_parameter"]))
    help_ = draw(TEXTS)
    if kind == "switch_parameter":
        return Node(node_id, kind, {"default": draw(st.booleans()), "help": help_})
    number = int if kind == "whole_parameter" else float
    low, default, high = sorted(draw(st.lists(st.integers(-99, 99), min_size=3, max_size=3)))
    return Node(node_id, kind, {"default": number(default), "least": number(low), "most": number(high), "help": help_})


class Drawing:
    """A graph as it grows, with what its outputs are."""

    def __init__(self, draw):
        self.draw, self.nodes, self.edges = draw, [], []
        self.offered: list[tuple[str, str, frozenset[str]]] = []
        self.names = set()

    def id(self):
        made = self.draw(IDS.filter(lambda text: text not in self.names))
        self.names.add(made)
        return made

    def add(self, kind: Kind, given=None):
        node_id = self.id()
        params = dict(given or {})
        if kind.key == code.CODE:
            params = {"inputs": "x", "outputs": "out", "gives": self.draw(st.sampled_from(list(code.GIVES)))}
            params["body"] = self.draw(st.sampled_from(BODIES))
            kind = code.code_kind(params)
        wires = []
        for port in kind.every_input():
            fits = [one for one in self.offered if one[2] <= port.types]
            n_wires = self.draw(st.integers(1 if port.needed else 0, 3 if port.many else 1)) if fits else 0
            if not n_wires and port.needed:
                return None
            wires += [(*self.draw(st.sampled_from(fits))[:2], node_id, port.name) for _ in range(n_wires)]
        if kind.key != code.CODE and not self.filled(kind, params, {one[3] for one in wires}):
            return None
        self.edges += [Edge(*one) for one in dict.fromkeys(wires)]
        return self.put(Node(node_id, kind.key, params))

    def filled(self, kind, params, wired):
        for field in kind.fields:
            if field.name not in wired and field.name not in params:
                params[field.name] = "pe" if field.kind == "text" else self.draw(values(field))
        return True

    def put(self, node):
        spot = {"x": self.draw(st.integers(-999, 999)), "y": self.draw(st.integers(-999, 999))}
        extra = self.draw(st.dictionaries(st.sampled_from(["label", "group"]), TEXTS, max_size=2))
        self.nodes.append(Node(node.id, node.kind, node.params, **spot, extra=extra))
        kind = kind_of(node)
        for output in kind.outputs:
            types = output.types
            if types == {SERIES, NUMBER}:
                types = frozenset({SERIES})
            self.offered.append((node.id, output.name, types))
        return node


@st.composite
def graphs(draw):
    """A strategy of signals or of weights, with notes and groups."""
    drawing = Drawing(draw)
    for _ in range(draw(st.integers(0, 3))):
        drawing.put(draw(parameters(drawing.id())))
    drawing.add(KINDS["column"])
    drawing.add(KINDS["greater"])
    for _ in range(draw(st.integers(0, 12))):
        drawing.add(draw(st.sampled_from(INNER)))
    if draw(st.booleans()):
        sinks = ["enter", *draw(st.lists(st.sampled_from(["enter", "leave", "only_where"]), max_size=4))]
        sinks += draw(
            st.lists(st.sampled_from(["size_share", "size_equal", "size_volatility", "size_series"]), max_size=1)
        )
    else:
        sinks = ["target", *draw(st.lists(st.just("rebalance"), max_size=1))]
    sinks += draw(
        st.lists(st.sampled_from(["stop_loss", "take_profit", "trailing", "time_exit"]), unique=True, max_size=4)
    )
    for key in sinks:
        given = {"by": "atr", "distance": 2.0} if key in ("stop_loss", "take_profit", "trailing") else {}
        drawing.add(KINDS[key], given)
    if draw(st.booleans()):
        drawing.put(Node(drawing.id(), "note", {"text": draw(TEXTS)}))
    order = draw(st.permutations(drawing.nodes))
    return Graph(draw(TEXTS).strip() or "Untitled", tuple(order), tuple(drawing.edges)).tidy()
