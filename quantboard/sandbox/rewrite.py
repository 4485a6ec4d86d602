"""Checked tree → code object: RestrictedPython's transformer as the second judge, lean guards, imports compiled away.

Reads of items, loops and unpacking stay native: data carry no authority here, and the hooks cost up to 8x.
"""

import ast
from types import CodeType
from typing import Any

from RestrictedPython.transformer import IOPERATOR_TO_STR, RestrictingNodeTransformer, copy_locations

from quantboard.sandbox import policy
from quantboard.sandbox.check import declared
from quantboard.sandbox.names import Names, walk


class Refused(Exception):
    """The second judge found what the first let pass."""


OURS = frozenset({"_getattr_", "_witem_", "_augitem_"})


class Policy(RestrictingNodeTransformer):
    """RestrictedPython's refusals, with item writes and attribute reads sent through our guards."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.names = names

    def check_name(self, node: ast.AST, name: str | None, allow_magic_methods: bool = False) -> None:  # noqa: ARG002 - the base class calls it so
        """No leading underscore; ``print`` is an ordinary name here."""
        if name is not None and name.startswith("_") and name != "_":
            self.error(node, f"name {name}")

    def visit_Name(self, node: ast.Name) -> Any:  # noqa: N802 - names of syntax nodes
        """An imported member becomes the constant it stands for."""
        self.check_name(node, node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:  # noqa: N802
        """``np.mean`` is resolved here; everything else goes through the attribute guard."""
        base = node.value
        if isinstance(base, ast.Name) and base.id in self.names.modules and not node.attr.startswith("_"):
            made: ast.expr = ast.Name(f"_{self.names.modules[base.id]}_{node.attr}", ast.Load())
            copy_locations(made, node)
            return made
        if not isinstance(node.ctx, ast.Load):
            self.error(node, "attribute assignment")
            return node
        return super().visit_Attribute(node)

    def visit_Call(self, node: ast.Call) -> Any:  # noqa: N802
        """Star arguments need no wrapper: unpacking carries no authority."""
        return self.node_contents_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> Any:  # noqa: N802
        """Reads are native, writes pass one check of the container's type."""
        node = self.node_contents_visit(node)
        if not isinstance(node.ctx, ast.Load):
            call = ast.Call(ast.Name("_witem_", ast.Load()), [node.value], [])
            copy_locations(call, node.value)
            node.value = call
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:  # noqa: N802
        """``x += v`` is native; ``a[i] += v`` goes through the item guard."""
        if isinstance(node.target, ast.Name):
            return self.node_contents_visit(node)
        if not isinstance(node.target, ast.Subscript):
            self.error(node, "attribute assignment")
            return node
        place = [self.visit(node.target.value), self.visit(node.target.slice)]
        operation = ast.Constant(IOPERATOR_TO_STR[type(node.op)])
        call = ast.Call(ast.Name("_augitem_", ast.Load()), [*place, operation, self.visit(node.value)], [])
        made = ast.Expr(call)
        copy_locations(made, node)
        return made

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:  # noqa: N802
        """The annotation is dropped."""
        made: ast.stmt = ast.Pass()
        if node.value is not None:
            made = ast.Assign(targets=[node.target], value=node.value)
        copy_locations(made, node)
        return self.visit(made)

    def visit_Assign(self, node: ast.Assign) -> Any:  # noqa: N802
        """Unpacking is native."""
        return self.node_contents_visit(node)

    def guard_iter(self, node: ast.AST) -> Any:
        """Loops are native."""
        return self.node_contents_visit(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> Any:  # noqa: N802
        """Allowed: it binds nothing that a plain assignment could not."""
        for name in node.names:
            self.check_name(node, name)
        return node

    def visit_Global(self, node: ast.Global) -> Any:  # noqa: N802
        """As ``nonlocal``."""
        for name in node.names:
            self.check_name(node, name)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:  # noqa: N802
        """Names are checked; there is no print collector."""
        self.check_name(node, node.name)
        self.check_function_argument_names(node)
        return self.node_contents_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:  # noqa: N802
        """Refused."""
        return self._refuse(node)

    def visit_With(self, node: ast.With) -> Any:  # noqa: N802
        """Refused."""
        return self._refuse(node)

    def visit_Yield(self, node: ast.Yield) -> Any:  # noqa: N802
        """Refused."""
        return self._refuse(node)

    def visit_YieldFrom(self, node: ast.YieldFrom) -> Any:  # noqa: N802
        """Refused."""
        return self._refuse(node)

    def _refuse(self, node: ast.AST) -> ast.AST:
        self.error(node, type(node).__name__)
        return node

    def visit_Import(self, node: ast.Import) -> Any:  # noqa: N802
        """Modules are known at compile time: nothing is left of the statement."""
        made = ast.Pass()
        copy_locations(made, node)
        return made

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:  # noqa: N802
        """``from numpy import mean as m`` → ``m = _np_mean``."""
        made: list[ast.AST] = []
        for alias in node.names:
            if node.level or node.module not in policy.MODULES:
                self.error(node, "import")
                continue
            self.check_name(node, alias.asname or alias.name)
            source = ast.Name(f"_{policy.MODULES[node.module]}_{alias.name}", ast.Load())
            statement = ast.Assign([ast.Name(alias.asname or alias.name, ast.Store())], source)
            copy_locations(statement, node)
            made.append(statement)
        return made

    def visit_Module(self, node: ast.Module) -> Any:  # noqa: N802
        """Declarations that are read as data are taken out."""
        kept = [statement for statement in node.body if not _is_data(statement)]
        node.body = kept or node.body[:0]
        return self.node_contents_visit(node)


def _is_data(statement: ast.stmt) -> bool:
    return declared(statement) in ("params", "exits")


def compile_checked(tree: ast.Module, names: Names) -> CodeType:
    """Compile a tree that passed the check. Raises ``Refused`` where the second judge disagrees."""
    judge = Policy(names)
    judge.visit(tree)
    if judge.errors:
        raise Refused("; ".join(judge.errors)[:400])
    _assert_bindings(tree)
    ast.fix_missing_locations(tree)
    return compile(tree, policy.FILENAME, "exec", dont_inherit=True)


def _assert_bindings(tree: ast.Module) -> None:
    """Whatever form Python finds for binding a name, none of ours may be bound by a person's source."""
    for node in walk(tree):
        for _, value in ast.iter_fields(node):
            for text in value if isinstance(value, list) else [value]:
                if not isinstance(text, str) or not text.startswith("_") or text == "_":
                    continue
                if isinstance(node, ast.Constant):
                    continue
                if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _is_ours(text)):
                    raise Refused(f"name {text}")


def _is_ours(name: str) -> bool:
    if name in OURS:
        return True
    _, prefix, *rest = name.split("_", 2)
    return bool(rest) and rest[0] in {"np": policy.NUMPY, "math": policy.MATH}.get(prefix, frozenset())
