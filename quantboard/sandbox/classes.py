"""Classes of a person's own source: who they may extend, and our dataclass. Runs in the child only."""

import builtins
from collections.abc import Callable, Mapping
from typing import Any

from quantboard.sandbox import modules
from quantboard.sandbox.guards import USER, Denied

BASES = frozenset(getattr(builtins, name) for name in modules.BASES)
MADE_BY_PYTHON = frozenset(
    {"__module__", "__qualname__", "__doc__", "__classcell__", "__firstlineno__", "__static_attributes__"}
)
FIELDS = "_fields_of_dataclass_"  # no source can write such a name
Namespace = dict[str, Any]


def make_class(name: str, bases: tuple[Any, ...], body: Namespace, *, fields: tuple[str, ...] = ()) -> type:
    """What every class statement calls: refuses bases and special names that would hand something over."""
    for base in bases:
        if base not in USER and not (isinstance(base, type) and base in BASES):
            shown = getattr(base, "__name__", "this")
            raise Denied(f"A class cannot extend {shown}.", "It may extend your own classes, object or Exception.")
    for key in body:
        if key.startswith("_") and key not in modules.METHODS and key not in MADE_BY_PYTHON and key != "_":
            raise Denied(f"A class cannot hold '{key}'.", "Choose another name.")
    inherited = [field for base in bases for field in getattr(base, FIELDS, ())]
    made = type(name, bases, {**body, FIELDS: tuple(dict.fromkeys([*inherited, *fields]))})
    USER.add(made)
    return made


class Field:
    """What ``field(…)`` of a dataclass returns."""

    __slots__ = ("default", "default_factory")

    def __init__(self, default: object = None, default_factory: Callable[[], object] | None = None) -> None:
        self.default, self.default_factory = default, default_factory


def field(*, default: object = None, default_factory: Any = None, **_: object) -> Field:
    """``dataclasses.field``."""
    return Field(default, default_factory)


def dataclass(given: Any = None, **options: object) -> Any:
    """``@dataclass``: an ``__init__`` from the annotated fields, with ``__repr__`` and ``__eq__``."""
    if given is None:
        return lambda made: _with_fields(made, options)
    return _with_fields(given, options)


def _with_fields(made: Any, options: Mapping[str, object]) -> type:
    if not isinstance(made, type) or made not in USER:
        raise Denied("@dataclass stands above a class of your own.", "Write @dataclass and then class …:")
    names: tuple[str, ...] = getattr(made, FIELDS, ())
    defaults = {name: getattr(made, name) for name in names if hasattr(made, name)}
    methods = _methods(made, names, defaults)
    for label, method in methods.items():
        if label not in vars(made):
            setattr(made, label, method)
    if options.get("frozen"):
        setattr(made, "__hash__", lambda self: hash(tuple(getattr(self, name) for name in names)))  # noqa: B010
    return made


def _methods(made: type, names: tuple[str, ...], defaults: Mapping[str, object]) -> dict[str, Callable[..., Any]]:
    def init(self: Any, *values: Any, **named: Any) -> None:
        if len(values) > len(names):
            raise TypeError(f"{made.__name__} takes {len(names)} values but {len(values)} were given")
        given = dict(zip(names, values, strict=False))
        for name in named:
            if name not in names or name in given:
                raise TypeError(f"{made.__name__} got an unexpected argument '{name}'")
        for name in names:
            setattr(self, name, _value(made, name, {**given, **named}, defaults))
        after = getattr(self, "__post_init__", None)
        if after is not None:
            after()

    def text(self: Any) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{made.__name__}({inside})"

    def same(self: Any, other: Any) -> Any:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in names)

    return {"__init__": init, "__repr__": text, "__eq__": same}


def _value(made: type, name: str, given: Mapping[str, Any], defaults: Mapping[str, Any]) -> Any:
    if name in given:
        return given[name]
    if name not in defaults:
        raise TypeError(f"{made.__name__} needs a value for '{name}'")
    default = defaults[name]
    if type(default) is not Field:
        return default
    return default.default_factory() if default.default_factory is not None else default.default
