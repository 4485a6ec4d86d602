import ast

import pytest

from quantboard.core.builder.declarations import name_of, read

MAIN = "def signals(bars, p):\n    return Signals(entry=bars.close > 1)\n"


def told(text):
    return read(ast.parse(text + MAIN))


def test_declarations_become_nodes():
    found = told(
        "'''doc'''\nimport numpy as np\nname = ' Mine '\nLEVEL = 3\nrebalance = None\n"
        "params = Params(n=Int(3, 1, 9, help='bars'), x=Float(1, least=0, most=2), on=Bool(True),\n"
        "                way=Choice('a', ['a', 'b']), rules=['n < x'])\n"
        "exits = Exits(stop_loss=0.05, take_profit='atr:2', trailing=None, max_bars=9)\n"
    )
    assert found.name == "Mine"
    assert [(one.id, one.kind) for one in found.parameters] == [
        ("n", "whole_parameter"),
        ("x", "number_parameter"),
        ("on", "switch_parameter"),
        ("way", "choice_parameter"),
    ]
    assert found.parameters[1].params == {"default": 1.0, "least": 0.0, "most": 2.0, "help": ""}
    assert found.sinks == [
        ("rule", "rule", {"text": "n < x"}),
        ("stop_loss", "stop_loss", {"by": "percent", "distance": 0.05}),
        ("take_profit", "take_profit", {"by": "atr", "distance": 2.0}),
        ("max_bars", "time_exit", {"bars": 9}),
    ]
    assert found.constants == {"LEVEL": 3}


@pytest.mark.parametrize(
    "text",
    [
        "import os\n",
        "params = other\n",
        "params = Params(n=Int(x, 1, 2))\n",
        "exits = Exits(stop_loss=2.0)\n",
        "exits = Exits(odd=2.0)\n",
        "rebalance = 3\n",
        "LEVEL = [1]\n",
        "def exits(bars, p):\n    return None\n",
        "if True:\n    x = 1\n",
        "def weights(bars, p):\n    return bars.close\n",
    ],
)
def test_what_no_node_stands_for_is_told(text):
    assert told(text) is None


def test_the_name():
    assert (name_of(ast.parse("name = 'A'")), name_of(ast.parse("x = 1"))) == ("A", "")
