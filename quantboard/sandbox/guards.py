"""Run-time guards behind attribute reads and item writes, and the collector behind print."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from quantboard.sandbox import policy
from quantboard.sandbox.rules import near


class Denied(Exception):
    """A guard refused; ``advice`` says what to write instead."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class OutputLimit(Exception):
    """More was printed than may be kept."""


EMPTY: frozenset[str] = frozenset()
EXACT: dict[type, frozenset[str]] = {
    np.ndarray: policy.ATTRIBUTES["numpy.ndarray"],
    np.ufunc: policy.ATTRIBUTES["numpy.ufunc"],
    **{
        kind: policy.ATTRIBUTES[kind.__name__]
        for kind in (list, dict, tuple, set, frozenset, str, float, int, complex, range)
    },
}
WRITABLE = (list, dict, np.ndarray)
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
    if name in EXACT.get(kind, EMPTY) or name in _allowed(thing, kind):
        return getattr(thing, name)
    known = EXACT.get(kind, EMPTY) or _allowed(thing, kind)
    advice = policy.ATTRIBUTE_ADVICE.get(name) or near(name, known) or _listed(known)
    raise Denied(f"'.{name}' of {_label(thing)} is not available.", advice)


def _allowed(thing: object, kind: type) -> frozenset[str]:
    """Families of types; a class object itself has no attributes at all."""
    if isinstance(thing, type):
        return EMPTY
    if issubclass(kind, np.generic):
        return policy.ATTRIBUTES["numpy.scalar"]
    if issubclass(kind, np.dtype):
        return policy.ATTRIBUTES["numpy.dtype"]
    if issubclass(kind, BaseException):
        return policy.ATTRIBUTES["exception"]
    return EMPTY


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

    def put(self, *values: object, sep: str = " ", end: str = "\n") -> None:
        """What user code calls as ``print``."""
        if type(sep) is not str or type(end) is not str:
            raise Denied("sep and end of print must be text.", "Write sep=' '.")
        text = sep.join([value if type(value) is str else str(value) for value in values]) + end
        room = self.cap - self.size
        self.parts.append(text[:room])
        self.size += len(text)
        if self.size > self.cap:
            raise OutputLimit(f"More than {self.cap:,} characters were printed.")

    def text(self) -> str:
        """All that was printed."""
        return "".join(self.parts)
