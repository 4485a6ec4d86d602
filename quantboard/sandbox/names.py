"""Which names a source binds and imports: what the check and the rewriting both need to know."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from quantboard.sandbox import policy


@dataclass
class Names:
    """Names of one module. ``modules`` maps an alias to np or math; ``members`` a name to its module and name there."""

    modules: dict[str, str] = field(default_factory=lambda: {"np": "np", "numpy": "np", "math": "math"})
    members: dict[str, tuple[str, str]] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)
    bound: dict[str, ast.AST] = field(default_factory=dict)  # by assignment, definition, argument, loop or handler


def walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, without recursion, in the order of the source."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(list(ast.iter_child_nodes(node))))


def collect(tree: ast.Module) -> Names:
    """Read all bindings and imports."""
    names = Names()
    for node in walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            _collect_import(names, node)
        else:
            for name in _bindings(node):
                names.bound.setdefault(name, node)
    return names


def _bindings(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return [node.name]
    if isinstance(node, ast.ExceptHandler):
        return [node.name] if node.name else []
    if isinstance(node, ast.Global | ast.Nonlocal):
        return list(node.names)
    return []


def _collect_import(names: Names, node: ast.Import | ast.ImportFrom) -> None:
    for alias in node.names:
        if isinstance(node, ast.Import):
            bound = alias.asname or alias.name.split(".")[0]
            names.imported.add(bound)
            if alias.name in policy.MODULES:
                names.modules[bound] = policy.MODULES[alias.name]
        else:
            bound = alias.asname or alias.name
            names.imported.add(bound)
            if node.level == 0 and node.module in policy.MODULES:
                names.members[bound] = (policy.MODULES[node.module], alias.name)
