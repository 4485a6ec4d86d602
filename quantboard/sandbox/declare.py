"""Declarations of a strategy (name, params, exits, rebalance) as data: read from the syntax tree, never run."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from quantboard.core.strategy.exits import BadExit, Distance, Exits
from quantboard.core.strategy.params import Declaration, Param, resolve
from quantboard.core.strategy.rules import parse_rule
from quantboard.errors import InvalidInput
from quantboard.sandbox import policy

Report = Callable[[ast.AST, str, str, str], None]  # node, rule, message, suggestion
Literal = None | bool | int | float | str
KINDS = {"Int": "int", "Float": "float", "Bool": "bool", "Choice": "choice"}
FIELDS = {
    "int": ("default", "least", "most"),
    "float": ("default", "least", "most"),
    "bool": ("default",),
    "choice": ("default", "choices"),
}
EXAMPLE = "Write it like: params = Params(fast=Int(10, 2, 200, help='Bars of the fast average'))."
RESERVED = frozenset({"rules"})


class NotLiteral(Exception):
    """A declaration holds something that would have to be run."""

    def __init__(self, node: ast.AST) -> None:
        super().__init__("not a literal")
        self.node = node


@dataclass
class Reader:
    """Collects the declarations of one module and reports what cannot be read."""

    report: Report
    name: str = ""
    params: list[Param] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    stop_loss: Distance = None
    take_profit: Distance = None
    trailing: Distance = None
    max_bars: int = 0
    rebalance: str | None = None

    def read(self, node: ast.Assign | ast.AnnAssign, target: str) -> None:
        """Read ``target = …``."""
        value = node.value
        if value is None:
            return
        try:
            getattr(self, f"_{target}")(value)
        except NotLiteral as stop:
            self.report(stop.node, "declaration.literal", f"'{target}' must be written as a literal.", EXAMPLE)

    def _name(self, value: ast.expr) -> None:
        text = literal(value)
        if not isinstance(text, str) or not text.strip() or len(text) > policy.MAX_TEXT:
            self.report(value, "declaration.name", "'name' must be a short text.", "Write name = 'My strategy'.")
        else:
            self.name = text.strip()

    def _rebalance(self, value: ast.expr) -> None:
        text = literal(value)
        if text is not None and text not in policy.REBALANCE:
            choices = ", ".join(policy.REBALANCE)
            self.report(value, "declaration.rebalance", f"'rebalance' cannot be {text!r}.", f"Choose one of {choices}.")
        elif isinstance(text, str):
            self.rebalance = text

    def _exits(self, value: ast.expr) -> None:
        given = _arguments(value, "Exits", ("stop_loss", "take_profit", "trailing", "max_bars"))
        if given is None:
            advice = "Write exits = Exits(stop_loss=0.05, take_profit=None), or def exits(bars, p)."
            self.report(value, "declaration.exits", "'exits' cannot be read.", advice)
            return
        for label, node in given.items():
            number = literal(node)
            if number is None:
                continue
            if label == "max_bars":
                self._max_bars(node, number)
                continue
            try:
                if isinstance(number, bool):
                    raise BadExit(f"{label} must be a fraction above 0 or None.", "0.05 is 5 %.")
                Exits(**{label: number})
            except BadExit as problem:
                self.report(node, "declaration.exits", problem.message, problem.hint or "0.05 is 5 %.")
            else:
                setattr(self, label, number if isinstance(number, str) else float(number))

    def _max_bars(self, node: ast.expr, number: Literal) -> None:
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= 1_000_000:
            self.report(node, "declaration.exits", "max_bars must be a whole number above 0 or None.", "Write 20.")
        else:
            self.max_bars = number

    def _params(self, value: ast.expr) -> None:
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Params"):
            self.report(value, "declaration.params", "'params' must be Params(…).", EXAMPLE)
            return
        if value.args:
            self.report(value.args[0], "declaration.params", "Params takes names: fast=Int(10, 2, 200).", EXAMPLE)
        if len(value.keywords) > policy.MAX_PARAMS + 1:
            self.report(value, "declaration.params", f"More than {policy.MAX_PARAMS} parameters.", "Use fewer.")
            return
        for keyword in value.keywords:
            if keyword.arg is None:
                self.report(keyword.value, "declaration.literal", "Params cannot take **.", EXAMPLE)
            elif keyword.arg == "rules":
                self._read_rules(keyword.value)
            else:
                self._param(keyword.arg, keyword.value)

    def _read_rules(self, value: ast.expr) -> None:
        rules = sequence(value)
        if len(rules) > policy.MAX_RULES or not all(isinstance(rule, str) and len(rule) < 200 for rule in rules):
            self.report(value, "declaration.rules", "'rules' must be a short list of texts.", "rules=['fast < slow']")
        else:
            self.rules = [str(rule) for rule in rules]

    def _param(self, name: str, value: ast.expr) -> None:
        kind = KINDS.get(value.func.id) if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else None
        if kind is None:
            self.report(value, "declaration.kind", f"'{name}' has no kind.", f"Kinds are {', '.join(KINDS)}. {EXAMPLE}")
            return
        given = _arguments(value, str(value.func.id), (*FIELDS[kind], "help", "label"), positional=len(FIELDS[kind]))  # type: ignore[attr-defined]
        if given is None or "default" not in given:
            usual = ", ".join(FIELDS[kind])
            self.report(value, "declaration.kind", f"'{name}' cannot be read.", f"It takes ({usual}, help='…').")
            return
        try:
            self.params.append(_make_param(name, kind, given))
        except ValueError as error:
            self.report(value, "declaration.range", f"'{name}': {error}.", "The default must lie in the range.")

    def declaration(self, kind: str, exits_from_code: bool, place: ast.AST) -> Declaration | None:
        """The finished declaration; rules and defaults are checked here."""
        made = Declaration(
            name=self.name,
            kind=kind,
            params=tuple(self.params),
            rules=tuple(self.rules),
            stop_loss=self.stop_loss,
            take_profit=self.take_profit,
            trailing=self.trailing,
            max_bars=self.max_bars,
            exits_from_code=exits_from_code,
            rebalance=self.rebalance,
        )
        try:
            for rule in self.rules:
                parse_rule(rule, [param.name for param in self.params])
            resolve(made, {})
        except InvalidInput as error:
            self.report(place, "declaration.rules", error.message, error.hint or "Correct the rule or the defaults.")
            return None
        return made


def _make_param(name: str, kind: str, given: Mapping[str, ast.expr]) -> Param:
    help_, label = (
        str(literal(given[key]) or "")[: policy.MAX_TEXT] if key in given else "" for key in ("help", "label")
    )
    default = literal(given["default"])
    if kind == "bool":
        if not isinstance(default, bool):
            raise ValueError("the default of a Bool is True or False")
        return Param(name, kind, default, help=help_, label=label)
    if kind == "choice":
        choices = sequence(given["choices"]) if "choices" in given else []
        if not choices or not all(isinstance(choice, str) for choice in choices) or default not in choices:
            raise ValueError("a Choice takes its default and a list of texts that holds it")
        return Param(
            name, kind, str(default), choices=tuple(str(choice) for choice in choices), help=help_, label=label
        )
    least, most = (literal(given[key]) if key in given else None for key in ("least", "most"))
    if default is None or not all(_fits(kind, number) for number in (default, least, most)):
        raise ValueError("an Int takes whole numbers" if kind == "int" else "a Float takes numbers")
    start, low, high = (_number(kind, number) for number in (default, least, most))
    assert start is not None
    if (low is not None and start < low) or (high is not None and start > high):
        raise ValueError(f"the default {default} lies outside {least} to {most}")
    return Param(name, kind, start, least=low, most=high, help=help_, label=label)


def _number(kind: str, number: Literal) -> int | float | None:
    if number is None:
        return None
    return int(number) if kind == "int" else float(number)


def _fits(kind: str, number: Literal) -> bool:
    """Whether a number, or its absence, suits the kind."""
    if number is None:
        return True
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return abs(number) < 1e15 and (kind == "float" or isinstance(number, int))


def _arguments(
    value: ast.expr, called: str, names: tuple[str, ...], positional: int | None = None
) -> dict[str, ast.expr] | None:
    """Arguments of the call by name, or None if it is not a plain call of ``called``."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == called):
        return None
    places = names[:positional] if positional is not None else names
    if len(value.args) > len(places):
        return None
    given = dict(zip(places, value.args, strict=False))
    for keyword in value.keywords:
        if keyword.arg not in names or keyword.arg in given:
            return None
        given[keyword.arg] = keyword.value
    return given


def literal(node: ast.expr) -> Literal:
    """The value of a constant, a signed number included."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str | None):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        number = literal(node.operand)
        if isinstance(number, int | float) and not isinstance(number, bool):
            return -number if isinstance(node.op, ast.USub) else number
    raise NotLiteral(node)


def sequence(node: ast.expr) -> list[Literal]:
    """The values of a list or tuple of constants."""
    if not isinstance(node, ast.List | ast.Tuple):
        raise NotLiteral(node)
    return [literal(item) for item in node.elts]
