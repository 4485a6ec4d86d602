"""What a strategy stores, line by line."""

import ast

import numpy as np
import pytest

from quantboard.sandbox import policy, tracing
from quantboard.sandbox.tracing import Tracer, stores_of

SOURCE = """
def signals(bars, p):
    n = len(bars)
    x = bars * 2.0
    x[1:] = x[:-1]
    for t in range(n):
        y = float(x[t])
    a, (b, c) = 1, (2.5, x)
    text = "no number"
    return helper(x)

def helper(x):
    z = x + 1
    return z
"""


def traced(source, bars, hidden=0):
    scope = {}
    exec(compile(source, policy.FILENAME, "exec"), scope)  # noqa: S102 -- as the child does
    with Tracer(stores_of(ast.parse(source)), len(bars), hidden) as tracer:
        scope["signals"](bars, None)
    return {(line, name): (kind, told) for line, name, kind, told in tracer.entries}


def test_stores_are_read_from_the_tree():
    found = stores_of(ast.parse(SOURCE))
    assert found == {
        3: ("n",),
        4: ("x",),
        5: ("x",),
        6: ("t",),
        7: ("y",),
        8: ("a", "b", "c"),
        9: ("text",),
        13: ("z",),
    }


def test_each_store_has_its_line_kind_and_last_value():
    found = traced(SOURCE, np.arange(10.0))
    assert found[3, "n"] == ("i", "10")
    assert found[7, "y"] == ("f", "16.0")
    assert found[8, "b"] == ("f", "2.5")
    assert found[4, "x"] != found[5, "x"]
    assert found[5, "x"] == found[8, "c"]
    assert (13, "z") in found
    assert (9, "text") not in found


@pytest.mark.parametrize("hidden", [1, 4])
def test_hidden_rows_are_not_looked_at(hidden):
    bars = np.arange(20.0)
    other = bars.copy()
    other[-hidden:] = -1.0
    source = "def signals(bars, p):\n    x = bars * 1.0\n    short = bars[1:]\n    few = bars[:3]\n    return x\n"
    one, two = traced(source, bars, hidden), traced(source, other, hidden)
    assert one == two
    assert traced(source, bars) != traced(source, other)
    assert one == traced(source, bars[:-hidden])


def test_nothing_of_other_files_is_traced():
    from quantboard.core.indicators.facade import BUILTINS

    source = "def signals(bars, p):\n    x = bars + 0\n    return x\n"
    with Tracer(stores_of(ast.parse(source)), 5, 0) as tracer:
        BUILTINS["sma"](np.arange(5.0), 2)
    assert tracer.entries == []


def test_when_enough_bytes_were_seen_values_are_looked_at_in_the_end(monkeypatch):
    monkeypatch.setattr(tracing, "MOST_BYTES", 0)
    found = traced(SOURCE, np.arange(10.0))
    assert found[7, "y"] == ("f", "16.0")
    assert found[4, "x"] == found[5, "x"]


def test_endless_loops_are_left_alone(monkeypatch):
    monkeypatch.setattr(tracing, "MOST_EVENTS", 10)
    source = "def signals(bars, p):\n    for t in range(1000):\n        x = t\n    return x\n"
    assert int(traced(source, np.arange(5.0))[3, "x"][1]) < 10


def test_objects_of_other_kinds_are_not_touched():
    class Loud:
        def __len__(self):
            raise AssertionError("touched")

        __hash__ = __eq__ = __getitem__ = __len__

    source = "def signals(bars, p):\n    x = bars[0]\n    big = 1 << 80\n    return 1\n"
    assert traced(source, [Loud()]) == {}
