import datetime
import math

import pytest

from quantboard.sandbox.guards import Denied, attribute
from quantboard.sandbox.offered import standard

OFFERED = standard.names()
standard.register()


def test_chance_can_be_repeated():
    standard.DICE.reset()
    first = [OFFERED["_random_random"]() for _ in range(3)]
    standard.DICE.reset()
    assert first == [OFFERED["_random_random"]() for _ in range(3)]
    assert OFFERED["_random_Random"]().random() == OFFERED["_random_Random"]().random()
    with pytest.raises(Denied):
        OFFERED["_random_seed"]([1])


def test_one_call_cannot_outlast_the_clock():
    assert OFFERED["_math_factorial"](5) == math.factorial(5)
    with pytest.raises(ValueError, match="10000"):
        OFFERED["_math_factorial"](10**6)
    with pytest.raises(ValueError, match="10000"):
        OFFERED["_math_comb"](10**6, 500_000)


def test_type_gives_text_and_makes_nothing():
    assert standard.type_name(1) == "int"
    with pytest.raises(Denied):
        standard.type_name("A", (), {})


def test_tokens_are_good_for_isinstance_only():
    token = standard.Token("list", list, "Write [].")
    assert standard.is_instance([], token)
    assert standard.is_instance(1, (token, int))
    assert standard.is_subclass(bool, int)
    with pytest.raises(Denied):
        token()


def test_named_tuples_and_dates_show_their_fields():
    point = OFFERED["_collections_namedtuple"]("Point", "x y")
    assert attribute(point(1, 2), "y") == 2
    with pytest.raises(Denied):
        attribute(point(1, 2), "_source")
    assert attribute(datetime.date(2020, 1, 2), "year") == 2020
    assert attribute(datetime.datetime, "strptime")("2020", "%Y").year == 2020
    with pytest.raises(Denied):
        attribute(datetime.datetime, "mro")


def test_hints_of_typing_can_be_written_anywhere():
    hint = OFFERED["_typing_List"]
    assert (hint[int] | None) is hint
    assert OFFERED["_typing_TypeVar"]("T") is not None


def test_warnings_and_caches_do_no_harm():
    with OFFERED["_warnings_catch_warnings"]():
        OFFERED["_warnings_simplefilter"]("ignore")
    assert OFFERED["_functools_lru_cache"](maxsize=None)(lambda x: x + 1)(1) == 2
    assert OFFERED["_functools_cache"](lambda x: x + 1)(1) == 2
