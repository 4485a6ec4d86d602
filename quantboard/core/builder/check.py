"""What is wrong with a graph: findings with their place, in two languages, and a fix where one is mechanical."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quantboard.core.builder.graph import Edge, Graph, Node
from quantboard.core.builder.kinds import FLAG, NUMBER, SERIES, Kind, Words
from quantboard.core.builder.nodes import code, data
from quantboard.core.builder.registry import kind_of, value_of
from quantboard.core.builder.source import NotDrawn, source_of
from quantboard.core.strategy.rules import parse_rule
from quantboard.errors import QuantBoardError

ERROR, WARNING = "error", "warning"
SINKS_OF_SIGNALS = ("entry", "exit", "filter", "size")


@dataclass(frozen=True)
class Finding:
    """One problem. ``fix`` is what the builder can do about it: an action and its arguments."""

    code: str
    severity: str
    message: Words
    hint: Words
    node: str = ""
    port: str = ""
    fix: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        plain = {"code": self.code, "severity": self.severity, "node": self.node, "port": self.port}
        return plain | {"message": list(self.message), "hint": list(self.hint), "fix": dict(self.fix)}


def check(graph: Graph) -> tuple[Finding, ...]:
    """Every problem, errors first. A graph without errors has a source."""
    if not any(one.kind not in code.DRAWN_ONLY for one in graph.nodes):
        return (_said("graph.empty", "", _EMPTY[0], _EMPTY[1], fix={"add": "column"}),)
    kinds = {one.id: kind_of(one) for one in graph.nodes}
    found = [finding for node in graph.nodes for finding in _of_node(graph, node, kinds[node.id])]
    known: dict[str, bool] = {}
    found += [finding for edge in graph.edges for finding in _of_wire(graph, edge, kinds, known)]
    found += [*_cycle(graph), *_of_strategy(graph, kinds), *_unused(graph, kinds)]
    if not any(one.severity == ERROR for one in found):
        found += _unwritten(graph)
    return tuple(sorted(found, key=lambda one: one.severity != ERROR))


def cycle_of(graph: Graph) -> list[str]:
    """The nodes of a cycle, in the direction of the wires; empty without one."""
    after: dict[str, list[str]] = {}
    for edge in graph.edges:
        after.setdefault(edge.source, []).append(edge.target)
    done: set[str] = set()
    for start in (one.id for one in graph.nodes):
        path: list[str] = []
        stack = [(start, iter(after.get(start, ())))] if start not in done else []
        path = [start] if stack else []
        while stack:
            node_id, following = stack[-1]
            step = next(following, None)
            if step is None:
                done.add(node_id)
                path.pop()
                stack.pop()
            elif step in path:
                return path[path.index(step) :]
            elif step not in done:
                path.append(step)
                stack.append((step, iter(after.get(step, ()))))
    return []


def types_of(graph: Graph, node: Node, kind: Kind, output: str, known: dict[str, bool] | None = None) -> frozenset[str]:
    """What an output carries: arithmetic of numbers alone is a number. ``known`` is a memory for many questions."""
    port = kind.output(output)
    if port is None:
        return frozenset()
    if port.types != {SERIES, NUMBER}:
        return port.types
    return frozenset({SERIES if _reaches_series(graph, node.id, {} if known is None else known) else NUMBER})


def _reaches_series(graph: Graph, node_id: str, known: dict[str, bool]) -> bool:
    if node_id in known:
        return known[node_id]
    known[node_id] = False  # for the way around a cycle
    for edge in (one for one in graph.edges if one.target == node_id):
        source = graph.node(edge.source)
        kind = kind_of(source) if source else None
        port = kind.output(edge.out) if kind else None
        if port is None:
            continue
        is_open = port.types == {SERIES, NUMBER}
        if _reaches_series(graph, edge.source, known) if is_open else bool(port.types & {SERIES, FLAG}):
            known[node_id] = True
            break
    return known[node_id]


def _of_node(graph: Graph, node: Node, kind: Kind | None) -> Iterable[Finding]:
    if kind is None:
        message = (f"Nobody knows nodes of kind {node.kind}.", f"未知的节点类型 {node.kind}。")
        yield _said("node.unknown_kind", node.id, message, _REMOVE, fix={"remove": node.id})
        return
    if node.version > kind.version:
        message = (f"{node.id} was made by a newer version.", f"{node.id} 由更新的版本创建。")
        yield _said("node.newer", node.id, message, ("Update QuantBoard.", "请升级 QuantBoard。"))
    wires = graph.into(node.id)
    for port in kind.inputs:
        if port.needed and port.name not in wires:
            message = (f"The input “{port.title[0]}” has no wire.", f"输入“{port.title[1]}”没有连线。")
            hint = ("Connect it, or remove the node.", "请连接它，或删除该节点。")
            yield _said("wire.missing", node.id, message, hint, port=port.name)
    for held in kind.fields:
        if held.name in wires and kind.port(held.name) is not None:
            continue
        try:
            value_of(node, held)
        except QuantBoardError as problem:
            message = (problem.message, f"参数 {held.label or held.name} 无效：{problem.message}")
            fix = {"set": node.id, "field": held.name, "value": held.default}
            hint = (problem.hint or "Change it.", f"改用默认值 {held.default}。")
            yield _said("node.bad_value", node.id, message, hint, port=held.name, fix=fix)
    if node.kind == code.CODE:
        yield from _of_code(node)


def _of_code(node: Node) -> Iterable[Finding]:
    try:
        code.lines_of(str(node.params.get("body", "out = x")))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        message = (f"The code cannot be read: {problem}.", f"代码无法解析：{problem}。")
        yield _said("node.bad_code", node.id, message, ("Correct it.", "请修正代码。"))
    if not code.names_in(node.params.get("outputs", "out")):
        message = ("The code has no output.", "代码没有输出。")
        yield _said("node.no_output", node.id, message, ("Name at least one.", "至少命名一个输出。"))


def _of_wire(graph: Graph, edge: Edge, kinds: Mapping[str, Kind | None], known: dict[str, bool]) -> Iterable[Finding]:
    source, target = kinds[edge.source], kinds[edge.target]
    node = graph.node(edge.source)
    if source is None or target is None or node is None:
        return
    fix = {"disconnect": edge.as_dict()}
    port = target.port(edge.port)
    if source.output(edge.out) is None or port is None:
        message = (f"The wire from {edge.source} fits no port.", f"来自 {edge.source} 的连线没有对应端口。")
        yield _said("wire.no_port", edge.target, message, _REMOVE_WIRE, port=edge.port, fix=fix)
        return
    carried = types_of(graph, node, source, edge.out, known)
    if not carried & port.types:
        en, zh = (" / ".join(_TYPES[one][index] for one in sorted(carried)) for index in (0, 1))
        wanted = [" / ".join(_TYPES[one][index] for one in sorted(port.types)) for index in (0, 1)]
        message = (
            f"“{port.title[0]}” takes {wanted[0]}, not {en}.",
            f"“{port.title[1]}”接受{wanted[1]}，而不是{zh}。",
        )
        yield _said("wire.wrong_type", edge.target, message, _REMOVE_WIRE, port=edge.port, fix=fix)
    others = [one for one in graph.edges if one.target == edge.target and one.port == edge.port]
    if not port.many and len(others) > 1 and others[0] != edge:
        message = (f"“{port.title[0]}” has {len(others)} wires.", f"“{port.title[1]}”有 {len(others)} 条连线。")
        yield _said("wire.too_many", edge.target, message, _REMOVE_WIRE, port=edge.port, fix=fix)


def _cycle(graph: Graph) -> Iterable[Finding]:
    path = cycle_of(graph)
    if path:
        told = " → ".join([*path, path[0]])
        fix = {"disconnect": next(one.as_dict() for one in graph.edges if (one.source, one.target) == _last(path))}
        hint = ("Remove one of its wires.", "删除其中一条连线。")
        yield _said("graph.cycle", path[0], (f"A cycle: {told}.", f"存在环路：{told}。"), hint, fix=fix)


def _last(path: list[str]) -> tuple[str, str]:
    return path[-1], path[0]


def _of_strategy(graph: Graph, kinds: Mapping[str, Kind | None]) -> Iterable[Finding]:
    slots = [(kind.slot, node) for node in graph.nodes if (kind := kinds[node.id]) is not None and kind.slot]
    names = {slot for slot, _ in slots}
    if any(one.kind == code.SOURCE for one in graph.nodes):
        return
    yield from _once(slots)
    yield from _rules(graph)
    if "weights" in names:
        for slot, node in slots:
            if slot in SINKS_OF_SIGNALS:
                message = ("Target weights and signals do not go together.", "目标权重与信号不能同时使用。")
                yield _said("strategy.mixed", node.id, message, _REMOVE, fix={"remove": node.id})
        return
    if "entry" not in names:
        message = ("Nothing opens a position.", "没有开仓信号。")
        hint = ("Add “Enter” and connect a condition.", "添加“开仓”并连接条件。")
        yield _said("strategy.no_entry", "", message, hint, fix={"add": "enter"})
    elif not names & {"exit", "stop_loss", "take_profit", "trailing", "max_bars"}:
        message = ("Nothing closes a position.", "没有平仓方式。")
        hint = ("Add “Leave”, a stop or a time exit.", "添加“平仓”、止损或时间平仓。")
        yield _said("strategy.no_exit", "", message, hint, severity=WARNING, fix={"add": "leave"})
    if "entry" in names and "size" not in names:
        message = ("The size is that of the run: equal parts.", "仓位采用回测设置：等分资金。")
        hint = ("Add “Share of equity” to choose it here.", "添加“资金比例”可在此设定。")
        yield _said("strategy.no_size", "", message, hint, severity=WARNING, fix={"add": "size_share"})
    for node in graph.nodes:
        if node.kind == "size_share" and isinstance(share := node.params.get("share", 0.5), float) and share > 1:
            message = (f"{share:.0%} of equity needs leverage.", f"{share:.0%} 的仓位需要杠杆。")
            hint = ("Lower it to 100 % or less.", "降到 100 % 或以下。")
            fix = {"set": node.id, "field": "share", "value": 1.0}
            yield _said("size.over_100", node.id, message, hint, severity=WARNING, fix=fix)


def _once(slots: list[tuple[str, Node]]) -> Iterable[Finding]:
    for slot in ("size", "stop_loss", "take_profit", "trailing", "max_bars", "rebalance", "weights"):
        for _, node in [one for one in slots if one[0] == slot][1:]:
            message = (f"There is another node for {slot}.", f"{slot} 的节点重复。")
            yield _said("strategy.twice", node.id, message, _REMOVE, fix={"remove": node.id})


def _rules(graph: Graph) -> Iterable[Finding]:
    names = [one.id for one in graph.nodes if one.kind in ("whole_parameter", "number_parameter")]
    for node in graph.nodes:
        if node.kind == "rule":
            try:
                parse_rule(str(node.params.get("text", "")), names)
            except QuantBoardError as problem:
                hint = (problem.hint or "Correct it.", "请修正规则，例如 fast < slow。")
                yield _said("rule.malformed", node.id, (problem.message, f"规则无效：{problem.message}"), hint)
        if node.kind in data.CALLED and not _default_fits(node):
            message = ("The default lies outside its range.", "默认值超出范围。")
            yield _said("parameter.range", node.id, message, ("Widen the range.", "请调整范围。"))


def _default_fits(node: Node) -> bool:
    default, least, most = (node.params.get(name) for name in ("default", "least", "most"))
    if not all(isinstance(one, int | float) for one in (default, least, most)):
        return True
    return least <= default <= most  # type: ignore[operator]


def _unused(graph: Graph, kinds: Mapping[str, Kind | None]) -> Iterable[Finding]:
    used = {one.id for one in graph.nodes if (kind := kinds[one.id]) is not None and kind.slot}
    waiting = list(used)
    while waiting:
        target = waiting.pop()
        before = [one.source for one in graph.edges if one.target == target and one.source not in used]
        used |= set(before)
        waiting += before
    for node in graph.nodes:
        kind = kinds[node.id]
        if kind is None or node.id in used or node.kind in (*code.DRAWN_ONLY, *data.CALLED, code.SOURCE):
            continue
        message = ("Nothing uses this node.", "没有任何节点使用它。")
        fix = {"remove": node.id}
        yield _said("node.unused", node.id, message, _USE_IT, severity=WARNING, fix=fix)


def _unwritten(graph: Graph) -> Iterable[Finding]:
    try:
        source_of(graph)
    except NotDrawn as problem:
        yield _said("graph.incomplete", "", (problem.message, f"图不完整：{problem.message}"), (problem.hint or "", ""))


def _said(code_: str, node: str, message: Words, hint: Words, **more: Any) -> Finding:
    return Finding(code_, more.pop("severity", ERROR), message, hint, node, **more)


_EMPTY: tuple[Words, Words] = (
    ("The canvas is empty.", "画布是空的。"),
    ("Drag a price from the palette, or start from a snippet.", "从左侧拖入行情列，或从现成片段开始。"),
)
_REMOVE: Words = ("Remove the node.", "删除该节点。")
_USE_IT: Words = ("Connect its output, or remove it.", "连接其输出，或删除。")
_REMOVE_WIRE: Words = ("Remove the wire.", "删除该连线。")
_TYPES: dict[str, Words] = {
    SERIES: ("a series", "序列"),
    FLAG: ("true or false", "真假"),
    NUMBER: ("a number", "数值"),
    "text": ("a text", "文本"),
}
