"""What user code sees: bars, parameters, built-ins, numpy and math by name. Runs in the child only."""

import builtins
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from quantboard.core.indicators.facade import BUILTINS
from quantboard.sandbox import classes, guards, policy
from quantboard.sandbox.guards import Printer, Table
from quantboard.sandbox.offered import numerical, standard, technical

MEMORY_OF_BUILTINS = 64 << 20  # bytes of answers of built-ins kept from call to call


class Signals:
    """What ``signals(bars, p)`` returns."""

    __slots__ = ("entry", "exit", "short_entry", "short_exit", "size")

    def __init__(
        self,
        entry: object = None,
        exit: object = None,
        short_entry: object = None,
        short_exit: object = None,
        size: object = None,
    ) -> None:
        self.entry, self.exit, self.short_entry, self.short_exit = entry, exit, short_entry, short_exit
        self.size = size


class Exits:
    """What ``exits(bars, p)`` returns."""

    __slots__ = ("stop_loss", "take_profit", "trailing")

    def __init__(self, stop_loss: object = None, take_profit: object = None, trailing: object = None) -> None:
        self.stop_loss, self.take_profit, self.trailing = stop_loss, take_profit, trailing


class Columns:
    """The panels of one crossing, and views of their first rows: the same object each time it is asked."""

    def __init__(self, stamps: Any, symbols: Sequence[str], panels: Mapping[str, Any]) -> None:
        self.stamps, self.symbols, self.panels = stamps, tuple(symbols), panels
        self._views: dict[int, Table] = {}

    def visible(self, upto: int) -> Table:
        """``bars`` as of row ``upto``."""
        if upto not in self._views:
            panels = {name: panel[:upto] for name, panel in self.panels.items()}
            others = {
                "time": self.stamps[:upto].view("datetime64[us]"),
                "symbols": self.symbols,
                "columns": tuple(panels),
                "n_bars": upto,
            }
            self._views[upto] = Table("bars", {**panels, **others})
        return self._views[upto]


class Memory:
    """Answers of built-ins on data columns, kept for the calls of one batch and handed out as copies."""

    def __init__(self) -> None:
        self._answers: dict[tuple[object, ...], Any] = {}
        self._columns: dict[int, Any] = {}
        self._room = MEMORY_OF_BUILTINS
        self.offered: dict[str, object] = {
            name: self.remembering(name, function) if name in MEMORIZED else function
            for name, function in BUILTINS.items()
        }

    def watch(self, bars: Table) -> None:
        """Remember the panels of ``bars``; they live as long as this memory does."""
        self._columns = {id(panel): panel for panel in bars.values.values() if type(panel) is np.ndarray}
        self._columns[id(bars)] = bars

    def remembering(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function`` that answers a repeated question from memory."""

        def call(*values: Any, **named: Any) -> Any:
            if not values or id(values[0]) not in self._columns:
                return function(*values, **named)
            rest = (*values[1:], *named.values())
            if any(type(value) not in (int, float) for value in rest):
                return function(*values, **named)
            key = (name, id(values[0]), rest, tuple(map(type, rest)), tuple(named))
            if key not in self._answers:
                answer = function(*values, **named)
                self._room -= sum(one.nbytes for one in (answer if type(answer) is tuple else (answer,)))
                if self._room < 0:
                    return answer
                self._answers[key] = answer
            kept = self._answers[key]
            return tuple(one.copy() for one in kept) if type(kept) is tuple else kept.copy()

        return call


def _import_loaded(
    name: str, _globals: object = None, _locals: object = None, from_names: object = (), _level: int = 0
) -> ModuleType:
    """For C code that imports lazily from a frame of user code; only what is loaded. User source cannot name it."""
    module = sys.modules.get(name)
    if module is None:
        raise ImportError(f"{name} is not available")
    return module if from_names else sys.modules[name.partition(".")[0]]


FIXED: dict[str, object] = {
    **numerical.names(),
    **standard.names(),
    **technical.names(),
    "_getattr_": guards.attribute,
    "_witem_": guards.writable,
    "_augitem_": guards.augment,
    "_wattr_": guards.with_fields,
    "_augattr_": guards.augment_attribute,
    "__metaclass__": classes.make_class,
    "__name__": "strategy",
}
NAMES: dict[str, object] = {
    **{name: getattr(builtins, name) for name in policy.BUILTINS},
    "getattr": guards.named_attribute,
    "hasattr": guards.has_attribute,
    "setattr": guards.set_attribute,
    "isinstance": standard.is_instance,
    "issubclass": standard.is_subclass,
    "type": standard.type_name,
    "Signals": Signals,
    "Exits": Exits,
    "__import__": _import_loaded,
    "__build_class__": builtins.__build_class__,
}
standard.register()
numerical.register()
MEMORIZED = frozenset(BUILTINS) - {"cross_above", "cross_below", "hold", "where", "shift"}


def namespace(printer: Printer, memory: Memory) -> dict[str, object]:
    """Fresh globals for one call; chance begins anew, classes of an earlier call are forgotten."""
    standard.DICE.reset()
    numerical.DICE.reset()
    guards.USER.clear()
    guards.REFUSALS.clear()
    return {**FIXED, "__builtins__": {**NAMES, **memory.offered, "print": printer.put}}
