import ast

import pytest

from quantboard.core.builder.nodes.code import lines_of, names_in


def test_names_are_identifiers_once_each():
    assert names_in("a, b, a, 1x, _y, for, bars, p, c d") == ["a", "b"]


def test_lines_are_kept_as_they_are_written():
    assert lines_of("\n    a = 1\n    # why\n    b = 2\n") == ["a = 1", "# why", "b = 2"]


def test_a_long_text_is_not_changed_by_indenting():
    (line,) = lines_of("a = '''x\n y'''")
    assert ast.literal_eval(line.partition("=")[2].strip()) == "x\n y"


@pytest.mark.parametrize("body", ["return 1", "yield 1", "a = (", "a\nif 1:\nb"])
def test_what_is_no_body(body):
    with pytest.raises(SyntaxError):
        lines_of(body)
