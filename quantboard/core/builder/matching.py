"""Expressions of the dialect against the templates of kinds: which kind is it, and what stands in its places."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from quantboard.core.builder.kinds import Kind
from quantboard.core.builder.nodes import catalogue
from quantboard.core.builder.registry import KINDS

HOLE = re.compile(r"\{(\w+)\}")
SIGN = "hole_"
MANY = {ast.BitAnd: "all_of", ast.BitOr: "any_of"}


@dataclass(frozen=True)
class Match:
    """A kind, and the expression at each of its inputs and fields."""

    kind: Kind
    given: Mapping[str, ast.expr]


def match(node: ast.expr) -> Match | None:
    """The kind whose code this is; conditions of many are flattened as far as no bracket was needed."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        found = _called(node, node.func.id)
        if found is not None:
            return found
    for kind, pattern in _patterns():
        holes: dict[str, ast.expr] = {}
        if _fits(pattern, node, holes) and set(holes) == set(HOLE.findall(kind.template)):
            return Match(kind, holes)
    return None


def matches_size(node: ast.expr) -> Match | None:
    """The same for the kinds that size positions."""
    for key in ("size_share", "size_equal", "size_volatility"):
        kind, holes = KINDS[key], dict[str, ast.expr]()
        if _fits(_parsed(kind.template), node, holes) and all(literal(one) is not None for one in holes.values()):
            return Match(kind, holes)
    return None


def chain(node: ast.expr, operator: type[ast.operator]) -> list[ast.expr]:
    """``a & b & c`` → its three parts, from the left."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, operator):
        return [*chain(node.left, operator), node.right]
    return [node]


def literal(node: ast.expr) -> bool | int | float | str | None:
    """The value of a constant, a signed number included; ``None``: it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = literal(node.operand)
        return -number if isinstance(number, int | float) and not isinstance(number, bool) else None
    return None


def _called(node: ast.Call, name: str) -> Match | None:
    kind = KINDS.get(catalogue.PREFIX + name)
    if kind is None or any(one.arg is None for one in node.keywords):
        return None
    places = [part.strip("{}") for part in kind.template[len(name) + 1 : -1].split(", ") if part]
    if len(node.args) > len(places) or any(isinstance(one, ast.Starred) for one in node.args):
        return None
    given = dict(zip(places, node.args, strict=False))
    for one in node.keywords:
        if one.arg not in places or one.arg in given:
            return None
        given[str(one.arg)] = one.value
    for word in [place for place in places if place == "bars"]:
        bars = given.pop(word, None)
        if not (isinstance(bars, ast.Name) and bars.id == "bars"):
            return None
    return Match(kind, given) if all(one.name in given for one in kind.inputs if one.needed) else None


@cache
def _patterns() -> tuple[tuple[Kind, ast.expr], ...]:
    usable = (
        kind
        for kind in KINDS.values()
        if HOLE.search(kind.template) and not kind.slot and not kind.key.startswith(catalogue.PREFIX)
    )
    found = [(kind, _parsed(kind.template)) for kind in usable]
    return tuple(sorted(found, key=lambda pair: -len(ast.dump(pair[1]))))  # the most particular first


@cache
def _parsed(template: str) -> ast.expr:
    return ast.parse(HOLE.sub(lambda hole: SIGN + hole[1], template), mode="eval").body


def _fits(pattern: object, node: object, holes: dict[str, ast.expr]) -> bool:
    """Whether ``node`` is ``pattern`` with something in its holes; equal holes hold equal things."""
    if isinstance(pattern, ast.Name) and pattern.id.startswith(SIGN) and isinstance(node, ast.expr):
        known = holes.setdefault(pattern.id.removeprefix(SIGN), node)
        return known is node or ast.dump(known) == ast.dump(node)
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, ast.AST):
        return all(_fits(getattr(pattern, name, None), getattr(node, name, None), holes) for name in pattern._fields)
    if isinstance(pattern, list) and isinstance(node, list):
        return len(pattern) == len(node) and all(_fits(*pair, holes) for pair in zip(pattern, node, strict=True))
    return pattern == node
