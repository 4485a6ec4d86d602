import pytest

from quantboard.core.strategy.rules import BadRule, parse_rule


@pytest.mark.parametrize(
    ("text", "holds"),
    [("a < b", True), ("2 * a + 1 >= b", False), ("-a != b - 3", True), ("a == 1", True), ("b <= a", False)],
)
def test_one_comparison(text: str, holds: bool) -> None:
    assert parse_rule(text, {"a", "b"}).holds({"a": 1, "b": 5}) is holds


@pytest.mark.parametrize(
    "text",
    [
        "a", "a <", "a < b < 3", "a < c", "a / 2 < b", "a ** 9 < b", "len(a) < b", "a.b < 1", "a < 'x'", "a < True",
        "a in b", "a < b and b < a", "(a := 1) < b", "a" * 300, "", "a[0] < 1", "~a < b",
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(BadRule):
        parse_rule(text, {"a", "b"})
