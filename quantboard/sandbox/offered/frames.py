"""pandas as user code meets it: names one by one, attributes from a frozen list, guards around what takes names.

Imported only by the fork server that serves sources with pandas; everything it needs is loaded before the first fork.
"""

import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from quantboard.sandbox import guards, modules
from quantboard.sandbox.guards import CLASSES, COLUMNS, EXACT, FAMILIES, FIELDS, WRAPPED, WRITABLE, Denied
from quantboard.sandbox.offered.allowed import ALLOWED
from quantboard.sandbox.offered.standard import nothing
from quantboard.sandbox.policy import words

SAFE = words(
    """sum mean std var sem min max median first last count size nunique prod product any all skew kurt idxmin idxmax
    abs cumsum cumprod cummax cummin cumcount rank shift diff pct_change ffill bfill quantile round nth mode head tail
    ohlc corr cov ngroup value_counts argmin argmax sqrt exp log log1p"""
)
METHODS = frozenset({"linear", "time", "index", "values", "pad", "ffill", "bfill"})  # of interpolate: no scipy
ZONES = (
    "UTC", "US/Eastern", "US/Central", "US/Pacific", "America/New_York", "America/Chicago", "America/Los_Angeles",
    "America/Toronto", "Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Zurich", "Asia/Shanghai",
    "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Singapore", "Asia/Kolkata", "Australia/Sydney",
)  # fmt: skip
KEPT_ZONES: dict[str, zoneinfo.ZoneInfo] = {}
SPECIFIED = ("agg", "aggregate", "apply", "transform")
GROUPED = ("DataFrameGroupBy", "SeriesGroupBy", "Rolling", "Expanding", "ExponentialMovingWindow")
Wrapper = Callable[[Any, Any], Any]


def check_names(wanted: Any, depth: int = 0) -> None:
    """Every text that names a function, however deep, must be one of ``SAFE``."""
    if depth > 4:
        raise Denied("The list of functions is nested too deeply.", "Name them one by one.")
    if type(wanted) is str:
        if wanted not in SAFE:
            raise Denied(f"The function name '{wanted[:40]}' is not available.", "Use a lambda, or sum, mean, std …")
    elif isinstance(wanted, dict):
        for one in wanted.values():
            check_names(one, depth + 1)
    elif isinstance(wanted, tuple) and len(wanted) == 2 and type(wanted[0]) is str and depth:
        check_names(wanted[1], depth + 1)  # (column, function)
    elif isinstance(wanted, list | tuple | set):
        for one in wanted:
            check_names(one, depth + 1)
    elif not (callable(wanted) or wanted is None or type(wanted) in (bool, int, float)):
        raise Denied("A function is a name, a lambda, or a list of these.", "Write .agg(['mean', 'std']).")


def _check_options(named: Mapping[str, Any]) -> None:
    if named.get("engine") not in (None, "cython", "python") or named.get("engine_kwargs") is not None:
        raise Denied("engine is not available.", "Leave it out.")
    if named.get("win_type") is not None:
        raise Denied("win_type is not available.", "Weight the values yourself, or use wma.")
    if named.get("method") == "table":
        raise Denied("method='table' is not available.", "Leave it out.")


def _check_texts(values: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    for value in (*values, *named.values()):
        if isinstance(value, str) and ("dateutil" in value or "/" in value) and value not in KEPT_ZONES:
            raise Denied(f"'{value[:40]}' is not available.", f"Time zones are {', '.join(ZONES[:6])} …")


def _specified(bound: Callable[..., Any], _: Any) -> Callable[..., Any]:
    def call(*values: Any, **named: Any) -> Any:
        _check_options(named)
        if values:
            check_names([values[0]] if isinstance(values[0], tuple) else values[0])
        if "func" in named:
            check_names(named["func"])
        if not values and "func" not in named:
            for label, one in named.items():
                if label not in ("axis", "engine", "engine_kwargs"):
                    check_names([one])
        return bound(*values, **named)

    return call


def _at(place: int, label: str) -> Wrapper:
    """A wrapper that looks at one argument, wherever it stands."""

    def wrap(bound: Callable[..., Any], _: Any) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            check_names(named.get(label))
            if len(values) > place:
                check_names(values[place])
            return bound(*values, **named)

        return call

    return wrap


def _optioned(bound: Callable[..., Any], _: Any) -> Callable[..., Any]:
    def call(*values: Any, **named: Any) -> Any:
        _check_options(named)
        if bound.__name__ == "rolling" and len(values) > 3 and values[3] is not None:
            raise Denied("win_type is not available.", "Weight the values yourself, or use wma.")
        if any(value == "table" for value in values if type(value) is str):
            raise Denied("method='table' is not available.", "Leave it out.")
        return bound(*values, **named)

    return call


def _without_files(bound: Callable[..., Any], _: Any) -> Callable[..., Any]:
    def call(*values: Any, **named: Any) -> Any:
        _check_texts(values, named)
        return bound(*values, **named)

    return call


def _interpolating(bound: Callable[..., Any], _: Any) -> Callable[..., Any]:
    def call(method: str = "linear", **named: Any) -> Any:
        if method not in METHODS:
            raise Denied(f"interpolate(method='{str(method)[:20]}') is not available.", f"Use {', '.join(METHODS)}.")
        return bound(method=method, **named)

    return call


def _correlating(bound: Callable[..., Any], thing: Any) -> Callable[..., Any]:
    """``corr``: rank correlation of two series without scipy."""

    def call(*values: Any, **named: Any) -> Any:
        if named.get("method") == "spearman" and type(thing) is pd.Series and values:
            both = pd.concat([thing, values[0]], axis=1, join="inner").dropna()
            return both.iloc[:, 0].rank().corr(both.iloc[:, 1].rank())
        return bound(*values, **named)

    return call


def _piping(_: Callable[..., Any], thing: Any) -> Callable[..., Any]:
    def call(function: Any, *values: Any, **named: Any) -> Any:
        if not callable(function):
            raise Denied("pipe takes a function.", "Write .pipe(f, …).")
        return function(thing, *values, **named)

    return call


def _as_text(bound: Callable[..., Any], _: Any) -> Callable[..., Any]:
    """``to_string``: into a text only, never into a file."""

    def call(**named: Any) -> Any:
        if named.keys() - {"index", "header", "float_format", "max_rows", "max_cols", "na_rep"}:
            raise Denied("to_string takes index, header, max_rows and na_rep.", "Print the table itself.")
        return bound(**named)

    return call


WRAPPERS: dict[str, Wrapper] = {
    **dict.fromkeys(SPECIFIED, _specified),
    **dict.fromkeys(("rolling", "ewm", "expanding", "groupby", "resample", "map"), _optioned),
    **dict.fromkeys(("tz_localize", "tz_convert", "astype", "asfreq", "infer_objects", "strftime"), _without_files),
    "pivot_table": _at(3, "aggfunc"),
    "interpolate": _interpolating,
    "corr": _correlating,
    "pipe": _piping,
    "to_string": _as_text,
}


def _guarded(name: str, wrapper: Wrapper) -> Callable[..., Any]:
    return wrapper(getattr(pd, name), None)  # type: ignore[no-any-return]


def _multi_index() -> guards.Table:
    made = ("from_tuples", "from_arrays", "from_product", "from_frame")
    return guards.Table("pd.MultiIndex", {name: getattr(pd.MultiIndex, name) for name in made})


def names() -> Mapping[str, object]:
    """Everything that this file offers, as it is compiled in."""
    picked = {name: getattr(pd, name) for name in modules.TABLES["pd"] - {"options", "MultiIndex"}}
    zoned = ("date_range", "bdate_range", "to_datetime", "period_range", "timedelta_range")
    return {
        **{f"_pd_{name}": value for name, value in picked.items()},
        **{f"_pd_{name}": _guarded(name, _without_files) for name in zoned},
        "_pd_pivot_table": _guarded("pivot_table", _at(4, "aggfunc")),
        "_pd_crosstab": _guarded("crosstab", _at(6, "aggfunc")),
        "_pd_MultiIndex": _multi_index(),
        "_pd_options": guards.Table("pd.options", {}),
        "_pd_set_option": nothing,
        "_pd_reset_option": nothing,
        **{f"_pd_offsets_{name}": getattr(pd.offsets, name) for name in modules.TABLES["pd_offsets"]},
    }


def register() -> None:
    """Tell the guards which attributes the types of pandas have."""
    for zone in ZONES:
        try:
            KEPT_ZONES[zone] = zoneinfo.ZoneInfo(zone)
        except zoneinfo.ZoneInfoNotFoundError:  # a system without them
            continue
    for kind, attributes in known_types().items():
        FAMILIES[kind] = attributes
        for name in attributes & WRAPPERS.keys():
            WRAPPED[kind, name] = WRAPPERS[name]
    FAMILIES[next(one for one in pd.offsets.Day.__mro__ if one.__name__ == "BaseOffset")] = FAMILIES[pd.DateOffset]
    for kind in (pd.DataFrame, pd.Series):
        WRITABLE.add(kind)
        COLUMNS[kind] = _columns
        FIELDS[kind] = frozenset({"columns", "index"} if kind is pd.DataFrame else {"name", "index"})
    FIELDS[pd.Index] = frozenset({"name", "names"})
    for kind in FAMILIES:
        if kind.__name__ in GROUPED:
            COLUMNS[kind] = _grouped_columns
    WRITABLE.update(type(indexer) for indexer in _indexers())
    moment = frozenset({"min", "max", "now", "today", "fromtimestamp", "fromisoformat", "combine"})
    CLASSES.update({pd.Timestamp: moment, pd.DataFrame: frozenset({"from_dict", "from_records"})})
    EXACT[type(pd.NaT)] = frozenset()


def _indexers() -> tuple[Any, ...]:
    series = pd.Series([1.0])
    return series.loc, series.iloc, series.at, series.iat


def _columns(thing: Any) -> Any:
    return thing.columns if type(thing) is pd.DataFrame else thing.index


def _grouped_columns(thing: Any) -> Any:
    return getattr(thing.obj, "columns", ())


def known_types() -> dict[type, frozenset[str]]:
    """The types of the frozen list that this pandas has."""
    found: dict[type, frozenset[str]] = {}
    for path, attributes in ALLOWED.items():
        module, _, name = path.rpartition(".")
        thing: Any = pd
        for part in module.split(".")[1:]:
            thing = getattr(thing, part, None)
        kind = getattr(thing, name, None)
        if isinstance(kind, type):
            found[kind] = attributes
    return found


def rehearse() -> None:
    """Walk once through what honest programs do, so that nothing is imported in a locked child."""
    days = pd.date_range("2020-01-01", periods=40, freq="D", tz="UTC").tz_convert("America/New_York").tz_localize(None)
    frame = pd.DataFrame({"a": range(40), "b": [float(n % 7) for n in range(40)], "g": ["x", "y"] * 20}, index=days)
    numbers = frame[["a", "b"]]
    made = [
        numbers.rolling(3).mean(), numbers.ewm(span=3).mean(), numbers.expanding().std(), numbers.rank(),
        numbers.rolling(3).corr(), numbers.rolling("3D").sum(), frame.groupby("g").agg({"a": ["sum", "mean"]}),
        numbers.resample("W").agg(["first", "last"]), frame.pivot_table(values="a", index="g", aggfunc="mean"),
        pd.merge(frame, frame, on="g"), pd.concat([numbers, numbers], axis=1), pd.qcut(frame.b, 3, duplicates="drop"),
        frame.groupby("g").a.transform(lambda x: x - x.mean()), frame.b.rolling(3).apply(lambda x: x.sum(), raw=True),
        frame.describe(), frame.g.str.upper(), frame.g.astype("category").cat.codes, days.to_period("M"),
        pd.to_datetime(["2020-01-01", "Jan 5 2020"], format="mixed"), pd.crosstab(frame.g, frame.g),
        numbers.interpolate(), pd.Series(days).dt.month, numbers.corr(), numbers.cov(),
        pd.get_dummies(frame.g), frame.melt(id_vars="g"), numbers.quantile([0.1, 0.9]),
        pd.Timestamp("2020-01-01") + pd.offsets.BMonthEnd(2), pd.Series(["1", "2"]).str.extract("(1)"),
        numbers.sort_values("b").drop_duplicates("b"),
        pd.merge_asof(numbers, numbers, left_index=True, right_index=True),
    ]  # fmt: skip
    for one in made:
        str(one)


def install(into: dict[str, object]) -> None:
    """Offer pandas to every source that runs in this process from now on."""
    register()
    into.update(names())
