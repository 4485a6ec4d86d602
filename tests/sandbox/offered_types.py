"""What each type of pandas would offer: everything public but a reviewed set. ``python tests/sandbox/offered_types.py``
writes the frozen list anew after a new release was looked at; a test compares."""

import sys
import textwrap
from pathlib import Path

import pandas as pd
from RestrictedPython.transformer import INSPECT_ATTRIBUTES

from quantboard.sandbox.policy import words

TARGET = Path(__file__).parents[2] / "quantboard" / "sandbox" / "offered" / "allowed.py"
DENIED = words(
    """eval query style plot hist boxplot info attrs flags set_flags sparse list struct from_arrow array memory_usage
    to_xarray from_codes to_pickle view obj"""
)
GROUPED = words("obj plot hist boxplot grouper config exclusions axis level keys ndim")
WINDOWED = words("obj win_type method axis agg_axis")
TO = words(
    """to_numpy to_list to_dict to_frame to_period to_timestamp to_series to_flat_index to_datetime64 to_timedelta64
    to_pydatetime to_pytimedelta to_julian_date to_string"""
)


def samples():
    days = pd.date_range("2020", periods=2)
    df = pd.DataFrame({"a": [1.0, 2.0], "g": ["x", "y"]}, index=days)
    grouped, periods = df.groupby("g"), pd.period_range("2020", periods=2, freq="D")
    return [
        df, df.a, pd.Index(["a"]), pd.RangeIndex(2), days, pd.MultiIndex.from_tuples([(1, 2)]), pd.to_timedelta([1]),
        periods, pd.CategoricalIndex(["a"]), pd.interval_range(0, 2), days[0], pd.Timedelta(1), pd.Period("2020", "D"),
        pd.Interval(0, 1), pd.DateOffset(days=1), pd.Categorical(["a"]), df.g.str, pd.Series(days).dt,
        pd.Series(pd.to_timedelta([1])).dt, pd.Series(periods).dt, pd.Series(["a"], dtype="category").cat, df.loc,
        df.iloc, df.at, df.iat, grouped, grouped.a, df.rolling(1), df.expanding(), df.ewm(span=2), grouped.rolling(1),
        grouped.expanding(), grouped.ewm(span=2), df.resample("D"), grouped.resample("D"),
    ]  # fmt: skip


def offered(thing):
    kind = type(thing)
    names = {name for name in dir(kind) if not name.startswith("_")} - set(INSPECT_ATTRIBUTES) - DENIED
    if "GroupBy" in kind.__name__ or "esampler" in kind.__name__:
        names -= GROUPED
    elif "api.typing" in kind.__module__:
        names -= WINDOWED
    return frozenset(name for name in names if not name.startswith("to_") or name in TO)


def table():
    made = {}
    for thing in samples():
        kind = type(thing)
        made[f"{kind.__module__}.{kind.__qualname__}"] = offered(thing)
    return made


def text():
    lines = [
        '"""Attributes that the types of pandas offer: frozen, so that a new release opens no door unseen.', "",
        "Written by ``tests/sandbox/offered_types.py``; a name that is to be closed is named there.", '"""', "", "",
        "from quantboard.sandbox.policy import words", "",
    ]  # fmt: skip
    kinds = table()
    lines.append("ALLOWED: dict[str, frozenset[str]] = {")
    for path, names in kinds.items():
        body = textwrap.wrap(" ".join(sorted(names)), 105)
        lines += [f'    "{path}": words(', '        """' + "\n        ".join(body) + '"""', "    ),"]
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    sys.stdout.write(f"{TARGET.write_text(text())}\n")
