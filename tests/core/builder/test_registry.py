import re

import pytest

from quantboard.core.builder.graph import Node
from quantboard.core.builder.matching import HOLE
from quantboard.core.builder.registry import KINDS, kind_of, value_of
from quantboard.errors import InvalidInput

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_there_are_enough_kinds():
    assert len([key for key in KINDS if not key.startswith("indicator:")]) >= 45


@pytest.mark.parametrize("key", [key for key in KINDS if not key.startswith("indicator:")])
def test_a_kind_is_described_in_both_languages(key):
    kind = KINDS[key]
    assert kind.title[0]
    assert CHINESE.search(kind.title[1])
    assert kind.meaning[0]
    assert kind.meaning[1]
    names = {one.name for one in (*kind.inputs, *kind.fields)}
    assert set(HOLE.findall(kind.template)) <= names


def test_a_node_of_code_has_ports_of_its_own():
    kind = kind_of(Node("own", "code", {"inputs": "a, b", "outputs": "c", "gives": "flag"}))
    assert ([one.name for one in kind.inputs], [one.name for one in kind.outputs]) == (["a", "b"], ["c"])


def test_values_are_cast_and_ranged():
    kind = KINDS["lag"]
    assert value_of(Node("lag", "lag"), kind.fields[0]) == 1
    with pytest.raises(InvalidInput):
        value_of(Node("lag", "lag", {"n": -1}), kind.fields[0])
