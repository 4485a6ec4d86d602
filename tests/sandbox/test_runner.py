import os
import signal
import socket
import threading
import time

import numpy as np
import pytest

from quantboard.core.strategy.decision import Decision
from quantboard.sandbox import outcomes
from quantboard.sandbox.runner import Call, Sandbox, connect
from quantboard.sandbox.server import ForkServer

CROSS = """
params = Params(fast=Int(5, 2, 50), slow=Int(20, 3, 100))
def signals(bars, p):
    fast, slow = sma(bars.close, p.fast), sma(bars.close, p.slow)
    return Signals(entry=cross_above(fast, slow), exit=cross_below(fast, slow))
"""
LOOP = "def signals(bars, p):\n    while True:\n        pass\n"


def test_a_failure_names_line_and_kind(box, bars):
    with pytest.raises(outcomes.RunFailed) as caught:
        box.evaluate("def signals(bars, p):\n    x = 1\n    return x / 0\n", bars, {})
    assert caught.value.code == "code.failed"
    assert caught.value.line == 3
    assert caught.value.message == "Line 3: ZeroDivisionError: division by zero"


def test_a_built_in_teaches_through_the_wall(box, bars):
    with pytest.raises(outcomes.RunFailed) as caught:
        box.evaluate("def signals(bars, p):\n    return Signals(entry=sma(bars.close, -1) > 0)\n", bars, {})
    assert "n = -1" in caught.value.message
    assert caught.value.hint


def test_a_wrong_shape_is_explained(box, three):
    with pytest.raises(outcomes.RunFailed, match="one value a bar, but there are 3 symbols") as caught:
        box.evaluate("def signals(bars, p):\n    return Signals(entry=bars.close[:, 0] > 1)\n", three, {})
    assert "(300, 3)" in caught.value.hint


def test_a_rejected_source_lists_findings(box, bars):
    with pytest.raises(outcomes.SourceRejected) as caught:
        box.evaluate("import os\n", bars, {})
    assert caught.value.line == 1
    assert caught.value.exit_status == 2
    assert {finding.rule for finding in caught.value.findings} == {"import.refused", "strategy.missing"}


def test_time_is_bounded_and_the_server_lives_on(box, bars):
    box.time_limit_s = 0.3
    with pytest.raises(outcomes.TimedOut, match=r"0\.3 s"):
        box.evaluate(LOOP, bars, {})
    assert box.evaluate(CROSS, bars, {}).signals.any()


def test_a_batch_gives_the_same_bits_as_single_runs(box, three):
    calls = [Call({"fast": fast, "slow": slow}) for fast in (3, 5, 8) for slow in (20, 30)]
    batch = box.evaluate_many(CROSS, three, calls)
    for call, answer in zip(calls, batch, strict=True):
        np.testing.assert_array_equal(answer.signals, box.evaluate(CROSS, three, call.params).signals)


def test_a_failing_call_fails_alone(box, bars):
    source = "params = Params(n=Int(1, 0, 9))\ndef weights(bars, p):\n    return bars.close * 0 + 1 / p.n\n"
    answers = box.evaluate_many(source, bars, [Call({"n": n}) for n in (1, 0, 2)])
    assert [type(answer) for answer in answers] == [Decision, outcomes.RunFailed, Decision]
    assert (answers[2].weights == 0.5).all()


def test_after_a_call_that_never_ends_the_rest_is_sent_anew(box, bars):
    box.time_limit_s = 0.4
    source = (
        "params = Params(n=Int(1, 0, 9))\n"
        "def weights(bars, p):\n"
        "    while p.n == 2:\n"
        "        pass\n"
        "    return bars.close * 0 + p.n / 10\n"
    )
    answers = box.evaluate_many(source, bars, [Call({"n": n}) for n in (1, 2, 3)])
    assert [type(answer) for answer in answers] == [Decision, outcomes.TimedOut, Decision]
    assert (answers[2].weights == 0.3).all()


def test_no_state_passes_from_call_to_call(box, bars):
    source = "seen = []\ndef weights(bars, p):\n    seen.append(1)\n    return bars.close * 0 + len(seen) / 10\n"
    for answer in box.evaluate_many(source, bars, [Call({}), Call({})]):
        assert (answer.weights == 0.1).all()


def test_a_changed_answer_of_a_built_in_does_not_reach_the_next_call(box, bars):
    source = "def weights(bars, p):\n    x = sma(bars.close, 5)\n    y = x.copy()\n    x[:] = 0\n    return y / 1e6\n"
    first, second = box.evaluate_many(source, bars, [Call({}), Call({})])
    np.testing.assert_array_equal(first.weights, second.weights)
    assert np.nan_to_num(second.weights).any()


def test_a_prefix_sees_no_later_row(box, bars):
    source = "def weights(bars, p):\n    return np.full(bars.close.shape, bars.n_bars / 1000)\n"
    full, half = box.evaluate_many(source, bars, [Call({}), Call({}, upto=150)])
    assert full.weights.shape == (300, 1)
    assert half.weights.shape == (150, 1)
    assert (half.weights == 0.15).all()


def test_two_runs_at_once_do_not_meet(box, bars, three):
    results = {}

    def run(name, data):
        results[name] = [box.evaluate(CROSS, data, {}).signals for _ in range(5)]

    threads = [threading.Thread(target=run, args=pair) for pair in (("one", bars), ("three", three))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {panel.shape for panel in results["one"]} == {(300, 1)}
    assert {panel.shape for panel in results["three"]} == {(300, 3)}


def test_a_run_equals_itself_after_a_restart_of_the_server(bars, cache_dir):
    with Sandbox(cache_dir=cache_dir) as box:
        before = box.evaluate(CROSS, bars, {}).signals
        os.killpg(box._server.process.pid, signal.SIGKILL)
        box._server.process.wait()
        np.testing.assert_array_equal(box.evaluate(CROSS, bars, {}).signals, before)


def test_a_server_killed_in_the_middle_is_reported_and_replaced(bars, cache_dir):
    with Sandbox(cache_dir=cache_dir, time_limit_s=20) as box:
        box.evaluate(CROSS, bars, {})
        killer = threading.Timer(0.3, os.killpg, (box._server.process.pid, signal.SIGKILL))
        killer.start()
        with pytest.raises(outcomes.SandboxUnavailable):
            box.evaluate(LOOP, bars, {})
        killer.join()
        assert box.evaluate(CROSS, bars, {}).signals.any()


def test_a_job_child_works_over_a_lent_line_and_its_end_kills_the_run(bars, cache_dir):
    with ForkServer(cache_dir=cache_dir) as server:
        line = server.lend()
        box = connect(line, time_limit_s=30)
        assert box.evaluate(CROSS, bars, {}).signals.any()
        failures = []

        def run():
            try:
                box.evaluate(LOOP, bars, {})
            except outcomes.SandboxUnavailable as error:
                failures.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(0.3)
        line.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        assert failures
        box.close()
        with Sandbox(server=server) as other:
            assert other.evaluate(CROSS, bars, {}).signals.any()


@pytest.mark.parametrize("layer", ["seccomp", "no_new_privs", "rlimits"])
def test_without_a_required_layer_nothing_runs(bars, layer):
    with ForkServer(without=(layer,)) as server, Sandbox(server=server) as box:
        with pytest.raises(outcomes.SandboxUnavailable, match=layer):
            box.check(CROSS)
        with pytest.raises(outcomes.SandboxUnavailable):
            box.evaluate(CROSS, bars, {})


def test_the_layers_are_reported(box):
    layers = box.layers()
    assert all(layers[name].startswith("on") for name in ("rlimits", "no_new_privs", "seccomp", "tried", "wanted"))


def test_runs_that_overlap_do_not_take_each_others_descriptors(box, bars):
    slow = (
        "def signals(bars, p):\n    for i in range(3000000):\n        pass\n    return Signals(entry=bars.close > 0)\n"
    )
    seen = []

    def run():
        verdict = box.check(slow)
        seen.append((verdict.ok, box.evaluate(slow, bars, {}).signals.shape == bars.close.shape))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.03)  # the first ones run while the next ones are forked
    for thread in threads:
        thread.join()
    assert seen == [(True, True)] * 6
