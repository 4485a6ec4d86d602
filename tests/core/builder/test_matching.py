import ast

import pytest

from quantboard.core.builder.matching import chain, literal, match, matches_size


def parsed(text):
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "key", "given"),
    [
        ("sma(x, 20)", "indicator:sma", {"x": "x", "n": "20"}),
        ("sma(x, n=20)", "indicator:sma", {"x": "x", "n": "20"}),
        ("atr(bars, 14)", "indicator:atr", {"n": "14"}),
        ("a > 3", "greater", {"a": "a", "b": "3"}),
        ("shift(x, 2)", "lag", {"x": "x", "n": "2"}),
        ("top(-x, 3)", "bottom", {"x": "x", "k": "3"}),
        ("top(x, 3)", "top", {"x": "x", "k": "3"}),
        ("where(c, 1.0 / r, 0.0)", "inverse_weight", {"chosen": "c", "risk": "r"}),
        ("where(c, a, b)", "choose", {"condition": "c", "a": "a", "b": "b"}),
        ("~c", "none_of", {"condition": "c"}),
    ],
)
def test_code_of_a_kind_is_known(text, key, given):
    found = match(parsed(text))
    assert found.kind.key == key
    assert {name: ast.unparse(one) for name, one in found.given.items()} == given


@pytest.mark.parametrize(
    "text", ["atr(other, 14)", "sma(*x)", "sma(x, 1, 2, 3)", "sma(x, m=3)", "a < b < c", "f(x)", "x.y"]
)
def test_other_code_is_not(text):
    assert match(parsed(text)) is None


def test_equal_places_hold_equal_things():
    same = "np.where(c, 1.0 / np.maximum(np.sum(c, axis=1, keepdims=True), 1), 0.0)"
    assert match(parsed(same)).kind.key == "equal_weight"
    assert match(parsed(same.replace("sum(c", "sum(d"))) is None


def test_chains_and_literals():
    assert [one.id for one in chain(parsed("a & b & c"), ast.BitAnd)] == ["a", "b", "c"]
    assert [literal(parsed(text)) for text in ("-3", "True", "'x'", "-True", "a")] == [-3, True, "x", None, None]


def test_sizes():
    assert matches_size(parsed("0.5")).kind.key == "size_share"
    assert matches_size(parsed("1.0 / len(bars.symbols)")).kind.key == "size_equal"
    assert matches_size(parsed("x")) is None
