"""What a strategy stores, statement by statement, so that a run on shorter history can be compared. In the child only.

Only exact arrays and numbers are looked at, by their visible rows; nothing of a person's objects is called.
"""

import ast
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from quantboard.sandbox import policy

MOST_ENTRIES = 400
MOST_EVENTS = 2_000_000
MOST_BYTES = 256 << 20  # looked at while the code runs; then each frame's values are looked at when it ends
LONGEST_NAME = 40


class Tracer:
    """``with Tracer(stores, n_bars, hidden) as tracer: …; tracer.entries``: line, name, kind, digest of what is stored.

    In order of the first time, with the last value. Of arrays along the bars the last ``hidden`` rows are not seen.
    """

    def __init__(self, stores: Mapping[int, tuple[str, ...]], n_bars: int, hidden: int) -> None:
        self._found: dict[tuple[int, str], tuple[str, str]] = {}
        self._late: dict[int, set[tuple[int, str]]] = {}
        self._room = MOST_BYTES
        self._stores, self._n_bars, self._hidden = stores, n_bars, hidden
        self._events = 0
        self._last: dict[int, int] = {}

    @property
    def entries(self) -> list[list[Any]]:
        """Line, name, kind and digest."""
        return [[line, name[:LONGEST_NAME], *told] for (line, name), told in self._found.items() if told[0]]

    def __enter__(self) -> "Tracer":
        sys.settrace(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _called(self, frame: FrameType, event: str, _: object) -> Any:
        if event != "call" or frame.f_code.co_filename != policy.FILENAME:
            return None
        frame.f_trace_lines = True
        return self._stepped

    def _stepped(self, frame: FrameType, event: str, _: object) -> Any:
        self._events += 1
        if self._events > MOST_EVENTS:
            sys.settrace(None)
            return None
        before = self._last.get(id(frame))
        if before is not None:
            self._note(before, frame)
        if event == "line":
            self._last[id(frame)] = frame.f_lineno
        elif event == "return":
            self._last.pop(id(frame), None)
            self._catch_up(frame)
        return self._stepped

    def _note(self, line: int, frame: FrameType) -> None:
        names = self._stores.get(line, ())
        if not names:
            return
        if self._room <= 0:
            self._late.setdefault(id(frame), set()).update((line, name) for name in names)
            return
        known = frame.f_locals
        for name in names:
            if name in known and (len(self._found) < MOST_ENTRIES or (line, name) in self._found):
                self._found[line, name] = self._digest(known[name]) or ("", "")

    def _catch_up(self, frame: FrameType) -> None:
        known = frame.f_locals
        for line, name in sorted(self._late.pop(id(frame), ())):
            if name in known and (len(self._found) < MOST_ENTRIES or (line, name) in self._found):
                self._found[line, name] = self._digest(known[name]) or ("", "")

    def _digest(self, value: Any) -> tuple[str, str] | None:
        """Kind and a text that is equal for equal values, by exact type; ``None`` for everything else."""
        import numpy as np

        if type(value) is int or type(value) is np.int64:
            number = int(value)
            return ("i", str(number)) if -(1 << 62) < number < 1 << 62 else None
        if type(value) is float or type(value) is np.float64:
            return "f", repr(float(value))
        if type(value) is np.ndarray and value.dtype.kind in "biuf" and value.ndim:
            lies_along = 2 * len(value) >= self._n_bars and len(value) > self._hidden
            seen = np.ascontiguousarray(value[: len(value) - self._hidden] if lies_along else value)
            if seen.dtype.kind == "f":
                seen = np.round(seen, 9)
            self._room -= seen.nbytes
            return "a", f"{len(seen)}:{hash(seen.tobytes())}"
        return None


def stores_of(tree: ast.AST) -> dict[int, tuple[str, ...]]:
    """Which names each line stores, items of containers included. Read before the tree is rewritten."""
    found: dict[int, tuple[str, ...]] = {}
    for node in ast.walk(tree):
        for target in _targets(node):
            line = int(getattr(node, "lineno", 0))
            found[line] = (*found.get(line, ()), *_names(target))
    return found


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    if isinstance(node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr | ast.For):
        return [node.target]
    return []


def _names(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, ast.Subscript | ast.Starred):
        return _names(target.value)
    if isinstance(target, ast.Tuple | ast.List):
        return [name for part in target.elts for name in _names(part)]
    return []
