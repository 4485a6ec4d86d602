"""The rules of the dialect: one method per kind of node, each finding with what to write instead."""

import ast
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from quantboard.sandbox import policy
from quantboard.sandbox.names import Names, walk
from quantboard.sandbox.verdict import ERROR, WARNING, Finding

KNOWN = {**dict.fromkeys(policy.BUILTINS, 1), **dict.fromkeys(policy.INDICATORS, 1)}
AVAILABLE = frozenset({*policy.BUILTINS, *policy.INDICATORS, *policy.RESULTS, *policy.OTHER_NAMES})
TABLES = {"np": policy.NUMPY, "math": policy.MATH}
INSIDE_REFUSED = frozenset({"withitem", "match_case"})  # their statement is refused; they have no place of their own
ALL_ATTRIBUTES = frozenset().union(*policy.ATTRIBUTES.values(), policy.BARS)


def near(name: str, known: Iterable[str]) -> str:
    """``Did you mean …?`` or nothing."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f"Did you mean {found[0]}?" if found else ""


class Rules:
    """Walks a tree and collects findings."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.findings: list[Finding] = []
        self._bases: set[int] = set()  # nodes that are the module of np.name
        self._skipped: set[int] = set()  # declarations: read as data by declare.py

    def check(self, tree: ast.Module) -> None:
        """Judge every node of the tree."""
        self._skip_declarations(tree)
        for node in walk(tree):
            if id(node) in self._skipped:
                continue
            kind = type(node).__name__
            if kind not in policy.SYNTAX and kind not in INSIDE_REFUSED:
                self._syntax(node, kind)
            self._identifiers(node)
            rule: Callable[[ast.AST], None] | None = getattr(self, f"_check_{kind.lower()}", None)
            if rule is not None:
                rule(node)

    def error(self, node: ast.AST, rule: str, message: str, suggestion: str = "") -> None:
        """Record a finding that keeps the source from running."""
        self._add(node, rule, ERROR, message, suggestion)

    def unknown_parameter(self, node: ast.Attribute, known: list[str]) -> None:
        """``p.name`` where no such parameter is declared."""
        advice = near(node.attr, known) or (
            f"Declared are {', '.join(known)}." if known else "Declare it in Params(…)."
        )
        self.error(node, "name.parameter", f"There is no parameter '{node.attr}'.", advice)

    def _add(self, node: ast.AST, rule: str, severity: str, message: str, suggestion: str) -> None:
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end = getattr(node, "end_col_offset", None) or column
        if getattr(node, "end_lineno", line) != line:
            end = column + 1
        self.findings.append(Finding(rule, severity, line, column, end, message, suggestion))

    def _skip_declarations(self, tree: ast.Module) -> None:
        for statement in tree.body:
            if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
                continue
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if len(targets) == 1 and isinstance(targets[0], ast.Name) and targets[0].id in ("params", "exits"):
                self._skipped.update(id(node) for node in walk(statement.value))

    def _syntax(self, node: ast.AST, kind: str) -> None:
        fallback = (f"'{kind}' is not part of the dialect.", "The dialect page lists what is.")
        self.error(node, "syntax.refused", *policy.SYNTAX_ADVICE.get(kind, fallback))

    def _identifiers(self, node: ast.AST) -> None:
        """No identifier of any kind may start with an underscore: such names are ours."""
        if isinstance(node, ast.Constant | ast.ImportFrom):
            return
        for label, value in ast.iter_fields(node):
            texts = value if isinstance(value, list) else [value]
            for text in texts:
                if isinstance(text, str) and label != "type_comment" and text.startswith("_") and text != "_":
                    advice = "Choose a name without the leading underscore."
                    self.error(node, "name.underscore", f"'{text}' starts with an underscore.", advice)

    def _check_constant(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Constant)
        if type(node.value) not in (str, int, float, complex, bool, type(None), type(...)):
            self.error(node, "syntax.bytes", "Byte strings are not available.", "Use text.")

    def _check_import(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Import)
        for alias in node.names:
            if alias.name not in policy.MODULES:
                self._unknown_module(node, alias.name)

    def _check_importfrom(self, node: ast.AST) -> None:
        assert isinstance(node, ast.ImportFrom)
        if node.level or node.module not in policy.MODULES:
            self._unknown_module(node, node.module or ".")
            return
        for alias in node.names:
            if alias.name.startswith("_") or (alias.asname or "").startswith("_"):
                self.error(
                    node, "name.underscore", f"'{alias.name}' starts with an underscore.", "Choose another name."
                )
            self._member(node, policy.MODULES[node.module], alias.name)

    def _unknown_module(self, node: ast.AST, module: str) -> None:
        top = module.split(".")[0]
        advice = policy.MODULE_ADVICE.get(top, "Only numpy and math can be imported; the built-ins need no import.")
        self.error(node, "import.refused", f"'{module}' cannot be imported.", advice)

    def _member(self, node: ast.AST, prefix: str, name: str) -> None:
        if name in TABLES[prefix]:
            return
        advice = policy.NUMPY_ADVICE.get(name, "") if prefix == "np" else ""
        advice = advice or near(name, TABLES[prefix]) or "The dialect page lists what is available."
        self.error(node, "name.module", f"{prefix}.{name} is not available.", advice)

    def _check_attribute(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Attribute)
        if not isinstance(node.ctx, ast.Load):
            self.error(node, "syntax.attribute", "Attributes cannot be assigned.", "Use a variable or a dict.")
        elif isinstance(node.value, ast.Name) and node.value.id in self.names.modules:
            self._bases.add(id(node.value))
            self._member(node, self.names.modules[node.value.id], node.attr)
        elif node.attr in policy.ATTRIBUTE_ADVICE and node.attr not in ALL_ATTRIBUTES:
            advice = policy.ATTRIBUTE_ADVICE[node.attr]
            self.error(node, "name.attribute", f"'.{node.attr}' is not available.", advice)

    def _check_name(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Name)
        name = node.id
        if name in self.names.modules:
            if id(node) not in self._bases:
                self._bare_module(node)
        elif isinstance(node.ctx, ast.Load) and not self._is_known(name):
            advice = policy.BUILTIN_ADVICE.get(name) or near(name, {*AVAILABLE, *self.names.bound})
            self.error(node, "name.unknown", f"'{name}' is not defined.", advice or "Is it spelt right?")
        elif not isinstance(node.ctx, ast.Load) and name in KNOWN:
            message = f"'{name}' hides the built-in of that name."
            self._add(node, "name.hidden", WARNING, message, "Choose another name, or the built-in cannot be called.")

    def _bare_module(self, node: ast.Name) -> None:
        prefix = self.names.modules[node.id]
        if isinstance(node.ctx, ast.Load):
            message, advice = f"'{node.id}' can only be used with a dot.", f"Write {node.id}.name."
        else:
            message, advice = f"'{node.id}' stands for {prefix} and cannot be rebound.", "Choose another name."
        self.error(node, "name.module", message, advice)

    def _check_arg(self, node: ast.AST) -> None:
        assert isinstance(node, ast.arg)
        self._definition(node, node.arg)

    def _check_functiondef(self, node: ast.AST) -> None:
        assert isinstance(node, ast.FunctionDef)
        self._definition(node, node.name)

    def _check_excepthandler(self, node: ast.AST) -> None:
        assert isinstance(node, ast.ExceptHandler)
        if node.name:
            self._definition(node, node.name)

    def _definition(self, node: ast.AST, name: str) -> None:
        if name in self.names.modules:
            prefix = self.names.modules[name]
            message = f"'{name}' stands for {prefix} and cannot be rebound."
            self.error(node, "name.module", message, "Choose another name.")
        elif name == "params":
            self.error(node, "declaration.literal", "'params' is a declaration.", "Read parameters from p.")

    def _is_known(self, name: str) -> bool:
        if name == "params":
            return False
        return name in AVAILABLE or name in self.names.bound or name in self.names.imported or name == "_"
