"""Checked tree → code object: RestrictedPython's transformer as the second judge, lean guards, imports compiled away.

Reads of items, loops and unpacking stay native: data carry no authority here, and the hooks cost up to 8x.
"""

import ast
from types import CodeType
from typing import Any

from RestrictedPython.transformer import (
    INSPECT_ATTRIBUTES,
    IOPERATOR_TO_STR,
    RestrictingNodeTransformer,
    copy_locations,
)

from quantboard.sandbox import modules, policy
from quantboard.sandbox.check import declared
from quantboard.sandbox.names import Names, walk
from quantboard.sandbox.rules import CONTEXTS


class Refused(Exception):
    """The second judge found what the first let pass."""


OURS = frozenset({"_getattr_", "_witem_", "_augitem_", "_wattr_", "_augattr_", "__metaclass__"})


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
        """``np.mean`` is resolved here; everything else goes through the attribute guards."""
        key = self.names.module_of(node.value)
        if key is not None:
            if node.attr.startswith("_") or not isinstance(node.ctx, ast.Load):
                self.error(node, "module attribute")
            made: ast.expr = ast.Name(f"_{key}_{node.attr}", ast.Load())
            copy_locations(made, node)
            return made
        if isinstance(node.ctx, ast.Load):
            return super().visit_Attribute(node)
        self._check_attribute_name(node)
        node = self.node_contents_visit(node)
        node.value = self._guarded("_wattr_", node.value)
        return node

    def _check_attribute_name(self, node: ast.Attribute) -> None:
        self.check_name(node, node.attr)
        if node.attr in INSPECT_ATTRIBUTES:
            self.error(node, f"attribute {node.attr}")

    def _guarded(self, guard: str, value: ast.expr) -> ast.Call:
        call = ast.Call(ast.Name(guard, ast.Load()), [value], [])
        copy_locations(call, value)
        return call

    def visit_Call(self, node: ast.Call) -> Any:  # noqa: N802
        """Star arguments need no wrapper: unpacking carries no authority."""
        return self.node_contents_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> Any:  # noqa: N802
        """Reads are native, writes pass one check of the container's type."""
        node = self.node_contents_visit(node)
        if not isinstance(node.ctx, ast.Load):
            node.value = self._guarded("_witem_", node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:  # noqa: N802
        """``x += v`` is native; ``a[i] += v`` and ``o.x += v`` go through guards."""
        if isinstance(node.target, ast.Name):
            return self.node_contents_visit(node)
        operation = ast.Constant(IOPERATOR_TO_STR[type(node.op)])
        if isinstance(node.target, ast.Subscript):
            guard, place = "_augitem_", [self.visit(node.target.value), self.visit(node.target.slice)]
        else:
            self._check_attribute_name(node.target)
            if self.names.module_of(node.target.value) is not None:
                self.error(node, "module attribute")
            guard, place = "_augattr_", [self.visit(node.target.value), ast.Constant(node.target.attr)]
        call = ast.Call(ast.Name(guard, ast.Load()), [*place, operation, self.visit(node.value)], [])
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
        if not (id(node) in self.names.methods and node.name in modules.METHODS):
            self.check_name(node, node.name)
        self.check_function_argument_names(node)
        return self.node_contents_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:  # noqa: N802
        """Every class is made by our hook, which knows the fields of a dataclass by its annotations."""
        self.check_name(node, node.name)
        if node.keywords:
            return self._refuse(node)
        fields = [
            one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        ]
        node = self.node_contents_visit(node)
        told = ast.Tuple([ast.Constant(name) for name in fields], ast.Load())
        hook = ast.Name("__metaclass__", ast.Load())
        node.keywords = [ast.keyword("metaclass", hook), ast.keyword("fields", told)]
        copy_locations(node.keywords[0].value, node)
        return node

    def visit_With(self, node: ast.With) -> Any:  # noqa: N802
        """Only what the rules name may be opened."""
        for item in node.items:
            call = item.context_expr
            opened = self.names.member_of(call.func) if isinstance(call, ast.Call) else None
            if opened not in CONTEXTS or item.optional_vars is not None:
                return self._refuse(node)
        return self.node_contents_visit(node)

    def visit_Yield(self, node: ast.Yield) -> Any:  # noqa: N802
        """Generators carry no authority; their frames are out of reach."""
        return self.node_contents_visit(node)

    def visit_YieldFrom(self, node: ast.YieldFrom) -> Any:  # noqa: N802
        """As ``yield``."""
        return self.node_contents_visit(node)

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
        key = modules.MODULES.get(node.module or "") if not node.level else None
        for alias in node.names:
            if node.module == "__future__" or (key and alias.name in modules.INSIDE.get(key, {})):
                continue
            if key is None:
                self.error(node, "import")
                continue
            self.check_name(node, alias.asname or alias.name)
            source = ast.Name(f"_{key}_{alias.name}", ast.Load())
            statement = ast.Assign([ast.Name(alias.asname or alias.name, ast.Store())], source)
            copy_locations(statement, node)
            made.append(statement)
        return made or ast.copy_location(ast.Pass(), node)

    def visit_Module(self, node: ast.Module) -> Any:  # noqa: N802
        """Declarations that are read as data are taken out."""
        if not self.names.is_script:
            node.body = [statement for statement in node.body if not _is_data(statement)]
        return self.node_contents_visit(node)


def _is_data(statement: ast.stmt) -> bool:
    return declared(statement) in ("params", "exits")


def compile_checked(tree: ast.Module, names: Names) -> CodeType:
    """Compile a tree that passed the check. Raises ``Refused`` where the second judge disagrees."""
    judge = Policy(names)
    judge.visit(tree)
    if judge.errors:
        raise Refused("; ".join(judge.errors)[:400])
    _assert_bindings(tree, names)
    ast.fix_missing_locations(tree)
    return compile(tree, policy.FILENAME, "exec", dont_inherit=True)


def _assert_bindings(tree: ast.Module, names: Names) -> None:
    """Whatever form Python finds for binding a name, none of ours may be bound by a person's source."""
    for node in walk(tree):
        if isinstance(node, ast.Constant):
            continue
        for _, value in ast.iter_fields(node):
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and text.startswith("_") and text != "_" and not _may_stand(node, text, names):
                    raise Refused(f"name {text}")


def _may_stand(node: ast.AST, text: str, names: Names) -> bool:
    if isinstance(node, ast.FunctionDef):
        return id(node) in names.methods and text in modules.METHODS
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _is_ours(text)


def _is_ours(name: str) -> bool:
    return name in OURS or name in modules.COMPILED_IN
