"""The logic of a graph in words, English and Chinese: read aloud, it is the strategy."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quantboard.core.builder.graph import Graph, Node
from quantboard.core.builder.kinds import Kind
from quantboard.core.builder.nodes import code, data
from quantboard.core.builder.registry import KINDS, kind_of

DEEPEST, LONGEST = 12, 600
COLUMN_WORDS = {
    "open": "开盘价",
    "high": "最高价",
    "low": "最低价",
    "close": "收盘价",
    "volume": "成交量",
    "amount": "成交额",
}
RHYTHM_WORDS = {
    "daily": ("every day", "每日"),
    "week_end": ("at the end of each week", "每周末"),
    "month_end": ("at the end of each month", "每月末"),
    "quarter_end": ("at the end of each quarter", "每季末"),
    "year_end": ("at the end of each year", "每年末"),
}
ACTS = {
    ("enter", "long"): ("Buy when {0}", "当{0}时买入"),
    ("leave", "long"): ("sell when {0}", "当{0}时卖出"),
    ("enter", "short"): ("sell short when {0}", "当{0}时卖空"),
    ("leave", "short"): ("buy back when {0}", "当{0}时买回"),
}
ONLY = ("only where {0}", "仅限{0}")
NOTHING = ("Nothing is decided yet.", "尚未作出任何决定。")
MISSING = ("…", "……")


@dataclass(frozen=True)
class Speaker:
    """One graph, one language."""

    graph: Graph
    language: int  # 0: English, 1: Chinese
    told: dict[tuple[str, int, str], str] = field(default_factory=dict)

    def sentence(self) -> str:
        """The whole logic in one sentence."""
        parts = [*self._acts(), *self._others()]
        if not parts:
            return NOTHING[self.language]
        joined = ("; ", "；")[self.language].join(parts)
        return joined[0].upper() + joined[1:] + (".", "。")[self.language]

    def _acts(self) -> list[str]:
        found = []
        for (kind, side), words in ACTS.items():
            nodes = [one for one in self.graph.nodes if one.kind == kind and one.params.get("side", "long") == side]
            told = [self._input(one, "when", 0) for one in nodes]
            if told:
                found.append(words[self.language].format((" or ", " 或 ")[self.language].join(told)))
        only = [self._input(one, "when", 0) for one in self.graph.nodes if one.kind == "only_where"]
        return found + [ONLY[self.language].format((" and ", " 且 ")[self.language].join(only))] * bool(only)

    def _others(self) -> list[str]:
        found = []
        for node in self.graph.nodes:
            kind = kind_of(node)
            if kind is None or not kind.slot or kind.slot in ("entry", "exit", "filter", "rule"):
                continue
            found.append(self._words(node, kind, 0))
        return found

    def of(self, node_id: str, depth: int = 0, output: str = "out") -> str:
        """One node with all that it reads; what is said twice is put together once, and cut where it never ends."""
        asked = (node_id, depth, output)
        if asked not in self.told:
            words = self._said(node_id, depth, output)
            self.told[asked] = words if len(words) <= LONGEST else words[:LONGEST] + MISSING[self.language]
        return self.told[asked]

    def _said(self, node_id: str, depth: int, output: str) -> str:
        node = self.graph.node(node_id)
        kind = kind_of(node) if node is not None else None
        if node is None or kind is None or depth > DEEPEST:
            return MISSING[self.language]
        if node.kind in data.CALLED:
            return node.id
        if node.kind in ("all_of", "any_of"):
            return self._many(node, kind, depth)
        if kind.category == "indicator":
            return self._indicator(node, kind, depth, output)
        return self._words(node, kind, depth)

    def _many(self, node: Node, kind: Kind, depth: int) -> str:
        wires = self.graph.into(node.id).get("conditions", [])
        told = []
        for wire in wires:
            part = self.of(wire.source, depth + 1, wire.out)
            source = self.graph.node(wire.source)
            is_other = source is not None and source.kind in ("all_of", "any_of") and source.kind != node.kind
            told.append((f"({part})", f"（{part}）")[self.language] if is_other else part)
        return kind.say[self.language].join(told) or MISSING[self.language]

    def _indicator(self, node: Node, kind: Kind, depth: int, output: str) -> str:
        inputs = [self._input(node, one.name, depth) for one in kind.inputs]
        usual = COLUMN_WORDS["close"] if self.language else "close"
        numbers = [self._shown(node, kind, one.name) for one in kind.fields]
        shown = ", ".join([one for one in inputs if one != usual] + numbers)
        told = f"{kind.say[0]}({shown})" if shown else kind.say[0]
        if len(kind.outputs) == 1:
            return told
        port = kind.output(output)
        return f"{told} {port.title[self.language] if port else output}"

    def _words(self, node: Node, kind: Kind, depth: int) -> str:
        if node.kind == code.CODE:
            return node.id
        if not kind.say[self.language]:
            return node.id
        names = dict.fromkeys([one.name for one in kind.every_input()] + [one.name for one in kind.fields])
        given = {name: self._input(node, name, depth) for name in names}
        return kind.say[self.language].format_map(given)

    def _input(self, node: Node, name: str, depth: int) -> str:
        wires = self.graph.into(node.id).get(name, [])
        if wires:
            return self.of(wires[0].source, depth + 1, wires[0].out)
        kind = kind_of(node)
        if kind is None or kind.field(name) is None:
            return MISSING[self.language]
        return self._shown(node, kind, name)

    def _shown(self, node: Node, kind: Kind, name: str) -> str:
        wires = self.graph.into(node.id).get(name, [])
        if wires:
            return self.of(wires[0].source, 1, wires[0].out)
        field = kind.field(name)
        held = node.params.get(name, field.default if field else "")
        if node.kind == "column":
            return COLUMN_WORDS.get(str(held), str(held)) if self.language else str(held)
        if kind.slot in ("stop_loss", "take_profit", "trailing") and name == "distance":
            return self._distance(node, held)
        if name in ("share", "target") and isinstance(held, float):
            return f"{held:.4g}" if held > 10 else f"{100 * held:.4g} %"
        if name == "every":
            return RHYTHM_WORDS.get(str(held), (str(held), str(held)))[self.language]
        return f"{held:g}" if isinstance(held, float) else str(held)

    def _distance(self, node: Node, held: object) -> str:
        number = float(held) if isinstance(held, int | float) else 0.0
        by = str(node.params.get("by", "percent"))
        words = {
            "percent": (f"{100 * number:g} %", f"{100 * number:g} %"),
            "atr": (f"{number:g} × ATR", f"{number:g} 倍 ATR"),
            "amount": (f"of {number:g} in money", f"金额 {number:g}"),
            "ma": (f"at the mean of {number:g} closes", f"{number:g} 根收盘均线"),
        }
        return words.get(by, (str(held), str(held)))[self.language]


def sentence(graph: Graph, *, chinese: bool = False) -> str:
    """The logic of a graph, as far as it is drawn: unconnected inputs are dots."""
    return Speaker(graph, int(chinese)).sentence()


def words_of_nodes(graph: Graph, *, chinese: bool = False) -> Mapping[str, str]:
    """Each node in words, for its tooltip."""
    speaker = Speaker(graph, int(chinese))
    return {one.id: speaker.of(one.id) for one in graph.nodes if one.kind in KINDS}
