import pytest

from quantboard.sandbox.check import examine

BODY = "\ndef signals(bars, p):\n    return Signals()\n"


def declared(text):
    return examine(text + BODY)


def test_everything_is_read_from_literals():
    seen = declared(
        "name = 'Cross'\n"
        "params = Params(\n"
        "    fast=Int(10, 2, 200, help='Fast', label='F'), level=Float(-1, least=-5, most=5.5),\n"
        "    on=Bool(True), kind=Choice('sma', ['sma', 'ema']), rules=['fast < 100'],\n"
        ")\n"
        "exits = Exits(0.05, take_profit=None)\n"
        "rebalance = 'month_end'\n"
    )
    assert seen.ok, seen.findings
    declaration = seen.declaration
    fast, level, on, kind = declaration.params
    assert (fast.kind, fast.default, fast.least, fast.most, fast.help, fast.label) == ("int", 10, 2, 200, "Fast", "F")
    assert (level.kind, level.default, level.least, level.most) == ("float", -1.0, -5.0, 5.5)
    assert (on.kind, on.default) == ("bool", True)
    assert (kind.default, kind.choices) == ("sma", ("sma", "ema"))
    assert declaration.rules == ("fast < 100",)
    assert (declaration.stop_loss, declaration.take_profit) == (0.05, None)
    assert declaration.rebalance == "month_end"
    assert declaration.kind == "signals"


def test_exits_may_be_distances_and_bars():
    found = declared("exits = Exits(stop_loss='atr:2', trailing=0.1, max_bars=20)\n").declaration
    assert (found.stop_loss, found.take_profit, found.trailing, found.max_bars) == ("atr:2", None, 0.1, 20)


def test_exits_may_be_a_function():
    seen = declared("def exits(bars, p):\n    return Exits(stop_loss=0.1)\n")
    assert seen.declaration.exits_from_code


@pytest.mark.parametrize(
    "text",
    [
        "name = 3",
        "name = 'a' + 'b'",
        "params = 3",
        "params = Params(Int(1))",
        "params = Params(**{})",
        "params = Params(n=3)",
        "params = Params(n=Text('x'))",
        "params = Params(n=Int())",
        "params = Params(n=Int(1.5))",
        "params = Params(n=Int(True))",
        "params = Params(n=Int(5, 10, 20))",
        "params = Params(n=Int(5, 1, 9, 7))",
        "params = Params(n=Int(5, colour='red'))",
        "params = Params(n=Float('x'))",
        "params = Params(n=Bool(1))",
        "params = Params(n=Choice('c', ['a', 'b']))",
        "params = Params(n=Choice('a'))",
        "params = Params(n=Int(1e400))",
        "params = Params(n=Int(5), rules='n < 6')",
        "params = Params(n=Int(5), rules=['n < '])",
        "params = Params(n=Int(5), rules=['n > 6'])",
        "params = Params(n=Int(5), rules=['m > 6'])",
        "params = Params(n=[Int(i) for i in range(3)][0])",
        "exits = Exits(stop_loss=-0.1)",
        "exits = Exits(stop_loss=True)",
        "exits = Exits(trailing='ma:3')",
        "exits = Exits(max_bars=0.5)",
        "exits = Exits(odd=0.1)",
        "exits = 0.05",
        "rebalance = 'hourly'",
        "rebalance = len('x')",
    ],
)
def test_what_is_no_literal_is_refused_with_advice(text):
    seen = declared(text)
    assert not seen.ok
    assert seen.findings
    assert all(finding.suggestion for finding in seen.findings)
