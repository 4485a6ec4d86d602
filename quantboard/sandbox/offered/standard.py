"""Names of the standard library as user code meets them: functions and classes one by one, never a module."""

import collections
import datetime
import functools
import itertools
import math
import random
import statistics
from collections.abc import Callable, Mapping
from typing import Any

from quantboard.sandbox import classes, modules
from quantboard.sandbox.guards import CLASSES, EXACT, FAMILIES, WRITABLE, Denied
from quantboard.sandbox.policy import words

MOST = 10_000  # of factorial and its like: one call of more would only wait for the clock
SEED = 20_200_101  # of every run that gives none, so that it can be repeated


class Hint:
    """Any name of ``typing``: annotations are never evaluated, an alias may be."""

    __slots__ = ()

    def __getitem__(self, _: object) -> "Hint":
        return self

    def __call__(self, *_: object, **__: object) -> "Hint":
        return self

    def __or__(self, _: object) -> "Hint":
        return self

    __ror__ = __or__


class Token:
    """A class that is good for ``isinstance`` only; ``kind`` is the real one."""

    __slots__ = ("advice", "kind", "label")

    def __init__(self, label: str, kind: type, advice: str) -> None:
        self.label, self.kind, self.advice = label, kind, advice

    def __call__(self, *_: object, **__: object) -> None:
        raise Denied(f"{self.label} cannot be called.", self.advice)


def resolved(kinds: Any) -> Any:
    """Tokens → classes, in what ``isinstance`` is given."""
    if type(kinds) is tuple:
        return tuple(resolved(kind) for kind in kinds)
    return kinds.kind if type(kinds) is Token else kinds


def is_instance(thing: object, kinds: Any) -> bool:
    """``isinstance`` of user code."""
    return isinstance(thing, resolved(kinds))


def is_subclass(thing: Any, kinds: Any) -> bool:
    """``issubclass`` of user code."""
    return issubclass(resolved(thing), resolved(kinds))


def type_name(thing: object, *more: object) -> str:
    """``type(x)`` of user code: the name as text; a class object would open doors."""
    if more:
        raise Denied("type takes one argument here.", "Write a class statement.")
    return type(thing).__name__


def _capped(function: Callable[..., int]) -> Callable[..., int]:
    def call(*values: int) -> int:
        if any(value > MOST for value in values):
            raise ValueError(f"numbers up to {MOST} only")
        return function(*values)

    return call


def named_tuple(name: str, fields: Any, *, defaults: Any = None) -> Any:
    """``collections.namedtuple`` with plain texts only."""
    texts = fields.replace(",", " ").split() if type(fields) is str else list(fields)
    if type(name) is not str or not all(type(text) is str for text in texts):
        raise Denied("namedtuple takes texts.", "Write namedtuple('Point', 'x y').")
    return collections.namedtuple(name, texts, defaults=defaults)


class Quiet:
    """``warnings.catch_warnings``: nothing is shown, so nothing is caught."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def nothing(*_: object, **__: object) -> None:
    """Settings of the process that make no difference here."""


class Dice:
    """Seeded anew for every call, so that a run can be repeated."""

    def __init__(self) -> None:
        self.standard = random.Random(SEED)

    def reset(self) -> None:
        """Begin again."""
        self.standard.seed(SEED)

    def seed(self, number: int | float | str | None = None) -> None:
        """``random.seed``."""
        if number is not None and type(number) not in (int, float, str):
            raise Denied("A seed is a number or a text.", "Write random.seed(1).")
        self.standard.seed(SEED if number is None else number)


DICE = Dice()


def new_random(number: int | float | str | None = None) -> random.Random:
    """``random.Random``."""
    if number is not None and type(number) not in (int, float, str):
        raise Denied("A seed is a number or a text.", "Write random.Random(1).")
    return random.Random(SEED if number is None else number)


def _picked(key: str, module: Any, **instead: object) -> dict[str, object]:
    names = {name: instead.get(name) or getattr(module, name) for name in modules.TABLES[key]}
    return {f"_{key}_{name}": value for name, value in names.items()}


def _cached(function: Any = None, **_: object) -> Any:
    """``lru_cache`` and ``cache``, with and without brackets."""
    if callable(function):
        return functools.lru_cache(maxsize=4096)(function)
    return functools.lru_cache(maxsize=4096)


datetime.datetime.strptime("1", "%d")  # noqa: DTZ007 - it imports a module at its first call


def names() -> Mapping[str, object]:
    """Everything that this file offers, as it is compiled in."""
    draws = {f"_random_{name}": getattr(DICE.standard, name) for name in modules.STANDARD_DRAWS}
    quiet = {"catch_warnings": lambda *_, **__: Quiet()}
    return {
        **_picked("math", math, factorial=_capped(math.factorial), comb=_capped(math.comb), perm=_capped(math.perm)),
        **_picked("statistics", statistics),
        **_picked("datetime", datetime),
        **_picked("itertools", itertools),
        **_picked("collections", collections, namedtuple=named_tuple),
        "_functools_reduce": functools.reduce,
        "_functools_partial": functools.partial,
        "_functools_lru_cache": _cached,
        "_functools_cache": _cached,
        "_dataclasses_dataclass": classes.dataclass,
        "_dataclasses_field": classes.field,
        **{f"_typing_{name}": Hint() for name in modules.TABLES["typing"]},
        "_typing_cast": lambda _, value: value,
        **draws,
        "_random_seed": DICE.seed,
        "_random_Random": new_random,
        **{f"_warnings_{name}": quiet.get(name, nothing) for name in modules.TABLES["warnings"]},
    }


def register() -> None:
    """Tell the guards which attributes the types of these names have."""
    date = words("ctime day isocalendar isoformat isoweekday month replace strftime timetuple toordinal weekday year")
    time = words("fold hour isoformat microsecond minute replace second strftime tzinfo tzname utcoffset dst")
    moment = date | time | words("astimezone date time timestamp timetz utctimetuple")
    made = words(
        "combine fromisocalendar fromisoformat fromordinal fromtimestamp max min now resolution strptime today"
    )
    EXACT.update(
        {
            datetime.datetime: moment,
            datetime.date: date,
            datetime.time: time,
            datetime.timedelta: words("days seconds microseconds total_seconds"),
            datetime.timezone: words("utcoffset tzname dst"),
            collections.deque: words(
                """append appendleft clear copy count extend extendleft index insert maxlen pop popleft remove reverse
                rotate"""
            ),
            collections.defaultdict: EXACT[dict],
            collections.OrderedDict: EXACT[dict] | {"move_to_end"},
            collections.Counter: EXACT[dict] | words("elements most_common subtract total"),
            random.Random: modules.STANDARD_DRAWS | {"seed"},
            statistics.NormalDist: words("mean median mode stdev variance cdf inv_cdf pdf quantiles zscore samples"),
        }
    )
    FAMILIES[datetime.tzinfo] = words("utcoffset tzname dst")
    CLASSES.update(
        {
            datetime.datetime: moment | made,
            datetime.date: date | (made - {"strptime", "now", "combine"}),
            datetime.time: time | words("fromisoformat max min resolution"),
            datetime.timedelta: words("max min resolution"),
            datetime.timezone: frozenset({"utc"}),
            itertools.chain: frozenset({"from_iterable"}),
            statistics.NormalDist: frozenset({"from_samples"}),
        }
    )
    WRITABLE.update((collections.deque, collections.defaultdict, collections.OrderedDict, collections.Counter))
