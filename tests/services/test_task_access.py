import dataclasses

import pytest

from quantboard.core.access import Deed
from quantboard.core.task import Priority
from quantboard.db.session import session
from quantboard.errors import NotAllowed, NotFound
from quantboard.queue.names import Job
from quantboard.services import task_access, tasks
from quantboard.services.work import work


def submit(actor):
    with work() as w:
        return tasks.submit(w, actor, Job.RUN_BACKTEST, {"backtest_id": "b"}, title="T")


def test_strangers_find_nothing_and_administrators_may_steer(ann, bob, vic):
    task_id = submit(bob)
    with session() as asking:
        assert task_access.seen(asking, ann, task_id, Deed.RUN).id == task_id
        for stranger in (vic,):
            with pytest.raises(NotFound):
                task_access.seen(asking, stranger, task_id)


def test_a_token_that_may_only_read_steers_nothing(ann, bob):
    task_id = submit(bob)
    for actor in (ann, bob):
        reading = dataclasses.replace(actor, scopes=frozenset({"read"}))
        assert tasks.view(reading, task_id).id == task_id
        for deed in (tasks.cancel, tasks.pause, tasks.retry, tasks.delete_history):
            with pytest.raises(NotAllowed):
                deed(reading, task_id)


def test_words_of_a_filter_are_checked(ann):
    with pytest.raises(task_access.BadTaskField):
        task_access.wanted(ann, task_access.TaskFilter(statuses=["lost"]))
    assert task_access.priority_of(" High ") is Priority.HIGH
    assert task_access.title_of(" a  b ") == "a b"
    assert task_access.within(3, 1, 3, "n") == 3
