import json
from datetime import timedelta

from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.services.task_views import attempts_in, message_of, view_of


def task(**values):
    usual = {"owner_id": "o" * 32, "kind": "backtest.run", "title": "T", "queue": "heavy"}
    return rows.Task(**(usual | values))


def event(kind, attempt, **data):
    return rows.TaskEvent(task_id="t", attempt=attempt, kind=kind, data=data)


def test_a_view_is_plain_and_tells_what_may_be_done():
    view = view_of(task(priority=7, detail={"n": 3}, waits=True), {"o" * 32: "Bob"})
    assert (view.priority, view.detail, view.can_pause, view.owner_name) == ("urgent", {"n": "3"}, True, "Bob")
    assert view.is_waiting_for_another
    assert json.loads(json.dumps(view.as_json()))["id"] == view.id
    assert json.dumps(message_of(view))


def test_only_what_runs_has_a_deadline_and_an_end_in_sight():
    at = now()
    running = view_of(task(status="running", started_at=at, time_limit_s=60, eta_at=at + timedelta(seconds=30)))
    assert running.deadline_at == at + timedelta(seconds=60)
    assert 0 < running.eta_s <= 30
    paused = view_of(task(status="paused", started_at=at, eta_at=at + timedelta(seconds=30)))
    assert (paused.deadline_at, paused.eta_s) == (None, None)


def test_attempts_are_read_from_the_history():
    history = [
        event("submitted", 0),
        event("claimed", 1, worker="w1"),
        event("nearly_late", 1),
        event("timed_out", 1, error={"code": "task.timed_out"}),
        event("claimed", 2, worker="w2"),
        event("paused", 2),
        event("resumed", 0),
        event("claimed", 3, worker="w1"),
    ]
    third, second, first = attempts_in(history, frozenset({1, 3}))
    assert [(one.number, one.outcome, one.has_log) for one in (first, second, third)] == [
        (1, "timed_out", True),
        (2, "paused", False),
        (3, "running", True),
    ]
    assert first.error == {"code": "task.timed_out"}
    assert third.ended_at is None
