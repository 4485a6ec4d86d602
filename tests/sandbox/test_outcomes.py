from quantboard.errors import CodeFailed, CodeRejected, Unavailable
from quantboard.sandbox import outcomes
from quantboard.sandbox.verdict import Finding

WORDS = {"denied", "failed", "timed_out", "memory", "output_limit", "crashed"}


def test_the_words_are_those_of_the_guide():
    kinds = [outcomes.RunFailed, outcomes.Denied, outcomes.TimedOut, outcomes.OutOfMemory, outcomes.TooMuchOutput]
    assert {kind.code for kind in [*kinds, outcomes.Crashed]} == {f"code.{word}" for word in WORDS}
    assert issubclass(outcomes.Crashed, CodeFailed)
    assert issubclass(outcomes.SourceRejected, CodeRejected)
    assert issubclass(outcomes.SandboxUnavailable, Unavailable)


def test_a_rejection_tells_the_first_finding_and_counts_the_rest():
    findings = [Finding("a", "error", 3, 0, 1, "No.", "Do."), Finding("b", "error", 4, 0, 1, "No.")]
    error = outcomes.SourceRejected(findings)
    assert error.message == "Line 3: No. (1 more)"
    assert error.hint == "Do."
    assert outcomes.SourceRejected(()).message


def test_a_line_is_told_where_there_is_one():
    assert outcomes.RunFailed("x", line=4).message == "Line 4: x"
    assert outcomes.RunFailed("x").message == "x"
