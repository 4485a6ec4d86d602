import json
import math

from quantboard.core.flag import ERROR, INFO, WARNING, Flag, Honesty, honesty_of, ordered


def test_the_gravest_come_first_and_equal_ones_stay():
    flags = [Flag(name, severity, "x") for name, severity in (("a", INFO), ("b", ERROR), ("c", INFO), ("d", WARNING))]
    assert [flag.code for flag in ordered(flags)] == ["b", "d", "a", "c"]


def test_what_is_stored_comes_back():
    told = Honesty((Flag("a.b", WARNING, "One.", {"n": 3}, "Do."),), {"clean": True}, {"break_even": 0.001}, None, None)
    assert honesty_of(json.loads(json.dumps(told.as_dict()))) == told


def test_json_gets_no_number_that_it_cannot_say():
    flag = Flag("a.b", INFO, "x", {"n": math.nan, "more": [1.0, math.inf], "deep": {"x": -math.inf}})
    text = json.dumps(Honesty((flag,), None, {"x": math.nan}).as_dict(), allow_nan=False)
    assert json.loads(text)["flags"][0]["values"] == {"n": None, "more": [1.0, None], "deep": {"x": None}}
