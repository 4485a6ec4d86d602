import pytest

from quantboard.sandbox import policy
from quantboard.sandbox.check import examine, examine_script

GOOD = "def signals(bars, p):\n    return Signals(entry=bars.close > 0)\n"


def rules(source):
    return {finding.rule for finding in examine(source).findings}


def test_a_plain_strategy_passes():
    seen = examine(GOOD)
    assert seen.ok
    assert seen.declaration.name == "Unnamed strategy"
    assert seen.findings == ()


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("def signals(bars, p:\n", "source.syntax"),
        ("x" * (policy.MAX_SOURCE + 1), "source.size"),
        ("x = 1\0", "source.text"),
        ("x = " + "[" * 150 + "]" * 150, "source.nesting"),
        ("x = " + "-" * 500 + "1", "source.nesting"),
        ("(" * 500, "source.syntax"),
        ("x = [" + "1," * 21_000 + "]", "source.size"),
        ("", "strategy.missing"),
        ("x = 1", "strategy.missing"),
        (GOOD + "def weights(bars, p):\n    return bars.close\n", "strategy.both"),
        ("def on_bar(ctx):\n    pass\n", "strategy.on_bar"),
        ("def signals(bars):\n    return 1\n", "strategy.arguments"),
        ("def signals(bars, p=1):\n    return 1\n", "strategy.arguments"),
        ("def signals(bars, *p):\n    return 1\n", "strategy.arguments"),
        ("def signals(bars, p):\n    return p.fast\n", "name.parameter"),
        (GOOD + "name = 'a'\nname = 'b'\n", "declaration.twice"),
    ],
)
def test_each_fault_has_its_rule(source, rule):
    assert rule in rules(source)


def test_syntax_errors_point_at_the_place():
    (finding,) = examine("def signals(bars, p):\n    return sma(bars.close 5)\n").findings
    assert finding.line == 2
    assert finding.column > 0
    assert finding.end_column > finding.column


def test_a_near_parameter_is_suggested():
    source = "params = Params(fast=Int(3, 1, 9))\ndef signals(bars, p):\n    return p.fsat\n"
    (finding,) = examine(source).findings
    assert finding.suggestion == "Did you mean fast?"


def test_pandas_and_classes_are_part_of_the_dialect():
    assert examine("import pandas as pd\nclass A:\n    pass\n" + GOOD).findings == ()


def test_a_whole_program_needs_no_declaration():
    seen = examine_script("params = {'a': 1}\nresult = params['a']\n")
    assert seen.ok
    assert seen.findings == ()
    assert examine_script("x = 1\nsum = 2\n").ok
    assert not examine_script("x = 1\nsum = 2\n", is_strict=True).ok


def test_a_strategy_given_as_a_program_stays_a_strategy():
    assert examine_script(GOOD).declaration is not None
    assert not examine_script("def signals(bars):\n    return 1\n").ok


def test_a_function_with_too_many_branches_is_a_warning():
    branches = "".join(f"    if p == {n}:\n        x = {n}\n" for n in range(25))
    (finding,) = examine_script("def f(p):\n    x = 0\n" + branches + "    return x\n").findings
    assert (finding.rule, finding.severity) == ("complexity.branches", "warning")
    assert "26 branches" in finding.message


def test_annotations_are_neither_judged_nor_kept():
    assert examine("def signals(bars: open, p: np.ndarray) -> eval:\n    x: exec = 1\n    return Signals()\n").ok
