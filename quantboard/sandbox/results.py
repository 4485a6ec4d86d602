"""What a program left in ``result`` → plain JSON: numbers, texts, lists; arrays and tables as summaries.

By exact type only, so that no method of a person's object runs. In the child only.
"""

import json
import math
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Mapping
from typing import Any

import numpy as np

from quantboard.sandbox.answers import BadAnswer

MAX_BYTES = 32_000  # of the JSON of one result
MAX_DEPTH = 3
MAX_ITEMS = 10_000
HEAD = 20  # values of an array, rows of a table
MAX_COLUMNS = 40
TOO_LARGE = "Print a part of it, or make it an array or a table: these are told as summaries."
EXACT_TEXT = frozenset({"datetime", "date", "time", "timedelta", "Timestamp", "Timedelta", "Period"})


class TooLarge(Exception):
    """The result is more than may be handed back."""


def told(value: Any) -> Any:
    """``value`` as JSON. Raises ``BadAnswer`` or ``TooLarge``."""
    made = _plain(value, 0)
    if len(json.dumps(made)) > MAX_BYTES:
        raise TooLarge(f"The result is larger than {MAX_BYTES:,} characters.")
    return made


def _plain(value: Any, depth: int) -> Any:
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if -(1 << 63) <= value < 1 << 63 else _long(value)
    if kind is float:
        return _number(value)
    if kind is str:
        if len(value) > MAX_BYTES:
            raise TooLarge(f"The text has {len(value):,} characters.")
        return value.encode("utf-8", "replace").decode()
    if kind is complex:
        return {"kind": "complex", "real": _number(value.real), "imag": _number(value.imag)}
    if issubclass(kind, np.generic) and kind.__module__ == "numpy":
        return _scalar(value, depth)
    if kind is np.ndarray:
        return _array(value)
    return _container(value, kind, depth)


def _long(value: int) -> Any:
    if value.bit_length() > 4_000:
        raise TooLarge(f"The number has {value.bit_length():,} bits.")
    return str(value)


def _number(value: float) -> float | str | None:
    """JSON has neither NaN nor infinity."""
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def _scalar(value: Any, depth: int) -> Any:
    return str(value) if value.dtype.kind in "mM" else _plain(value.item(), depth)


def _container(value: Any, kind: type, depth: int) -> Any:
    if kind in (list, tuple, set, frozenset, deque):
        return _items(list(value), depth)
    if kind in (dict, defaultdict, OrderedDict, Counter):
        return _mapping(value, depth)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _items(list(tuple.__iter__(value)), depth)
    made = _of_pandas(value, kind)
    if made is not None:
        return made
    if kind.__name__ in EXACT_TEXT and kind.__module__.partition(".")[0] in ("datetime", "pandas"):
        return str(value)
    advice = "Assign a number, a text, a list, a dict, an array or a table to result."
    raise BadAnswer(f"result is a {kind.__name__}, which cannot be handed back.", advice)


def _items(values: list[Any], depth: int) -> Any:
    _check_depth(depth)
    if len(values) > MAX_ITEMS:
        raise TooLarge(f"The list has {len(values):,} items.")
    return [_plain(value, depth + 1) for value in values]


def _mapping(values: Mapping[Any, Any], depth: int) -> Any:
    _check_depth(depth)
    if len(values) > MAX_ITEMS:
        raise TooLarge(f"The dict has {len(values):,} items.")
    return {_key(key, depth): _plain(value, depth + 1) for key, value in dict(values).items()}


def _key(key: Any, depth: int) -> str:
    if type(key) is str:
        return key[:200]
    plain = _plain(key, depth + 1)
    return plain[:200] if type(plain) is str else json.dumps(plain)[:200]


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise BadAnswer("result is nested too deeply.", f"At most {MAX_DEPTH} levels of lists and dicts.")


def _array(value: np.ndarray[Any, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": "array", "dtype": str(value.dtype), "shape": list(value.shape), "size": value.size}
    flat = value.reshape(-1)
    made["head"] = [_cell(one) for one in flat[:HEAD].tolist()]
    made["tail"] = [_cell(one) for one in flat[max(HEAD, value.size - 5) :].tolist()]
    if value.dtype.kind in "biuf" and value.size:
        made.update(_figures(flat))
    return made


def _figures(flat: np.ndarray[Any, Any]) -> dict[str, Any]:
    numbers = flat.astype(np.float64)
    known = numbers[~np.isnan(numbers)]
    figures = {"n_nan": int(len(numbers) - len(known))}
    if not len(known):
        return {**figures, "min": None, "max": None, "mean": None}
    return {
        **figures,
        "min": _number(float(known.min())),
        "max": _number(float(known.max())),
        "mean": _number(float(known.mean())),
    }


def _cell(value: Any) -> Any:
    kind = type(value)
    if kind in (bool, int) or value is None:
        return value if kind is bool or value is None or -(1 << 63) <= value < 1 << 63 else _long(value)
    if kind is float:
        return _number(value)
    if kind is str:
        return value[:100].encode("utf-8", "replace").decode()
    if issubclass(kind, np.generic) and kind.__module__ == "numpy":
        return _cell(value.item()) if value.dtype.kind in "biuf" else str(value)[:100]
    if kind.__name__ in EXACT_TEXT and kind.__module__.partition(".")[0] in ("datetime", "pandas"):
        return str(value)[:100]
    return None if kind.__name__ in ("NaTType", "NAType") else f"<{kind.__name__[:40]}>"


def _of_pandas(value: Any, kind: type) -> dict[str, Any] | None:
    pd = sys.modules.get("pandas")
    if pd is None:
        return None
    if kind is pd.DataFrame:
        return _table(value)
    if kind is pd.Series:
        made = _array(value.to_numpy())
        made.update(kind="series", name=_cell(value.name), index=[_cell(one) for one in list(value.index[:HEAD])])
        return made
    if issubclass(kind, pd.Index) and kind.__module__.startswith("pandas"):
        head = [_cell(one) for one in list(value[:HEAD])]
        return {"kind": "index", "dtype": str(value.dtype), "shape": [len(value)], "size": len(value), "head": head}
    return None


def _table(value: Any) -> dict[str, Any]:
    shown = value.iloc[:HEAD, :MAX_COLUMNS]
    columns = [str(_label(name)) for name in list(shown.columns)]
    rows = [[_cell(one) for one in row] for row in shown.itertuples(index=False, name=None)]
    return {
        "kind": "table",
        "shape": list(value.shape),
        "columns": columns,
        "dtypes": [str(one) for one in list(value.dtypes)[:MAX_COLUMNS]],
        "index": [_label(one) for one in list(shown.index)],
        "head": rows,
    }


def _label(name: Any) -> Any:
    return " / ".join(str(_cell(part)) for part in name) if type(name) is tuple else _cell(name)
