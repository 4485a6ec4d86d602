"""Every kind of node, and the one of a given node."""

from collections.abc import Mapping

from quantboard.core.builder.graph import Node
from quantboard.core.builder.kinds import Kind, by_key
from quantboard.core.builder.nodes import catalogue, code, conditions, data, numbers, orders
from quantboard.core.strategy.params import Param, Value, cast
from quantboard.errors import InvalidInput

KINDS: Mapping[str, Kind] = by_key(
    (*data.KINDS, *numbers.KINDS, *conditions.KINDS, *orders.KINDS, *catalogue.KINDS, *code.KINDS)
)


def kind_of(node: Node) -> Kind | None:
    """The kind of a node; nodes of code have ports of their own. ``None``: unknown."""
    if node.kind == code.CODE:
        return code.code_kind(dict(node.params))
    return KINDS.get(node.kind)


def value_of(node: Node, field: Param) -> Value:
    """What a field holds, or its default; raises ``InvalidInput`` for what does not fit."""
    given = node.params.get(field.name, field.default)
    if field.kind == "text":
        if not isinstance(given, str):
            raise InvalidInput(f"{field.name} is no text.", "Write a text.")
        return given
    return cast(field, given)
