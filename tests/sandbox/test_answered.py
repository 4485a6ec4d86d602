import numpy as np
import pytest

from quantboard.sandbox import answered, outcomes, wire

OK = {"outcome": "ok", "kind": "signals", "stops": [None, 0.1, "atr:2"], "rebalance": None, "sized": False}
SHAPE = (3, 1)
DECLARED = {
    "name": "x", "kind": "signals", "rules": ["fast < 3"], "stop_loss": None, "take_profit": None,
    "trailing": None, "max_bars": 0, "exits_from_code": False, "rebalance": None,
    "params": [{"name": "fast", "kind": "int", "default": 1, "least": 0, "most": 9, "choices": [], "help": "",
                "label": ""}],
}  # fmt: skip


def read(header, arrays=()):
    descriptor = wire.answer_file(1 << 17)
    answers = wire.Answers(descriptor, 1 << 17)
    answers.begin(1)
    answers.put(header, arrays)
    _, records = wire.read_records(descriptor, 1 << 17, 1)
    return answered.decision(descriptor, records[0], SHAPE)


def verdict_of(header):
    descriptor = wire.answer_file(1 << 17)
    wire.Answers(descriptor, 1 << 17).put(header)
    return answered.verdict(descriptor, 1 << 17, 0, killed=False)


def test_flags_are_masked_and_never_trusted():
    decision = read(OK, [np.array([[1], [127], [-1]], np.int8)])
    assert decision.signals.ravel().tolist() == [1, 15, 15]
    assert decision.take_profit == 0.1


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "great"},
        {"outcome": ["ok"]},
        {"stops": [1]},
        {"stops": ["x", None, None]},
        {"stops": [-1, None, None]},
        {"rebalance": "hourly"},
        {"kind": "weights"},
        {"sized": True},
    ],
)
def test_a_forged_header_is_malformed(change):
    with pytest.raises(wire.Malformed):
        read({**OK, **change}, [np.zeros(SHAPE, np.int8)])


def test_infinite_weights_are_malformed():
    with pytest.raises(wire.Malformed):
        read({**OK, "kind": "weights"}, [np.full(SHAPE, np.inf)])


def test_failures_become_errors_with_cleaned_text():
    failure = read({"outcome": "failed", "type": "Value\x1bError", "message": "x" * 9000, "line": "7"})
    assert type(failure) is outcomes.RunFailed
    assert failure.message.startswith("ValueError: xxx")
    assert len(failure.message) < 2100
    assert failure.line == 0


def test_rejections_carry_their_findings():
    finding = {"rule": "r", "severity": "error", "line": 2, "column": 1, "end_column": 3, "message": "m"}
    with pytest.raises(outcomes.SourceRejected) as caught:
        read({"outcome": "rejected", "findings": [finding]})
    assert caught.value.line == 2


def test_a_declaration_is_rebuilt_from_plain_json():
    declared = verdict_of({"findings": [], "declaration": DECLARED}).declaration
    assert declared.params[0].name == "fast"
    assert declared.rules == ("fast < 3",)


@pytest.mark.parametrize(
    "change",
    [{"kind": "on_bar"}, {"params": [{}]}, {"rules": 3}, {"stop_loss": "x"}, {"params": [{"name": "a b"}]},
     {"rules": [""] * 99}],
)  # fmt: skip
def test_a_forged_declaration_is_a_finding(change):
    verdict = verdict_of({"findings": [], "declaration": {**DECLARED, **change}})
    assert not verdict.ok
    assert verdict.findings[0].rule == "source.unreadable"


def test_a_child_that_died_on_the_source_is_a_finding():
    descriptor = wire.answer_file(4096)
    assert answered.verdict(descriptor, 4096, 11, killed=False).findings[0].rule == "source.unreadable"


def test_a_call_of_the_system_is_denied():
    assert answered.denied_call().code == "code.denied"
