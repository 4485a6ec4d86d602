"""What a run remembers over a pause: written whole, read only where everything that decides the result is the same."""

import os

import numpy as np
import pytest

from quantboard.core.backtest import engine
from quantboard.core.progress import Paused, silent
from quantboard.queue.names import HEAVY
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, leases, runs, watching
from quantboard.services.checkpoints import Memory, key_of
from quantboard.store import checkpoints as files
from tests.services.backtesting import asked, sample, work_off

KEY = key_of("source", {"cash": 1})


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


def stop_in(stage, after=1):
    """A step that pauses the work the ``after``-th time it reports ``stage``."""
    count = [0]

    def step(_fraction, reached, _detail):
        count[0] += reached == stage
        if count[0] == after:
            raise Paused

    return step


@pytest.mark.parametrize(("stage", "after"), [("compute", 1), ("simulate", 1), ("simulate", 9), ("metrics", 1)])
def test_a_paused_run_ends_in_the_very_same_result(server, instance, ann, monkeypatch, stage, after):
    monkeypatch.setattr(engine, "CELLS_A_CHUNK", 300)
    monkeypatch.setattr(watching, "SAY_EVERY_S", 0.0)
    data = sample(ann)
    whole = asked(ann, data)
    work_off(server, whole)
    made = asked(ann, data)
    held, payload = leases.claim(HEAVY, runs.prepare, task_id=made.task_id)
    with pytest.raises(Paused):
        runs.execute(payload, stop_in(stage, after), server.lend())
    kept = files.path_of(held.id).exists()
    assert kept is (stage != "compute")
    rows = []
    answer = runs.execute(payload, lambda f, s, d: rows.append(s), server.lend())
    assert leases.finish(held, lambda asking: runs.finish(asking, held, answer))
    assert backtests.view(ann, made.id).verified == "same"
    assert not files.path_of(held.id).exists()
    if stage == "simulate" and after == 9:
        assert rows.count("simulate") < 20


def test_nothing_is_remembered_before_the_strategy_has_decided(instance):
    Memory("a" * 32, KEY).keep()
    assert list(files.all_tasks()) == []


def test_another_source_another_memory(instance):
    files.write("a" * 32, KEY, {"signals": np.zeros((3, 1), dtype=np.int8)}, {"stop_loss": 0.1})
    found = Memory("a" * 32, KEY)
    assert found.decision.signals.shape == (3, 1)
    assert (found.decision.stop_loss, found.course.start) == (0.1, None)
    assert Memory("a" * 32, key_of("other")).decision is None
    assert Memory("b" * 32, KEY).decision is None


def test_a_torn_file_counts_as_none(instance):
    files.write("a" * 32, KEY, {"x": np.zeros(3)}, {})
    whole = files.path_of("a" * 32).read_bytes()
    files.path_of("a" * 32).write_bytes(whole[: len(whole) // 2])
    assert Memory("a" * 32, KEY).decision is None
    files.path_of("a" * 32).write_bytes(b"")
    assert files.read("a" * 32, KEY) is None


def test_a_decision_is_asked_for_once(instance):
    memory, calls = Memory("a" * 32, KEY), []
    decide = memory.deciding(lambda *given: calls.append(given) or "decided")
    assert decide("s", None, {}) == decide("s", None, {}) == "decided"
    assert len(calls) == 1
    assert silent(0, "", {}) is None
