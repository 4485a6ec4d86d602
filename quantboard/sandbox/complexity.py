"""How hard a source is to follow: lines, branches, nesting; told with every check, warned of where it is too much."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BRANCHES = 20  # cyclomatic complexity of one function above which the check warns
DECISIONS = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.Assert)
NESTING = (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.IfExp, ast.Lambda)


@dataclass(frozen=True)
class Complexity:
    """Figures of a whole source; ``cyclomatic`` and ``cognitive`` are those of its hardest function."""

    lines: int = 0
    functions: int = 0
    cyclomatic: int = 1
    cognitive: int = 0
    nesting: int = 0
    hardest: str = ""


@dataclass(frozen=True)
class Hard:
    """One function, or the module itself."""

    name: str
    node: ast.AST
    cyclomatic: int
    cognitive: int
    nesting: int


def measure(source: str, tree: ast.Module) -> tuple[Complexity, list[Hard]]:
    """The figures, and the functions with more branches than a reader can hold."""
    lines = sum(1 for line in source.splitlines() if line.strip() and not line.strip().startswith("#"))
    parts = [_part("", tree), *(_part(node.name, node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]
    hardest = max(parts, key=lambda part: (part.cyclomatic, part.cognitive))
    figures = Complexity(
        lines=lines,
        functions=len(parts) - 1,
        cyclomatic=hardest.cyclomatic,
        cognitive=max(part.cognitive for part in parts),
        nesting=max(part.nesting for part in parts),
        hardest=hardest.name,
    )
    return figures, [part for part in parts if part.cyclomatic > MOST_BRANCHES]


def _part(name: str, node: ast.AST) -> Hard:
    cyclomatic, cognitive, deepest = 1, 0, 0
    for inner, depth in _within(node):
        deepest = max(deepest, depth)
        if isinstance(inner, ast.BoolOp):
            cyclomatic += len(inner.values) - 1
            cognitive += 1
        elif isinstance(inner, DECISIONS):
            cyclomatic += 1
            cognitive += 1 + depth
    return Hard(name, node, cyclomatic, cognitive, deepest)


def _within(root: ast.AST) -> Iterator[tuple[ast.AST, int]]:
    """Nodes that belong to ``root`` itself, with how deep they stand; functions inside are parts of their own."""
    stack = [(child, 0) for child in ast.iter_child_nodes(root)]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node is not root:
            continue
        inner = depth + 1 if isinstance(node, NESTING) else depth
        for label, value in ast.iter_fields(node):
            level = depth if label == "orelse" and _is_elif(value) else inner
            children = value if isinstance(value, list) else [value]
            stack.extend((child, level) for child in children if isinstance(child, ast.AST))


def _is_elif(value: object) -> bool:
    return isinstance(value, list) and len(value) == 1 and isinstance(value[0], ast.If)
