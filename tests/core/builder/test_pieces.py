import ast

import pytest

from quantboard.core.builder.pieces import Piece, piece_of

CODE = "def own(bars, p, a):\n    # why\n    out = a + 1\n    return out\n"


def call_of(text):
    return ast.parse(text, mode="eval").body


def test_statements_are_cut_out_with_what_they_read_and_write():
    text = "for i in range(3):\n    total = total + x\n    x[i] = 0"
    piece = Piece.of(ast.parse(text).body, {"x", "total", "other"}, (), text)
    assert piece.inputs == ("total", "x")
    assert piece.outputs == ("i", "total", "x")
    assert piece.body.startswith("x = np.array(x)\nfor i")


@pytest.mark.parametrize("text", ["return x", "f(x)", "def g():\n    pass", "x"])
def test_what_cannot_be_cut_out(text):
    wrapped = ast.parse(f"def main():\n    {text.replace(chr(10), chr(10) + '    ')}").body[0].body
    assert Piece.of(wrapped, {"x"}, {"f"}, "") is None


def test_a_function_of_the_builder_is_read_with_its_comments():
    piece = piece_of(ast.parse(CODE).body[0], call_of("own(bars, p, x)"), CODE)
    assert piece == Piece(("a",), ("out",), "# why\nout = a + 1")


@pytest.mark.parametrize("call", ["own(bars, p)", "own(bars, x, y)", "own(bars, p, a=x)"])
def test_another_call_is_none(call):
    assert piece_of(ast.parse(CODE).body[0], call_of(call), CODE) is None
