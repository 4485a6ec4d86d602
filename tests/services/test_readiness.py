import json
import threading

import pytest

from quantboard.queue import broker, presence
from quantboard.services import readiness, system
from quantboard.settings import settings


@pytest.fixture(autouse=True)
def fresh():
    readiness.forget()
    yield
    readiness.forget()


def test_a_database_that_is_not_migrated_is_not_ready(blank):
    found = readiness.readiness()
    assert found["database"]["ok"] is False
    assert "quantboard migrate" in found["database"]["why"]


def test_the_answer_is_kept_for_a_second_and_can_be_forgotten(blank):
    assert readiness.readiness()["database"]["ok"] is False
    system.migrate()
    assert readiness.readiness()["database"]["ok"] is False
    readiness.forget()
    assert readiness.readiness()["database"]["ok"] is True


def test_what_hangs_is_given_up_within_its_time(blank, monkeypatch):
    system.migrate()
    never = threading.Event()
    monkeypatch.setattr(readiness, "ANSWERS_WITHIN_S", 0.2)
    monkeypatch.setattr(system, "database_problem", never.wait)
    found = readiness.readiness()
    never.set()
    assert found["database"] == {"ok": False, "why": "The database did not answer within 0.2 s."}


def test_the_sandbox_tells_its_layers():
    state = readiness.sandbox_state(None)
    assert state["ok"] is True
    assert json.loads(json.dumps(state))["layers"]["tried"] == "on"


def test_the_workers_word_on_their_sandbox_counts(blank):
    system.migrate()
    good = {"ok": True, "why": "", "layers": {"seccomp": "on", "no network": "off: not permitted"}}
    bad = {"ok": False, "why": "Missing: seccomp.", "layers": {"seccomp": "off"}}
    settings.cache_clear()
    assert broker.is_stub()
    assert presence.workers() == {}

    def check(*states):
        workers = {str(number): {"sandbox": state} for number, state in enumerate(states)}
        return readiness._told_of(workers, "")

    assert check(bad, good)["level"] == "1 of 2 layers"
    assert check(bad) == {"ok": False, "why": "Missing: seccomp.", "layers": {"seccomp": "off"}}
    assert "starting" in readiness._told_of({"w": {}}, "")["why"]
    assert "Unknown" in readiness._told_of({}, "")["why"]
