"""Which names a source binds and imports: what the check and the rewriting both need to know."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from quantboard.sandbox import modules

OWN = "\u02cd"  # stands in for the leading underscore of a person's own private names: a letter that looks like one
AS_PROGRAM = "__main__"  # what __name__ reads as


@dataclass
class Names:
    """Names of one module. ``modules`` maps an alias to a module's key; ``members`` a name to its module and name."""

    modules: dict[str, str] = field(default_factory=lambda: {"np": "np", "numpy": "np", "math": "math"})
    members: dict[str, tuple[str, str]] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)
    bound: dict[str, ast.AST] = field(default_factory=dict)  # by assignment, definition, argument, loop or handler
    methods: set[int] = field(default_factory=set)  # functions that stand directly in a class
    is_script: bool = False  # a whole program, not a strategy: its 'params' and 'exits' are ordinary names

    def module_of(self, node: ast.AST) -> str | None:
        """The key of the module that an expression names, such as ``np`` or ``np.random``."""
        if isinstance(node, ast.Name):
            return self.modules.get(node.id)
        if isinstance(node, ast.Attribute):
            outer = self.module_of(node.value)
            return None if outer is None else modules.INSIDE.get(outer, {}).get(node.attr)
        return None

    def member_of(self, node: ast.AST) -> tuple[str, str] | None:
        """Module and name that an expression such as ``np.random.normal`` or an imported name stands for."""
        if isinstance(node, ast.Name):
            return self.members.get(node.id)
        key = self.module_of(node.value) if isinstance(node, ast.Attribute) else None
        return None if key is None else (key, node.attr)  # type: ignore[attr-defined]

    @property
    def wants_pandas(self) -> bool:
        """Whether a module of pandas is imported."""
        keys = {*self.modules.values(), *(key for key, _ in self.members.values())}
        return bool(keys & modules.WANT_PANDAS)


def walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, without recursion, in the order of the source."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(list(ast.iter_child_nodes(node))))


def is_private(name: str) -> bool:
    """``_x``: a person's own. Not ``_``, ``__x`` or ``_x_``, which are Python's and ours."""
    return len(name) > 1 and name[0] == "_" and name[1] != "_" and name[-1] != "_"


def own(name: str) -> str:
    """The name under which a private name is kept, so that none of ours can be met."""
    return OWN + name[1:] if is_private(name) else name


def privatise(tree: ast.Module) -> None:
    """Rename the private names of a source, wherever Python keeps names; ``__name__`` becomes its text."""
    for node in walk(tree):
        if isinstance(node, ast.Constant | ast.ImportFrom):
            continue
        for label, value in list(ast.iter_fields(node)):
            if isinstance(value, str) and label in ("id", "attr", "arg", "name", "asname"):
                if not (label == "name" and isinstance(node, ast.alias)):
                    setattr(node, label, own(value))
            elif isinstance(node, ast.Global | ast.Nonlocal) and label == "names":
                node.names = [own(name) for name in node.names]
            else:
                _replace_name(node, label, value)


def _replace_name(node: ast.AST, label: str, value: object) -> None:
    if _is_dunder_name(value):
        setattr(node, label, _as_text(value))
    elif isinstance(value, list):
        value[:] = [_as_text(item) if _is_dunder_name(item) else item for item in value]


def _is_dunder_name(node: object) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__" and isinstance(node.ctx, ast.Load)


def _as_text(node: object) -> ast.Constant:
    assert isinstance(node, ast.Name)
    return ast.copy_location(ast.Constant(AS_PROGRAM), node)


def collect(tree: ast.Module) -> Names:
    """Read all bindings and imports."""
    names = Names()
    for node in walk(tree):
        if isinstance(node, ast.Import):
            _collect_import(names, node)
        elif isinstance(node, ast.ImportFrom):
            _collect_members(names, node)
        else:
            for name in _bindings(node):
                names.bound.setdefault(name, node)
        if isinstance(node, ast.ClassDef):
            names.methods.update(id(inner) for inner in node.body if isinstance(inner, ast.FunctionDef))
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


def _collect_import(names: Names, node: ast.Import) -> None:
    for alias in node.names:
        path = alias.name if alias.asname else alias.name.split(".")[0]
        bound = alias.asname or path
        names.imported.add(bound)
        if alias.name in modules.MODULES and path in modules.MODULES:
            names.modules[bound] = modules.MODULES[path]


def _collect_members(names: Names, node: ast.ImportFrom) -> None:
    key = modules.MODULES.get(node.module or "") if node.level == 0 else None
    for alias in node.names:
        bound = alias.asname or alias.name
        names.imported.add(bound)
        inner = modules.INSIDE.get(key or "", {}).get(alias.name)
        if inner is not None:
            names.modules[bound] = inner
        elif key is not None:
            names.members[bound] = (key, alias.name)
            if node.col_offset == 0:  # at module level the later import wins, as in Python
                names.modules.pop(bound, None)
