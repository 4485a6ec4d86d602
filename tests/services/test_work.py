import pytest

from quantboard.db import outbox
from quantboard.db.session import session
from quantboard.queue import broker
from quantboard.queue.names import Job
from quantboard.services import tasks
from quantboard.services.work import relay, work


def test_messages_leave_after_the_commit_only(ann):
    seen = []
    with work() as w:
        tasks.submit(w, ann, Job.RUN_BACKTEST, {"backtest_id": "b"}, title="T")
        seen.append(broker.waiting("heavy"))
        w.afterwards(lambda: seen.append(broker.waiting("heavy")))
    assert seen == [0, 1]
    assert relay() == 0


def test_a_failed_transaction_leaves_neither_task_nor_message(ann):
    def fail_midway():
        with work() as w:
            tasks.submit(w, ann, Job.RUN_BACKTEST, {"backtest_id": "b"}, title="T")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()
    assert broker.waiting("heavy") == 0
    assert tasks.recent(ann) == []


def test_without_a_broker_the_message_waits_in_the_outbox(ann, monkeypatch):
    from quantboard.settings import settings

    broker.close()
    monkeypatch.setenv("QUANTBOARD_REDIS_URL", "unix:///nowhere/at/all.sock")
    settings.cache_clear()
    with work() as w:
        tasks.submit(w, ann, Job.RUN_BACKTEST, {"backtest_id": "b"}, title="T")
    with session() as asking:
        assert outbox.has_due(asking)
    broker.close()
    monkeypatch.setenv("QUANTBOARD_REDIS_URL", "stub://")
    settings.cache_clear()
    assert relay() == 1
    assert broker.waiting("heavy") == 1
