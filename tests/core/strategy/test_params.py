import pytest

from quantboard.core.strategy.params import (
    BadParameter,
    Declaration,
    Param,
    RuleBroken,
    UnknownParameter,
    resolve,
)

DECLARATION = Declaration(
    "test",
    "signals",
    params=(
        Param("fast", "int", 10, 2, 200),
        Param("slow", "int", 30, 5, 400),
        Param("band", "float", 0.5, 0, 1),
        Param("loud", "bool", False),
        Param("mode", "choice", "sma", choices=("sma", "ema")),
    ),
    rules=("fast < slow",),
)


def test_defaults_and_casts() -> None:
    assert resolve(DECLARATION, {}) == {"fast": 10, "slow": 30, "band": 0.5, "loud": False, "mode": "sma"}
    given = resolve(DECLARATION, {"fast": "5", "slow": 40.0, "band": 1, "loud": "yes", "mode": "ema"})
    assert given == {"fast": 5, "slow": 40, "band": 1.0, "loud": True, "mode": "ema"}
    assert [type(value) for value in given.values()] == [int, int, float, bool, str]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"fast": "x"}, "params.fast"),
        ({"fast": 10.5}, "params.fast"),
        ({"fast": True}, "params.fast"),
        ({"fast": 1}, "params.fast"),
        ({"slow": 401}, "params.slow"),
        ({"band": "nan"}, "params.band"),
        ({"band": "1e999"}, "params.band"),
        ({"band": None}, "params.band"),
        ({"loud": "maybe"}, "params.loud"),
        ({"mode": "wma"}, "params.mode"),
    ],
)
def test_bad_values_are_refused_by_name(given: dict[str, object], field: str) -> None:
    with pytest.raises(BadParameter) as caught:
        resolve(DECLARATION, given)
    assert caught.value.field == field


def test_unknown_names_suggest_a_near_miss() -> None:
    with pytest.raises(UnknownParameter) as caught:
        resolve(DECLARATION, {"fasst": 3})
    assert caught.value.hint == "Did you mean fast?"


def test_rules_hold() -> None:
    with pytest.raises(RuleBroken, match="fast = 50, slow = 30"):
        resolve(DECLARATION, {"fast": 50})
