"""Source → findings and declaration. Nothing is run; this too happens in a locked child, since parsing is dangerous."""

import ast
import unicodedata  # noqa: F401 - the parser imports it at the first name that is not ASCII; a locked child could not
import warnings
from dataclasses import dataclass, field, replace

from quantboard.core.strategy.params import Declaration
from quantboard.sandbox import policy
from quantboard.sandbox.complexity import MOST_BRANCHES, Complexity, measure
from quantboard.sandbox.declare import Reader
from quantboard.sandbox.names import Names, collect, privatise, walk
from quantboard.sandbox.rules import Rules
from quantboard.sandbox.verdict import ERROR, Finding

MAX_FINDINGS = 50


@dataclass(frozen=True)
class Examination:
    """All that the check knows; ``tree`` is there only if the source may run."""

    findings: tuple[Finding, ...]
    declaration: Declaration | None
    tree: ast.Module | None
    names: Names | None
    complexity: Complexity = field(default_factory=Complexity)

    @property
    def ok(self) -> bool:
        return self.tree is not None and (self.declaration is not None or (self.names or Names()).is_script)


def examine(source: str) -> Examination:
    """Check the source of a strategy and read its declaration."""
    return _examine(source, may_be_script=False)


def examine_script(source: str, *, is_strict: bool = False) -> Examination:
    """Check a whole program, or a strategy where it is one; strictly, a warning counts as an error."""
    return _examine(source, may_be_script=True, is_strict=is_strict)


def _examine(source: str, *, may_be_script: bool, is_strict: bool = False) -> Examination:
    tree, finding = parse(source)
    if tree is None:
        return Examination((finding,) if finding else (), None, None, None)
    strip_annotations(tree)
    privatise(tree)
    names = collect(tree)
    names.is_script = may_be_script and not _is_strategy(tree)
    rules = Rules(names)
    rules.check(tree)
    complexity, hard = measure(source, tree)
    for part in hard:
        name = part.name or "The module"
        message = f"'{name}' has {part.cyclomatic} branches; more than {MOST_BRANCHES} are hard to follow."
        rules.warn(part.node, "complexity.branches", message, "Split it into functions.")
    declaration = None if names.is_script else read_declaration(tree, rules)
    found = [replace(one, severity=ERROR) for one in rules.findings] if is_strict else rules.findings
    findings = tuple(sorted(found, key=lambda one: (one.line, one.column)))[:MAX_FINDINGS]
    if (declaration is None and not names.is_script) or any(one.severity == ERROR for one in found):
        return Examination(findings, declaration, None, None, complexity)
    return Examination(findings, declaration, tree, names, complexity)


def _is_strategy(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name in policy.DECISIONS for node in tree.body)


def parse(source: str) -> tuple[ast.Module | None, Finding | None]:
    """The syntax tree, or the finding that says why there is none. Sizes are capped before anything recurses."""
    if len(source) > policy.MAX_SOURCE:
        return None, _whole(
            "source.size", f"The source is longer than {policy.MAX_SOURCE:,} characters.", "Shorten it."
        )
    if "\x00" in source:
        return None, _whole("source.text", "The source holds a NUL character.", "Remove it.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, policy.FILENAME, "exec")
    except SyntaxError as error:
        return None, _syntax(error)
    except (ValueError, MemoryError, RecursionError, OverflowError):
        return None, _whole("source.nesting", "The source is nested too deeply to be read.", "Use intermediate names.")
    return _capped(tree)


def _capped(tree: ast.Module) -> tuple[ast.Module | None, Finding | None]:
    count = 0
    stack: list[tuple[ast.AST, int]] = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        count += 1
        if count > policy.MAX_NODES:
            return None, _whole("source.size", "The program is too large.", "Split it into several strategies.")
        if depth > policy.MAX_DEPTH:
            line = getattr(node, "lineno", 1)
            finding = Finding("source.nesting", ERROR, line, 0, 0, "Nested too deeply.", "Use intermediate names.")
            return None, finding
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return tree, None


def strip_annotations(tree: ast.Module) -> None:
    """Annotations are notes for readers: never judged, never evaluated."""
    for node in walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.copy_location(ast.Constant(None), node.annotation)


def _syntax(error: SyntaxError) -> Finding:
    line, column = error.lineno or 1, max((error.offset or 1) - 1, 0)
    end = error.end_offset - 1 if error.end_offset and error.end_lineno == error.lineno else column + 1
    text = str(error.msg).removeprefix("invalid syntax. ").rstrip("?.")
    return Finding("source.syntax", ERROR, line, column, max(end, column + 1), f"Python cannot read this: {text}.", "")


def _whole(rule: str, message: str, suggestion: str) -> Finding:
    return Finding(rule, ERROR, 1, 0, 0, message, suggestion)


def read_declaration(tree: ast.Module, rules: Rules) -> Declaration | None:
    """Read the declarations at module level and say what is missing."""
    reader = Reader(rules.error)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    seen: set[str] = set()
    for node in tree.body:
        target = declared(node)
        if target is None or not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        if target in seen or target in functions:
            rules.error(node, "declaration.twice", f"'{target}' is given twice.", "Keep one of them.")
        seen.add(target)
        reader.read(node, target)
    kind = _kind(tree, functions, rules)
    for function in (*policy.DECISIONS, "exits"):
        if function in functions:
            _check_signature(functions[function], rules)
    _check_parameters(functions, reader, rules)
    if kind is None:
        return None
    reader.name = reader.name or "Unnamed strategy"
    return reader.declaration(kind, "exits" in functions, tree.body[0])


def declared(node: ast.stmt) -> str | None:
    """The declaration that a statement at module level assigns, if it does."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target: ast.expr = node.targets[0]
    elif isinstance(node, ast.AnnAssign):
        target = node.target
    else:
        return None
    return target.id if isinstance(target, ast.Name) and target.id in policy.DECLARED else None


def _kind(tree: ast.Module, functions: dict[str, ast.FunctionDef], rules: Rules) -> str | None:
    kinds = [kind for kind in policy.DECISIONS if kind in functions]
    place = tree.body[0] if tree.body else tree
    if "on_bar" in functions:
        advice = "Write signals(bars, p) or weights(bars, p) over whole panels."
        rules.error(functions["on_bar"], "strategy.on_bar", "on_bar is not available yet.", advice)
    elif not kinds:
        advice = "Write def signals(bars, p) that returns Signals(entry=…, exit=…), or def weights(bars, p)."
        rules.error(place, "strategy.missing", "There is neither 'signals' nor 'weights'.", advice)
    elif len(kinds) == 2:
        rules.error(functions["weights"], "strategy.both", "Both 'signals' and 'weights' are there.", "Keep one.")
    return kinds[0] if len(kinds) == 1 else None


def _check_signature(function: ast.FunctionDef, rules: Rules) -> None:
    args = function.args
    plain = not (args.vararg or args.kwarg or args.kwonlyargs or args.posonlyargs or args.defaults)
    if not plain or len(args.args) != 2:
        message = f"'{function.name}' must take exactly (bars, p)."
        rules.error(function, "strategy.arguments", message, f"Write def {function.name}(bars, p):")


def _check_parameters(functions: dict[str, ast.FunctionDef], reader: Reader, rules: Rules) -> None:
    """``p.name`` must be declared, wherever p is the second argument and nothing else."""
    known = [param.name for param in reader.params]
    for name in (*policy.DECISIONS, "exits"):
        function = functions.get(name)
        if function is None or len(function.args.args) != 2:
            continue
        p = function.args.args[1].arg
        for node in walk(function):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                continue
            if node.value.id == p and node.attr not in known:
                rules.unknown_parameter(node, known)
