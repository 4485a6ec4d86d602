import pytest

from quantboard.sandbox.check import examine

FORM = "def signals(bars, p):\n    {}\n    return Signals()\n"


@pytest.mark.parametrize(
    ("line", "rule", "advice"),
    [
        ("x = smaa(bars.close, 3)", "name.unknown", "Did you mean sma?"),
        ("x = np.meen(bars.close)", "name.module", "Did you mean mean?"),
        ("x = np.random.rend(3)", "name.module", "Did you mean rand?"),
        ("x = np.linalg", "name.module", "Write np.linalg.name."),
        ("x = math.fma(3)", "name.module", ""),
        ("x = np", "name.module", "Write np.name."),
        ("x = bars.close.rolling(3)", "name.attribute", "sma"),
        ("x = '{}'.format(3)", "name.attribute", "f-string"),
        ("x = bars.close.fillna(0)", "name.attribute", "nan_to_num"),
        ("x = b'abc'", "syntax.bytes", "text"),
        ("x = open('a')", "name.unknown", "out of reach"),
        ("x = params", "name.unknown", "from p"),
        ("bars.close = 1", "syntax.attribute", "variable"),
        ("__x = 1", "name.underscore", "underscore"),
        ("x = _hook_", "name.underscore", "underscore"),
        ("import scipy", "import.refused", "zscore"),
        ("import nowhere", "import.refused", "numpy, pandas"),
        ("with bars: pass", "syntax.with", "leave it out"),
        ("class A(dict): pass", "class.base", "your own classes"),
        ("class A(metaclass=int): pass", "class.keyword", ""),
        ("np.mean = 1", "syntax.attribute", "variable"),
    ],
)
def test_findings_teach(line, rule, advice):
    findings = examine(FORM.format(line)).findings
    matching = [finding for finding in findings if finding.rule == rule]
    assert matching, findings
    assert matching[0].line == 2
    assert matching[0].end_column > matching[0].column
    assert advice in matching[0].suggestion
    assert matching[0].suggestion


def test_hiding_a_built_in_is_a_warning_only():
    seen = examine(FORM.format("rank = 1"))
    assert [finding.severity for finding in seen.findings] == ["warning"]
    assert seen.ok


def test_loop_variables_named_underscore_are_fine():
    assert examine(FORM.format("for _ in range(3): pass")).ok
