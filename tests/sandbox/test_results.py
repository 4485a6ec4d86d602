import json

import numpy as np
import pandas as pd
import pytest

from quantboard.sandbox import results
from quantboard.sandbox.answers import BadAnswer


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, None), (True, True), (3, 3), (2.5, 2.5), ("x", "x"), (float("nan"), None), (float("inf"), "Infinity"),
        (1 << 70, str(1 << 70)), (np.float64(2.0), 2.0), (np.int8(3), 3), (np.bool_(True), True),
        ([1, 2.5, "a"], [1, 2.5, "a"]),
        ((1, 2), [1, 2]), ({"a": [1]}, {"a": [1]}), ({1: 2, (1, 2): 3}, {"1": 2, "[1, 2]": 3}),
        (np.datetime64("2020-01-02"), "2020-01-02"), (pd.Timestamp("2020-01-02"), "2020-01-02 00:00:00"),
        (1 + 2j, {"kind": "complex", "real": 1.0, "imag": 2.0}),
    ],
)  # fmt: skip
def test_plain_values(value, wanted):
    assert results.told(value) == wanted


def test_an_array_is_a_summary():
    made = results.told(np.array([[1.0, np.nan], [3.0, 5.0]]))
    assert made["kind"] == "array"
    assert made["shape"] == [2, 2]
    assert made["head"] == [1.0, None, 3.0, 5.0]
    assert (made["min"], made["max"], made["mean"], made["n_nan"]) == (1.0, 5.0, 3.0, 1)
    assert results.told(np.arange(100))["tail"] == [95, 96, 97, 98, 99]
    assert results.told(np.array([]))["shape"] == [0]


def test_a_table_is_a_summary():
    table = pd.DataFrame({"a": [1.5, None], "b": ["x", "y"]}, index=pd.date_range("2020", periods=2))
    made = results.told(table)
    assert made["kind"] == "table"
    assert made["columns"] == ["a", "b"]
    assert made["head"] == [[1.5, "x"], [None, "y"]]
    assert made["index"] == ["2020-01-01 00:00:00", "2020-01-02 00:00:00"]
    assert results.told(table.a)["kind"] == "series"
    assert results.told(table.index)["kind"] == "index"
    json.dumps(made, allow_nan=False)


@pytest.mark.parametrize(
    "value",
    ["x" * 100_000, [0] * 100_000, {n: n for n in range(50_000)}, 1 << 100_000],
    ids=["text", "list", "dict", "number"],
)
def test_too_much_is_refused(value):
    with pytest.raises(results.TooLarge):
        results.told(value)


class Sly(dict):
    def items(self):
        raise AssertionError("a person's method ran")


@pytest.mark.parametrize("value", [object(), Sly(), lambda: 1, [[[[[1]]]]], open])
def test_what_cannot_be_told(value):
    with pytest.raises(BadAnswer) as caught:
        results.told(value)
    assert caught.value.advice


def test_objects_in_an_array_are_named_not_called():
    class Loud:
        def __repr__(self):
            raise AssertionError

    assert results.told(np.array([Loud()], dtype=object))["head"] == ["<Loud>"]
