from quantboard.core.strategy.params import Declaration
from quantboard.sandbox.verdict import ERROR, WARNING, Finding, Verdict


def test_warnings_do_not_stop_a_strategy():
    warning, error = (Finding("r", severity, 1, 0, 1, "m") for severity in (WARNING, ERROR))
    declaration = Declaration("x", "signals")
    assert Verdict((warning,), declaration).ok
    assert not Verdict((warning, error), declaration).ok
    assert not Verdict((), None).ok
    assert Verdict((warning, error), declaration).errors == (error,)
    told = Verdict((warning,), declaration).as_dict()
    assert told["ok"] is True
    assert told["declaration"]["name"] == "x"
