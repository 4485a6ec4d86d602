import ast

import pytest

from quantboard.sandbox.complexity import MOST_BRANCHES, measure


def figures(source):
    return measure(source, ast.parse(source))[0]


def test_a_straight_program():
    made = figures("x = 1\n\n# a remark\ny = 2\n")
    assert (made.lines, made.functions, made.cyclomatic, made.cognitive, made.nesting) == (2, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("body", "cyclomatic", "cognitive", "nesting"),
    [
        ("if a:\n  x = 1\n", 2, 1, 1),
        ("if a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x = 3\n", 3, 2, 1),
        ("if a and b or c:\n  x = 1\n", 4, 3, 1),
        ("for i in a:\n  if i:\n    x = i\n", 3, 3, 2),
        ("x = [i for i in a if i]\n", 2, 1, 0),
    ],
)
def test_branches_count(body, cyclomatic, cognitive, nesting):
    made = figures(body)
    assert (made.cyclomatic, made.cognitive, made.nesting) == (cyclomatic, cognitive, nesting)


def test_each_function_stands_for_itself():
    made = figures("def f(a):\n  if a:\n    return 1\n\ndef g(a):\n  for i in a:\n    if i:\n      return i\n")
    assert (made.functions, made.cyclomatic, made.hardest) == (2, 3, "g")


def test_the_hard_ones_are_named():
    source = "def f(a):\n" + "".join(f"  if a == {n}:\n    a = 0\n" for n in range(MOST_BRANCHES)) + "  return a\n"
    hard = measure(source, ast.parse(source))[1]
    assert [part.name for part in hard] == ["f"]
