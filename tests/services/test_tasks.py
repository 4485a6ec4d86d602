import threading

import pytest

from quantboard.core.task import Status
from quantboard.errors import NotAllowed, NotFound
from quantboard.log import bind
from quantboard.queue.names import FAST, Job
from quantboard.services import leases, tasks
from quantboard.services.work import work
from quantboard.store import joblogs


def submit(actor, **options):
    with work() as w:
        params = {"backtest_id": "0" * 32} | options.pop("params", {})
        title, job = options.pop("title", "T"), options.pop("job", Job.RUN_BACKTEST)
        return tasks.submit(w, actor, job, params, title=title, **options)


def test_a_submitted_task_can_be_seen_by_its_owner(ann, bob):
    task_id = submit(bob, params={"x": float("nan"), "y": [1.5]})
    view = tasks.view(bob, task_id)
    assert (view.status, view.progress, view.attempt, view.eta_s) == ("queued", 0.0, 0, None)
    assert tasks.recent(bob)[0].id == task_id
    assert tasks.recent(ann) == []
    assert [one.id for one in tasks.recent(ann, everybody=True)] == [task_id]
    assert tasks.n_live(bob) == 1
    assert view.as_json()["created_at"].startswith("20")


def test_nobody_else_may_see_or_stop_it(ann, bob, vic):
    task_id = submit(ann)
    for deed in (tasks.view, tasks.cancel, tasks.retry, tasks.history):
        with pytest.raises(NotFound):
            deed(bob, task_id)
    assert tasks.recent(bob, everybody=True) == []
    with pytest.raises(NotAllowed):
        submit(vic)
    with pytest.raises(tasks.NoSuchTask):
        tasks.view(ann, "0" * 32)


def test_an_admin_may_stop_anybodys_work(ann, bob):
    assert tasks.cancel(ann, submit(bob)).status == "cancelled"


def test_a_key_admits_one_living_task(ann, bob):
    first = submit(ann, idempotency_key="k")
    assert submit(ann, idempotency_key="k") == first
    assert submit(bob, idempotency_key="k") != first
    tasks.cancel(ann, first)
    assert submit(ann, idempotency_key="k") != first


def test_racing_submitters_of_one_key_get_one_task(ann):
    found = []
    threads = [threading.Thread(target=lambda: found.append(submit(ann, idempotency_key="k"))) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_cancel_ends_what_waits_and_asks_what_runs(ann):
    waiting = submit(ann)
    assert tasks.cancel(ann, waiting).status == Status.CANCELLED
    with pytest.raises(tasks.TaskEnded):
        tasks.cancel(ann, waiting)
    running = submit(ann)
    held, _ = leases.claim("heavy")
    assert tasks.cancel(ann, running).status == Status.RUNNING
    assert leases.beat(held, {}) is leases.Wish.STOP
    assert leases.fail(held, {}, Status.CANCELLED)
    view = tasks.view(ann, running)
    assert view.is_over
    assert view.error is None


def test_retry_makes_a_new_task_of_the_same_work(ann):
    old = submit(ann, params={"x": 1}, queue=FAST)
    with pytest.raises(tasks.TaskLives):
        tasks.retry(ann, old)
    tasks.cancel(ann, old)
    fresh = tasks.retry(ann, old)
    assert fresh.id != old
    held, _ = leases.claim(FAST)
    assert held.id == fresh.id
    assert held.params["x"] == 1


def test_counts_and_filters(ann):
    tasks.cancel(ann, submit(ann))
    submit(ann)
    assert tasks.counts(ann) == {"cancelled": 1, "queued": 1}
    assert [one.status for one in tasks.recent(ann, statuses=["cancelled"])] == ["cancelled"]


def test_history_tells_each_step(ann):
    task_id = submit(ann)
    held, _ = leases.claim("heavy")
    leases.finish(held, lambda _asking: "result")
    assert [line.kind for line in tasks.history(ann, task_id)] == ["submitted", "claimed", "succeeded"]


def test_what_watchers_are_told_is_plain(ann):
    task_id = submit(ann)
    (message,) = tasks.latest([task_id])
    assert (message["task"], message["owner"], message["status"]) == (task_id, ann.user_id, "queued")
    assert tasks.latest_of([ann.user_id]) == [message]


def running(actor, **options):
    task_id = submit(actor, **options)
    return leases.claim("heavy", task_id=task_id)[0]


def test_what_waits_can_be_held_and_let_go(ann):
    task_id = submit(ann)
    assert tasks.pause(ann, task_id).status == "paused"
    assert leases.claim("heavy") is None
    with pytest.raises(tasks.CannotPause):
        tasks.pause(ann, task_id)
    assert tasks.resume(ann, task_id).status == "queued"
    assert leases.claim("heavy")[0].id == task_id
    with pytest.raises(tasks.NotPaused):
        tasks.resume(ann, task_id)


def test_what_runs_pauses_without_using_up_a_try(ann):
    held = running(ann)
    assert tasks.pause(ann, held.id).pause_requested
    assert leases.beat(held, {}) is leases.Wish.PAUSE
    assert leases.set_aside(held)
    view = tasks.view(ann, held.id)
    assert (view.status, view.attempt, view.max_attempts, view.error) == ("paused", 1, 4, None)
    assert leases.claim("heavy") is None
    tasks.resume(ann, held.id)
    again = leases.claim("heavy")[0]
    assert (again.id, again.attempt) == (held.id, 2)
    assert leases.beat(again, {}) is leases.Wish.GO_ON
    assert [line.kind for line in tasks.history(ann, held.id)] == [
        "submitted",
        "claimed",
        "paused",
        "resumed",
        "claimed",
    ]


def test_a_paused_task_counts_as_live_but_not_against_its_owner(ann, bob):
    held = running(ann)
    tasks.pause(ann, held.id)
    leases.set_aside(held)
    assert tasks.n_live(ann) == 1
    first, _ = submit(ann), submit(bob)
    assert leases.claim("heavy")[0].id == first  # ann runs nothing


def test_some_work_runs_through_once_it_has_begun(ann):
    with work() as w:
        task_id = tasks.submit(w, ann, Job.CLEAN_UP, {}, title="T")
    leases.claim(FAST)
    with pytest.raises(tasks.CannotPause):
        tasks.pause(ann, task_id)


def test_cancelling_beats_pausing(ann):
    held = running(ann)
    tasks.pause(ann, held.id)
    tasks.cancel(ann, held.id)
    assert leases.beat(held, {}) is leases.Wish.STOP
    with pytest.raises(tasks.CannotPause):
        tasks.pause(ann, held.id)


def test_priority_decides_who_is_next(ann):
    low, normal, late = submit(ann), submit(ann), submit(ann)
    assert tasks.reprioritise(ann, low, "low").priority == "low"
    tasks.reprioritise(ann, late, "urgent")
    assert tasks.places(ann) == {late: 1, normal: 2, low: 3}
    assert [leases.claim("heavy")[0].id for _ in range(3)] == [late, normal, low]
    with pytest.raises(tasks.BadTaskField):
        tasks.reprioritise(ann, low, "soon")
    assert tasks.places(ann) == {}


def test_the_line_shows_places_but_no_strangers(ann, bob):
    submit(ann)
    mine = submit(bob)
    assert tasks.places(bob) == {mine: 2}
    assert len(tasks.places(ann)) == 2


def test_what_waits_can_be_edited_and_what_runs_renamed(ann):
    task_id = submit(ann)
    view = tasks.edit(ann, task_id, title=" A  run ", priority="high", time_limit_s=60, max_attempts=1)
    assert (view.title, view.priority, view.time_limit_s, view.max_attempts) == ("A run", "high", 60, 1)
    for wrong in ({"time_limit_s": 0}, {"max_attempts": 11}, {"title": " "}, {"priority": "x"}):
        with pytest.raises(tasks.BadTaskField):
            tasks.edit(ann, task_id, **wrong)
    held, _ = leases.claim("heavy")
    assert held.time_limit_s == 60
    with pytest.raises(tasks.TaskEnded):
        tasks.edit(ann, task_id, time_limit_s=120)
    assert tasks.rename(ann, task_id, "B").title == "B"


def test_history_is_deleted_and_restored_but_not_while_it_runs(ann, bob):
    task_id = submit(ann)
    with pytest.raises(tasks.TaskLives):
        tasks.delete_history(ann, task_id)
    tasks.cancel(ann, task_id)
    with pytest.raises(NotFound):
        tasks.delete_history(bob, task_id)
    tasks.delete_history(ann, task_id)
    assert tasks.find(ann).total == 0
    assert tasks.counts(ann) == {}
    assert [one.id for one in tasks.find(ann, tasks.TaskFilter(deleted=True)).items] == [task_id]
    tasks.restore(ann, task_id)
    assert tasks.find(ann).total == 1


def test_each_filter_counts_what_it_lists(ann, bob):
    low = submit(ann, title="A 100% sure_thing", priority=-1)
    tasks.cancel(ann, submit(ann))
    other = submit(bob)
    everybody = tasks.TaskFilter(everybody=True)
    assert tasks.find(ann, everybody).total == 3
    assert tasks.find(bob, everybody).total == 1
    assert [one.owner_name for one in tasks.find(ann, tasks.TaskFilter(owner_id=bob.user_id)).items] == ["Bob"]
    assert tasks.find(bob, tasks.TaskFilter(owner_id=ann.user_id)).items[0].id == other
    for asked in (
        tasks.TaskFilter(words="100% sure_"),
        tasks.TaskFilter(priorities=["low"]),
        tasks.TaskFilter(words=low[:12]),
        tasks.TaskFilter(statuses=["queued"]),
    ):
        assert [one.id for one in tasks.find(ann, asked).items] == [low]
    assert tasks.find(ann, tasks.TaskFilter(words="sureXthing")).total == 0
    assert tasks.find(ann, tasks.TaskFilter(kinds=["dataset.import"])).total == 0
    now = tasks.view(ann, low).created_at
    assert tasks.find(ann, tasks.TaskFilter(until=now)).total == 0
    assert tasks.find(ann, tasks.TaskFilter(since=now)).total == 2
    by_status = tasks.counts(ann, asked=tasks.TaskFilter(statuses=[], everybody=True))
    for status, n in by_status.items():
        assert tasks.find(ann, tasks.TaskFilter(statuses=[status], everybody=True)).total == n
    page = tasks.find(ann, everybody, limit=1, offset=1)
    assert (len(page.items), page.total, page.offset) == (1, 3, 1)


def test_a_chain_waits_for_its_parent(ann):
    first = submit(ann)
    second = submit(ann, after_id=first)
    third = submit(ann, after_id=second)
    held, _ = leases.claim("heavy")
    assert held.id == first
    assert leases.claim("heavy") is None
    assert tasks.view(ann, second).is_waiting_for_another
    leases.finish(held, lambda _asking: "r")
    held, _ = leases.claim("heavy")
    assert held.id == second
    before, after = tasks.related(ann, second)
    assert ([one.id for one in before], [one.id for one in after]) == ([first], [third])


@pytest.mark.parametrize("how", ["failed", "cancelled while it waits", "lost"])
def test_a_broken_link_stops_the_chain_and_says_so(ann, how):
    first = submit(ann, max_attempts=1)
    chain = [submit(ann, after_id=first)]
    chain.append(submit(ann, after_id=chain[0]))
    if how == "failed":
        leases.fail(leases.claim("heavy")[0], {"code": "x", "message": "m", "hint": ""})
    elif how == "lost":
        leases.claim("heavy")
        assert leases.Reaper(lease_s=0).reap() == 1
    else:
        tasks.cancel(ann, first)
    for link in chain:
        view = tasks.view(ann, link)
        assert (view.status, view.error["code"]) == ("cancelled", "task.chain_broken")
    with pytest.raises(tasks.TaskEnded):
        submit(ann, after_id=first)
    fresh = tasks.retry(ann, first)
    (again,) = tasks.related(ann, fresh.id)[1]
    assert again.is_waiting_for_another
    assert len(tasks.related(ann, again.id)[1]) == 1


def test_what_follows_a_success_runs_at_once(ann):
    first = submit(ann)
    leases.finish(leases.claim("heavy")[0], lambda _asking: "r")
    assert not tasks.view(ann, submit(ann, after_id=first)).is_waiting_for_another


def test_attempts_tell_how_each_ended(ann):
    held = running(ann, max_attempts=2)
    leases.postpone(held, {"code": "x", "message": "m", "hint": ""})
    (only,) = tasks.attempts_of(ann, held.id)
    assert (only.number, only.outcome, only.error["code"], only.has_log) == (1, "retrying", "x", False)
    assert only.worker == leases.worker_name()


def test_the_log_of_an_attempt_is_its_owners(ann, bob):
    held = running(ann)
    joblogs.write(held.id, 1, "first line")
    joblogs.write(held.id, 1, "second line")
    assert tasks.log_of(ann, held.id) == "first line\nsecond line\n"
    assert tasks.log_of(ann, held.id, most=14) == "second line\n"
    assert tasks.log_of(ann, held.id, 2) == ""
    assert tasks.attempts_of(ann, held.id)[0].has_log
    with pytest.raises(NotFound):
        tasks.log_of(bob, held.id)


def test_a_task_remembers_the_request_that_made_it(ann):
    with bind(request_id="r-1"):
        task_id = submit(ann)
    assert tasks.view(ann, task_id).request_id == "r-1"
    assert leases.claim("heavy")[0].request_id == "r-1"
