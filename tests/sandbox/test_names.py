import ast

from quantboard.sandbox.names import collect, walk

SOURCE = """
import numpy as n
from math import sqrt as root, pi
def f(a, *b, c=1, **d):
    global e
    for g in a:
        (h := g)
    try:
        pass
    except ValueError as i:
        pass
    return [j for j in a] + [lambda k: k]
"""


def test_every_binding_is_found():
    names = collect(ast.parse(SOURCE))
    assert set(names.bound) == set("abcdefghijk")
    assert names.imported == {"n", "root", "pi"}
    assert names.modules["n"] == "np"
    assert names.members == {"root": ("math", "sqrt"), "pi": ("math", "pi")}


def test_the_walk_follows_the_source_and_needs_no_recursion():
    tree = ast.parse("x = " + "+".join(["1"] * 900))
    lines = [node.lineno for node in walk(ast.parse("a = 1\nb = 2\nc = 3")) if isinstance(node, ast.Assign)]
    assert lines == [1, 2, 3]
    assert sum(1 for _ in walk(tree)) > 900
