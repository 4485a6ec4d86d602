"""The rules of the dialect: one method per kind of node, each finding with what to write instead."""

import ast
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from quantboard.sandbox import modules, policy
from quantboard.sandbox.names import Names, walk
from quantboard.sandbox.verdict import ERROR, WARNING, Finding

KNOWN = {**dict.fromkeys(policy.BUILTINS, 1), **dict.fromkeys(policy.INDICATORS, 1)}
AVAILABLE = frozenset({*policy.BUILTINS, *policy.INDICATORS, *policy.RESULTS, *policy.OTHER_NAMES})
CONTEXTS = frozenset({("np", "errstate"), ("warnings", "catch_warnings")})  # all that 'with' may open
INSIDE_REFUSED = frozenset({"withitem", "match_case"})  # their statement is refused; they have no place of their own
ALL_ATTRIBUTES = frozenset().union(*policy.ATTRIBUTES.values(), policy.BARS)
UNDERSCORE_ADVICE = {
    "__name__": "type(x) gives the name of a type as text already.",
    "__class__": "Use isinstance, or type(x), which gives the name as text.",
    "__init__": "Give the setting-up a method of its own, such as set_up(self), and call that.",
    "__dict__": "Name the fields one by one.",
    "__slots__": "Leave it out.",
}
GIVEN = frozenset({"bars", "p"})


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
        if not self.names.is_script:
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

    def warn(self, node: ast.AST, rule: str, message: str, suggestion: str = "") -> None:
        """Record a finding that a source may run with."""
        self._add(node, rule, WARNING, message, suggestion)

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
        """No identifier may be like ``__x`` or ``_x_``: such names are Python's and ours."""
        if isinstance(node, ast.Constant | ast.ImportFrom):
            return
        for label, value in ast.iter_fields(node):
            texts = value if isinstance(value, list) else [value]
            for text in texts:
                if not isinstance(text, str) or label == "type_comment" or not text.startswith("_") or text == "_":
                    continue
                if id(node) in self.names.methods and text in modules.METHODS:
                    continue
                advice = UNDERSCORE_ADVICE.get(text, "Choose a name without the leading underscores.")
                self.error(node, "name.underscore", f"'{text}' starts with an underscore.", advice)

    def _check_constant(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Constant)
        if type(node.value) not in (str, int, float, complex, bool, type(None), type(...)):
            self.error(node, "syntax.bytes", "Byte strings are not available.", "Use text.")

    def _check_import(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Import)
        for alias in node.names:
            if alias.name not in modules.MODULES:
                self._unknown_module(node, alias.name)

    def _check_importfrom(self, node: ast.AST) -> None:
        assert isinstance(node, ast.ImportFrom)
        if node.module == "__future__" and not node.level and [alias.name for alias in node.names] == ["annotations"]:
            return
        if node.level or node.module not in modules.MODULES:
            self._unknown_module(node, node.module or ".")
            return
        for alias in node.names:
            if alias.name.startswith("_") or (alias.asname or "").startswith("_"):
                self.error(
                    node, "name.underscore", f"'{alias.name}' starts with an underscore.", "Choose another name."
                )
            key = modules.MODULES[node.module]
            if alias.name not in modules.INSIDE.get(key, {}):
                self._member(node, key, alias.name)

    def _unknown_module(self, node: ast.AST, module: str) -> None:
        top = module.split(".")[0]
        offered = ", ".join(sorted({path.split(".")[0] for path in modules.MODULES}))
        advice = policy.MODULE_ADVICE.get(top) or near(module, modules.MODULES)
        advice = advice or f"These can be imported: {offered}. The built-ins need no import."
        self.error(node, "import.refused", f"'{module}' cannot be imported.", advice)

    def _member(self, node: ast.AST, key: str, name: str) -> None:
        if name in modules.TABLES[key] or name in modules.INSIDE.get(key, {}):
            return
        advice = modules.OFFERED_ADVICE.get(key, {}).get(name) or near(name, modules.TABLES[key])
        message = f"{modules.LABELS[key]}.{name} is not available."
        self.error(node, "name.module", message, advice or "The dialect page lists what is available.")

    def _check_attribute(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Attribute)
        key = self.names.module_of(node.value)
        if key is not None:
            self._bases.add(id(node.value))
            if not isinstance(node.ctx, ast.Load):
                label = modules.LABELS[key]
                self.error(node, "syntax.attribute", f"{label} is read-only.", "Use a variable of your own.")
            elif self.names.module_of(node) is None:
                self._member(node, key, node.attr)
            elif id(node) not in self._bases:
                self._bare_module(node, f"{modules.LABELS[key]}.{node.attr}", is_read=True)
        elif not isinstance(node.ctx, ast.Load):
            if isinstance(node.value, ast.Name) and node.value.id in GIVEN and not self.names.is_script:
                message = f"Attributes of {node.value.id} cannot be assigned."
                self.error(node, "syntax.attribute", message, "Use a variable or a dict.")
        elif node.attr in policy.ATTRIBUTE_ADVICE and self._is_unknown_attribute(node.attr):
            advice = policy.ATTRIBUTE_ADVICE[node.attr]
            self.error(node, "name.attribute", f"'.{node.attr}' is not available.", advice)

    def _is_unknown_attribute(self, name: str) -> bool:
        """Names of pandas are known where pandas is imported; methods of a person's own class always."""
        if name in ALL_ATTRIBUTES or name in self.names.bound:
            return False
        return name in ("format", "format_map", "tofile") or not self.names.wants_pandas

    def _check_name(self, node: ast.AST) -> None:
        assert isinstance(node, ast.Name)
        name = node.id
        if name in self.names.modules:
            if id(node) not in self._bases:
                self._bare_module(node, name, is_read=isinstance(node.ctx, ast.Load))
        elif isinstance(node.ctx, ast.Load) and not self._is_known(name):
            advice = policy.BUILTIN_ADVICE.get(name) or near(name, {*AVAILABLE, *self.names.bound})
            self.error(node, "name.unknown", f"'{name}' is not defined.", advice or "Is it spelt right?")
        elif not isinstance(node.ctx, ast.Load) and name in (policy.BUILTINS if self.names.is_script else KNOWN):
            message = f"'{name}' hides the built-in of that name."
            self.warn(node, "name.hidden", message, "Choose another name, or the built-in cannot be called.")

    def _bare_module(self, node: ast.AST, name: str, *, is_read: bool) -> None:
        if is_read:
            message, advice = f"'{name}' can only be used with a dot.", f"Write {name}.name."
        else:
            label = modules.LABELS[self.names.modules[name]]
            message, advice = f"'{name}' stands for {label} and cannot be rebound.", "Choose another name."
        self.error(node, "name.module", message, advice)

    def _check_with(self, node: ast.AST) -> None:
        assert isinstance(node, ast.With)
        for item in node.items:
            call = item.context_expr
            opened = self.names.member_of(call.func) if isinstance(call, ast.Call) else None
            if opened not in CONTEXTS or item.optional_vars is not None:
                message = "'with' is available for np.errstate(…) and warnings.catch_warnings() only."
                self.error(node, "syntax.with", message, "Nothing else needs closing here: leave it out.")

    def _check_classdef(self, node: ast.AST) -> None:
        assert isinstance(node, ast.ClassDef)
        self._definition(node, node.name)
        if node.keywords:
            self.error(node, "class.keyword", "A class takes no keywords here.", "Name its bases only.")
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in self.names.bound:
                continue
            if not (isinstance(base, ast.Name) and base.id in modules.BASES):
                offered = ", ".join(sorted(modules.BASES))
                message = f"A class cannot extend '{ast.unparse(base)[:60]}'."
                self.error(base, "class.base", message, f"It may extend your own classes, or {offered}.")

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
            label = modules.LABELS[self.names.modules[name]]
            message = f"'{name}' stands for {label} and cannot be rebound."
            self.error(node, "name.module", message, "Choose another name.")
        elif name == "params" and not self.names.is_script:
            self.error(node, "declaration.literal", "'params' is a declaration.", "Read parameters from p.")

    def _is_known(self, name: str) -> bool:
        if name == "params" and not self.names.is_script:
            return False
        if name in GIVEN and self.names.is_script:
            return True
        return name in AVAILABLE or name in self.names.bound or name in self.names.imported or name == "_"
