"""The declarations of a module as nodes: parameters, rules, exits, rhythm, constants; and its one function."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

from quantboard.core.builder.graph import Node, is_id
from quantboard.core.builder.matching import literal
from quantboard.core.strategy.exits import BadExit, Exits, measured
from quantboard.core.strategy.params import Value

MAIN = ("signals", "weights")
WIDEST = 1_000_000
KINDS = {
    "Int": "whole_parameter",
    "Float": "number_parameter",
    "Bool": "switch_parameter",
    "Choice": "choice_parameter",
}
PLACES = {"Int": ("default", "least", "most"), "Float": ("default", "least", "most"), "Bool": ("default",)}
EXITS = {"stop_loss": "stop_loss", "take_profit": "take_profit", "trailing": "trailing", "max_bars": "time_exit"}
MODULES = {"numpy": "np", "math": "math"}


class Unknown(Exception):
    """A declaration that no node stands for."""


@dataclass
class Declared:
    """What a module declares."""

    main: ast.FunctionDef
    name: str = "Untitled"
    parameters: list[Node] = field(default_factory=list)
    sinks: list[tuple[str, str, dict[str, Value]]] = field(default_factory=list)  # slot, kind, fields
    constants: dict[str, Value] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)


def name_of(tree: ast.Module) -> str:
    """The declared name; empty without one."""
    for one in tree.body:
        if isinstance(one, ast.Assign) and [ast.unparse(target) for target in one.targets] == ["name"]:
            text = literal(one.value)
            return text.strip()[:120] if isinstance(text, str) else ""
    return ""


def read(tree: ast.Module) -> Declared | None:
    """The declarations; ``None`` for what no graph can hold."""
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    mains = [one for name, one in functions.items() if name in MAIN]
    if len(mains) != 1 or "exits" in functions or "compute" in functions or not _is_plain(mains[0]):
        return None
    others = {name: one for name, one in functions.items() if name not in MAIN}
    made = Declared(mains[0], name_of(tree) or "Untitled", functions=others)
    try:
        for statement in tree.body:
            _take(made, statement)
    except (Unknown, BadExit):
        return None
    return made


def _is_plain(main: ast.FunctionDef) -> bool:
    given = main.args
    names = [one.arg for one in given.args]
    return names == ["bars", "p"] and not (given.vararg or given.kwarg or given.kwonlyargs or main.decorator_list)


def _take(made: Declared, statement: ast.stmt) -> None:
    if isinstance(statement, ast.FunctionDef):
        return
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return  # a docstring
    if isinstance(statement, ast.Import) and all(
        MODULES.get(one.name) == (one.asname or one.name) for one in statement.names
    ):
        return
    if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
        raise Unknown
    target = statement.targets[0]
    if not isinstance(target, ast.Name):
        raise Unknown
    _DECLARATIONS.get(target.id, _constant(target.id))(made, statement.value)


def _constant(name: str) -> Callable[[Declared, ast.expr], None]:
    def take(made: Declared, value: ast.expr) -> None:
        number = literal(value)
        if isinstance(number, bool | str) or number is None:
            raise Unknown
        made.constants[name] = number

    return take


def _name(_made: Declared, value: ast.expr) -> None:
    if not isinstance(literal(value), str):
        raise Unknown


def _rebalance(made: Declared, value: ast.expr) -> None:
    every = literal(value)
    if isinstance(every, str):
        made.sinks.append(("rebalance", "rebalance", {"every": every}))
    elif not (isinstance(value, ast.Constant) and value.value is None):
        raise Unknown


def _exits(made: Declared, value: ast.expr) -> None:
    for name, given in _arguments(value, "Exits", tuple(EXITS)).items():
        if isinstance(given, ast.Constant) and given.value is None:
            continue
        distance = literal(given)
        if isinstance(distance, bool) or distance is None:
            raise Unknown
        if name == "max_bars":
            if not isinstance(distance, int):
                raise Unknown
            made.sinks.append((name, EXITS[name], {"bars": distance}))
            continue
        Exits(**{name: distance})
        by, amount = measured(distance)
        made.sinks.append((name, EXITS[name], {"by": by, "distance": amount}))


def _params(made: Declared, value: ast.expr) -> None:
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Params"):
        raise Unknown
    for one in value.keywords:
        if value.args or one.arg is None:
            raise Unknown
        if one.arg == "rules":
            made.sinks += [("rule", "rule", {"text": text}) for text in _texts(one.value)]
        else:
            made.parameters.append(_parameter(one.arg, one.value))


def _parameter(name: str, value: ast.expr) -> Node:
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and is_id(name)):
        raise Unknown
    called = value.func.id
    if called == "Choice":
        given = _arguments(value, called, ("default", "choices", "help"))
        choices = ", ".join(_texts(given["choices"])) if "choices" in given else ""
        return Node(name, KINDS[called], {"default": _plain(given, "default", ""), "choices": choices} | _help(given))
    if called not in KINDS:
        raise Unknown
    given = _arguments(value, called, (*PLACES[called], "help"), n_places=len(PLACES[called]))
    usual = {"default": 0, "least": -WIDEST, "most": WIDEST}
    fields = {place: _plain(given, place, usual[place]) for place in PLACES[called]}
    if called == "Float":
        fields = {place: float(number) for place, number in fields.items()}
    return Node(name, KINDS[called], fields | _help(given))


def _help(given: dict[str, ast.expr]) -> dict[str, Value]:
    return {"help": _plain(given, "help", "")}


def _plain(given: dict[str, ast.expr], name: str, usual: Value) -> Value:
    if name not in given:
        return usual
    found = literal(given[name])
    if found is None:
        raise Unknown
    return found


def _texts(value: ast.expr) -> list[str]:
    if not isinstance(value, ast.List | ast.Tuple):
        raise Unknown
    found = [literal(one) for one in value.elts]
    if not all(isinstance(one, str) for one in found):
        raise Unknown
    return [str(one) for one in found]


def _arguments(
    value: ast.expr, called: str, names: tuple[str, ...], n_places: int | None = None
) -> dict[str, ast.expr]:
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == called):
        raise Unknown
    places = names[:n_places]
    given = dict(zip(places, value.args, strict=False))
    if len(value.args) > len(places):
        raise Unknown
    for one in value.keywords:
        if one.arg not in names or one.arg in given:
            raise Unknown
        given[one.arg] = one.value
    return given


_DECLARATIONS: dict[str, Callable[[Declared, ast.expr], None]] = {
    "name": _name,
    "params": _params,
    "exits": _exits,
    "rebalance": _rebalance,
}
