import ast

import pytest

from quantboard.core.builder.matching import HOLE
from quantboard.core.builder.nodes.numbers import KINDS
from quantboard.sandbox import policy


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_templates_name_only_what_the_dialect_has(kind):
    tree = ast.parse(HOLE.sub("x", kind.template))
    names = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    assert names <= policy.NUMPY
