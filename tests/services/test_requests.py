import threading

import pytest

from quantboard.db.base import now
from quantboard.db.requests import ApiRequest
from quantboard.db.session import session, writing
from quantboard.queue.names import Job
from quantboard.services import requests, tasks
from quantboard.services.work import work

PRINT = "f" * 64


def job(actor, fails=False):
    def deed():
        with work() as w:
            tasks.submit(w, actor, Job.RUN_BACKTEST, {"backtest_id": "b" * 32}, title="A run")
            if fails:
                raise ValueError("too late")

    return deed


def n_tasks(actor):
    return len(tasks.recent(actor, limit=100))


def test_the_answer_names_the_job_and_what_it_makes(bob):
    body = requests.start(job(bob)).body
    assert body == {"task_id": tasks.recent(bob)[0].id, "dataset_id": None, "backtest_id": "b" * 32}


def test_the_same_key_makes_one_job(bob, ann):
    first = requests.once(bob, "key 1", PRINT, job(bob))
    again = requests.once(bob, "key 1", PRINT, job(bob))
    assert (first.is_repeated, again.is_repeated) == (False, True)
    assert again.body == first.body
    assert n_tasks(bob) == 1
    with pytest.raises(requests.KeyReused):
        requests.once(bob, "key 1", "e" * 64, job(bob))
    assert not requests.once(bob, "key 2", PRINT, job(bob)).is_repeated
    assert not requests.once(ann, "key 1", PRINT, job(ann)).is_repeated


def test_what_failed_may_be_sent_again(bob):
    with pytest.raises(ValueError, match="too late"):
        requests.once(bob, "key", PRINT, job(bob, fails=True))
    assert n_tasks(bob) == 0
    assert not requests.once(bob, "key", "e" * 64, job(bob)).is_repeated


def test_many_at_once_make_one_job(bob):
    answers, ready = [], threading.Barrier(8)

    def send():
        ready.wait()
        answers.append(requests.once(bob, "key", PRINT, job(bob)))

    senders = [threading.Thread(target=send) for _ in range(8)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert n_tasks(bob) == 1
    assert len({answer.body["task_id"] for answer in answers}) == 1
    assert sorted(answer.is_repeated for answer in answers) == [False] + [True] * 7


def left_behind(bob, age):
    with writing() as asking:
        asking.add(ApiRequest(owner_id=bob.user_id, key="key", fingerprint=PRINT, created_at=now() - age))


def test_a_request_whose_process_died_is_taken_over(bob, monkeypatch):
    left_behind(bob, requests.ABANDONED * 2)
    assert not requests.once(bob, "key", PRINT, job(bob)).is_repeated
    assert requests.once(bob, "key", PRINT, job(bob)).is_repeated
    assert n_tasks(bob) == 1


def test_one_that_is_still_at_work_is_waited_for(bob, monkeypatch):
    monkeypatch.setattr(requests, "PATIENCE_S", 0.1)
    left_behind(bob, requests.ABANDONED / 60)
    with pytest.raises(requests.StillWorking):
        requests.once(bob, "key", PRINT, job(bob))
    assert n_tasks(bob) == 0


def test_keys_are_free_again_after_a_day(bob):
    left_behind(bob, requests.KEPT * 1.1)
    assert not requests.once(bob, "key", "e" * 64, job(bob)).is_repeated
    with writing() as asking:
        row = asking.get(ApiRequest, asking.exec(requests.rows.select(ApiRequest.id)).one())
        row.created_at = now() - requests.KEPT * 1.1
        asking.add(row)
    assert requests.forget_old() == 1
    with session() as asking:
        assert requests.rows.held(asking, bob.user_id, "key") is None
