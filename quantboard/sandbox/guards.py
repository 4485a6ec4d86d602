"""Run-time guards behind attribute reads and item writes, and the collector behind print."""

import operator
from collections.abc import Callable, Mapping
from types import GeneratorType, ModuleType
from typing import Any

import numpy as np
from RestrictedPython.transformer import INSPECT_ATTRIBUTES

from quantboard.sandbox import policy
from quantboard.sandbox.names import OWN, own
from quantboard.sandbox.rules import near

MAX_REFUSALS = 50
REFUSALS: list[str] = []  # what the guards refused in this process: told to the parent even where the code went on


class Denied(Exception):
    """A guard refused; ``advice`` says what to write instead."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message.replace(OWN, "_"))
        self.advice = advice.replace(OWN, "_")
        if len(REFUSALS) < MAX_REFUSALS:
            REFUSALS.append(str(self))


class OutputLimit(Exception):
    """More was printed than may be kept."""


EMPTY: frozenset[str] = frozenset()
EXACT: dict[type, frozenset[str]] = {
    np.ndarray: policy.ATTRIBUTES["numpy.ndarray"],
    np.ufunc: policy.ATTRIBUTES["numpy.ufunc"],
    **{
        kind: policy.ATTRIBUTES[kind.__name__]
        for kind in (list, dict, tuple, set, frozenset, str, bool, float, int, complex, range)
    },
    GeneratorType: frozenset({"send", "close"}),
}
# A class of which every instance has these attributes, subclasses included; more are registered by ``offered``.
FAMILIES: dict[type, frozenset[str]] = {
    np.generic: policy.ATTRIBUTES["numpy.scalar"],
    np.dtype: policy.ATTRIBUTES["numpy.dtype"],
    BaseException: policy.ATTRIBUTES["exception"],
}
CLASSES: dict[type, frozenset[str]] = {  # what a class object itself offers
    str: policy.ATTRIBUTES["str"],
    dict: frozenset({"fromkeys"}),
    float: frozenset({"fromhex"}),
}
WRAPPED: dict[tuple[type, str], Callable[[Any, Any], Any]] = {}  # (family, name) → what is handed out instead
COLUMNS: dict[type, Callable[[Any], Any]] = {}  # family → its columns, readable as attributes
WRITABLE: set[type] = {list, dict, np.ndarray}
FIELDS: dict[type, frozenset[str]] = {}  # family → attributes that may be assigned
USER: set[type] = set()  # classes made by the person's own source
OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+=": operator.iadd,
    "-=": operator.isub,
    "*=": operator.imul,
    "/=": operator.itruediv,
    "//=": operator.ifloordiv,
    "%=": operator.imod,
    "**=": operator.ipow,
    "<<=": operator.ilshift,
    ">>=": operator.irshift,
    "|=": operator.ior,
    "^=": operator.ixor,
    "&=": operator.iand,
    "@=": operator.imatmul,
}


class Table:
    """A read-only set of names, such as ``bars`` and ``p``: what it holds is all there is."""

    __slots__ = ("label", "values")
    label: str
    values: dict[str, object]

    def __init__(self, label: str, values: Mapping[str, object]) -> None:
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "values", dict(values))

    def __setattr__(self, name: str, value: object) -> None:
        raise Denied(f"{self.label} is read-only.", "Use a variable.")

    def __getattr__(self, name: str) -> object:
        """For the trusted built-ins, which read ``bars.high`` as of any object."""
        try:
            return object.__getattribute__(self, "values")[name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self) -> str:
        return f"<{self.label}>"


def attribute(thing: Any, name: str) -> Any:
    """What stands behind ``thing.name``; the name is a constant that the check has seen."""
    kind = type(thing)
    if kind is Table:
        values = thing.values
        if name in values:
            return values[name]
        raise Denied(f"{thing.label} has no '{name}'.", near(name, values) or f"It has {', '.join(values)}.")
    if name in EXACT.get(kind, EMPTY):
        return getattr(thing, name)
    if kind in USER:
        return _of_user(thing, kind, name)
    return _of_library(thing, kind, name)


def _of_user(thing: Any, kind: type, name: str) -> Any:
    if issubclass(kind, BaseException) and name != "args":
        own_names = [vars(thing), *(vars(base) for base in kind.__mro__ if base in USER)]
        if not any(name in names for names in own_names):
            raise Denied(f"'.{name}' of an exception is not available.", "It has args, and the fields you gave it.")
    value = getattr(thing, name)
    if isinstance(value, ModuleType):
        raise Denied(f"'.{name}' is not available.")
    return value


def _of_library(thing: Any, kind: type, name: str) -> Any:
    if isinstance(thing, type):
        return _of_class(thing, name)
    for base in kind.__mro__:
        names = FAMILIES.get(base)
        if names is None:
            continue
        if name in names:
            value = getattr(thing, name)
            wrapper = WRAPPED.get((base, name))
            return value if wrapper is None else wrapper(value, thing)
        if base in COLUMNS and not hasattr(kind, name) and name in COLUMNS[base](thing):
            return thing[name]
        raise _not_available(thing, name, names)
    if issubclass(kind, tuple) and name.replace(OWN, "_") in (*getattr(kind, "_fields", ()), "_asdict", "_replace"):
        return getattr(thing, name.replace(OWN, "_"))
    raise _not_available(thing, name, EXACT.get(kind, EMPTY))


def _of_class(thing: type, name: str) -> Any:
    if thing in USER and not issubclass(thing, BaseException):
        return getattr(thing, name)
    if name in CLASSES.get(thing, EMPTY):
        return getattr(thing, name)
    raise _not_available(thing, name, CLASSES.get(thing, EMPTY))


def _not_available(thing: object, name: str, known: frozenset[str]) -> Denied:
    advice = "" if name in known else near(name, known) or policy.ATTRIBUTE_ADVICE.get(name) or _listed(known)
    return Denied(f"'.{name}' of {_label(thing)} is not available.", advice)


def named_attribute(thing: Any, name: object, *default: Any) -> Any:
    """``getattr`` of user code: the name is a value here, so that everything the check would see is looked at."""
    if type(name) is not str or name.startswith("__") or name in INSPECT_ATTRIBUTES or len(default) > 1:
        raise Denied(f"The attribute {name!r} is not available.", "Write the name after a dot.")
    try:
        return attribute(thing, own(name))
    except (AttributeError, Denied):
        if default:
            return default[0]
        raise


def has_attribute(thing: Any, name: object) -> bool:
    """``hasattr`` of user code."""
    missing = object()
    return named_attribute(thing, name, missing) is not missing


def set_attribute(thing: Any, name: object, value: object) -> None:
    """``setattr`` of user code: its own objects, and the few fields that may be assigned."""
    if type(name) is not str or name.startswith("__") or name in INSPECT_ATTRIBUTES:
        raise Denied(f"The attribute {name!r} is not available.", "Write the name after a dot.")
    setattr(with_fields(thing), own(name), value)


class _Fields:
    """Stands in for an object of the library in ``thing.name = value``."""

    __slots__ = ("_names", "_thing")
    _thing: Any
    _names: frozenset[str]

    def __init__(self, thing: Any, names: frozenset[str]) -> None:
        object.__setattr__(self, "_thing", thing)
        object.__setattr__(self, "_names", names)

    def __setattr__(self, name: str, value: object) -> None:
        if name not in self._names:
            advice = f"Write x['{name}'] = … for a column." if "columns" in self._names else _listed(self._names)
            raise Denied(f"'.{name}' of {_label(self._thing)} cannot be assigned.", advice)
        setattr(self._thing, name, value)

    def __delattr__(self, name: str) -> None:
        raise Denied(f"'.{name}' of {_label(self._thing)} cannot be deleted.", "Use x.drop(columns=…).")


def with_fields(thing: Any) -> Any:
    """The object of ``thing.name = value`` if its attributes may be assigned."""
    kind = type(thing)
    if kind in USER or (isinstance(thing, type) and thing in USER):
        return thing
    for base in kind.__mro__:
        if base in FIELDS:
            return _Fields(thing, FIELDS[base])
    label = thing.label if kind is Table else _label(thing)
    raise Denied(f"Attributes of {label} cannot be assigned.", "Use a variable, a dict or a class of your own.")


def augment_attribute(thing: Any, name: str, operation: str, value: Any) -> None:
    """``thing.name += value`` and its like."""
    setattr(with_fields(thing), name, OPERATIONS[operation](attribute(thing, name), value))


def _listed(known: frozenset[str]) -> str:
    return f"It has {', '.join(sorted(known)[:12])} …" if known else "It has no attributes here."


def _label(thing: object) -> str:
    return "an array" if type(thing) is np.ndarray else f"a {type(thing).__name__}"


def writable(thing: Any) -> Any:
    """The container of ``thing[key] = value`` if its items may be written."""
    if type(thing) in WRITABLE:
        return thing
    raise Denied(f"Items of {_label(thing)} cannot be written.", "Make a list, a dict or a copy of the array.")


def augment(thing: Any, key: Any, operation: str, value: Any) -> None:
    """``thing[key] += value`` and its like."""
    writable(thing)[key] = OPERATIONS[operation](thing[key], value)


class Printer:
    """Collects what ``print`` is given, up to the cap."""

    def __init__(self, cap: int = policy.MAX_PRINTED) -> None:
        self.cap = cap
        self.parts: list[str] = []
        self.size = 0

    def put(self, *values: object, sep: str | None = " ", end: str | None = "\n", **more: object) -> None:
        """What user code calls as ``print``."""
        if more.keys() - {"flush"}:
            raise Denied("print takes sep, end and flush only.", "What is printed is shown beside the result.")
        sep, end = " " if sep is None else sep, "\n" if end is None else end
        if type(sep) is not str or type(end) is not str:
            raise Denied("sep and end of print must be text.", "Write sep=' '.")
        text = sep.join([value if type(value) is str else str(value) for value in values]) + end
        text = text.replace(OWN, "_")
        room = self.cap - self.size
        self.parts.append(text[:room])
        self.size += len(text)
        if self.size > self.cap:
            raise OutputLimit(f"More than {self.cap:,} characters were printed.")

    def text(self) -> str:
        """All that was printed."""
        return "".join(self.parts)
