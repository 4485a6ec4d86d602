"""Lines of Python between named inputs and outputs: read from a function, or cut out of one."""

import ast
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass

STOPPERS = (ast.Return, ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal, ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Piece:
    """The code of one node."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    body: str

    @classmethod
    def of(
        cls, statements: Sequence[ast.stmt], known: Collection[str], functions: Collection[str], source: str
    ) -> "Piece | None":
        """Statements as a piece: what they read of ``known`` comes in, what they write goes out.

        ``None``: they return, or call functions of the module, so they cannot be cut out.
        """
        every = [one for statement in statements for one in ast.walk(statement)]
        names = [one for one in every if isinstance(one, ast.Name)]
        if any(isinstance(one, STOPPERS) for one in every) or any(one.id in functions for one in names):
            return None
        changed = {_owner(one) for one in every if isinstance(one, ast.Subscript | ast.Attribute) and _is_written(one)}
        written = list(dict.fromkeys([one.id for one in names if isinstance(one.ctx, ast.Store)]))
        inputs = tuple(dict.fromkeys(one.id for one in names if one.id in known))
        kept = [name for name in inputs if name in changed]
        outputs = tuple(dict.fromkeys([*written, *kept]))
        copies = [f"{name} = np.array({name})" for name in kept]
        return cls(inputs, outputs, "\n".join([*copies, _text(statements, source)])) if outputs else None


def piece_of(function: ast.FunctionDef, call: ast.Call, source: str) -> Piece | None:
    """The piece that a function of the builder's shape holds; ``None``: it has another shape."""
    names = [one.arg for one in function.args.args]
    others = (function.args.vararg, function.args.kwarg, *function.args.kwonlyargs, *function.args.defaults)
    if names[:2] != ["bars", "p"] or any(others) or function.decorator_list or call.keywords:
        return None
    if len(call.args) != len(names) or [ast.unparse(one) for one in call.args[:2]] != ["bars", "p"]:
        return None
    *body, last = function.body
    if any(isinstance(one, STOPPERS) for statement in body for one in ast.walk(statement)):
        return None
    if not isinstance(last, ast.Return) or last.value is None or not body:
        return None
    parts = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
    outputs = [one.id for one in parts if isinstance(one, ast.Name)]
    if len(outputs) < len(parts):
        return None
    lines = source.split("\n")[function.lineno : last.lineno - 1]  # comments below the head belong to it
    return Piece(tuple(names[2:]), tuple(outputs), textwrap.dedent("\n".join(lines)).strip("\n"))


def _text(statements: Sequence[ast.stmt], source: str) -> str:
    if not source:
        return "\n".join(ast.unparse(ast.fix_missing_locations(one)) for one in statements)
    first, last = statements[0].lineno, statements[-1].end_lineno
    return textwrap.dedent("\n".join(source.split("\n")[first - 1 : last])).strip("\n")


def _is_written(node: ast.Subscript | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store | ast.Del)


def _owner(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
