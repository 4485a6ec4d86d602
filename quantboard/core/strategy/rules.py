"""Rules between parameters: one comparison over names, numbers, ``+ - *``, parsed by us and never run as code."""

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from quantboard.errors import InvalidInput

COMPARISONS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
LONGEST = 200


class BadRule(InvalidInput):
    """A rule that is not one comparison over parameter names, numbers and ``+ - *``."""

    code = "rule.malformed"


@dataclass(frozen=True)
class Rule:
    """A checked comparison such as ``fast + 5 < slow``."""

    text: str
    names: tuple[str, ...]
    left: ast.expr
    right: ast.expr
    compare: Callable[[float, float], bool]

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether the comparison is true of ``values``."""
        return self.compare(_value(self.left, values), _value(self.right, values))


def parse_rule(text: str, names: Collection[str]) -> Rule:
    """``text`` → a rule over the numeric parameters ``names``; raises ``BadRule``."""
    hint = "Write one comparison of parameter names and numbers, such as fast < slow."
    if len(text) > LONGEST:
        raise BadRule(f"A rule has {len(text)} characters.", f"At most {LONGEST} are allowed.")
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadRule(f"The rule {text!r} cannot be read.", hint) from None
    if not isinstance(body, ast.Compare) or len(body.ops) != 1 or type(body.ops[0]) not in COMPARISONS:
        raise BadRule(f"The rule {text!r} is not one comparison.", hint)
    left, right = body.left, body.comparators[0]
    used = sorted({*_names_in(left, text), *_names_in(right, text)})
    for name in used:
        if name not in names:
            raise BadRule(f"The rule {text!r} names {name}, which is no numeric parameter.", _listed(names))
    return Rule(text, tuple(used), left, right, COMPARISONS[type(body.ops[0])])


def _names_in(node: ast.expr, text: str) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return []
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _names_in(node.operand, text)
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        return _names_in(node.left, text) + _names_in(node.right, text)
    raise BadRule(f"The rule {text!r} uses more than names, numbers and + - *.", "Write it with these alone.")


def _value(node: ast.expr, values: Mapping[str, object]) -> float:
    if isinstance(node, ast.Name):
        return _number(values[node.id])
    if isinstance(node, ast.Constant):
        return _number(node.value)
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, values)
    if isinstance(node, ast.BinOp):
        return ARITHMETIC[type(node.op)](_value(node.left, values), _value(node.right, values))
    raise TypeError(f"unchecked node {node!r}")


def _number(value: object) -> float:
    if isinstance(value, (int, float)):
        return value
    raise TypeError(f"{value!r} is no number")


def _listed(names: Collection[str]) -> str:
    return f"Known: {', '.join(sorted(names))}." if names else "There is none."
