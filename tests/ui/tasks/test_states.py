"""List, page, tray and schedules, as a signed-in tab works them."""

import json

import pytest
import sqlalchemy as sa
from instance import PASSWORD

from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.db.session import writing
from quantboard.queue.names import HEAVY, Job
from quantboard.research import strategy_source
from quantboard.services import accounts, datasets, leases, preferences, schedules, strategies, tasks
from quantboard.services.task_views import message_of
from quantboard.services.work import work
from quantboard.store import joblogs
from quantboard.ui.errors import SPOKEN
from quantboard.ui.look import LookState
from quantboard.ui.tasks.detail_state import TaskState
from quantboard.ui.tasks.list_state import FILTERS, TaskListState
from quantboard.ui.tasks.schedule_state import ScheduleState
from quantboard.ui.tasks.steer_state import SteerState
from quantboard.ui.tasks.tray_state import TrayState, _quoted
from tests.services.backtesting import asked, sample
from tests.ui.tabs import state_of, tree


@pytest.fixture
def tab(ann):
    """One tab of Ann's, whatever page it shows."""
    root = tree(accounts.sign_in("Ann", PASSWORD, "127.0.0.1"))
    return lambda kind: state_of(root, kind)


def submit(actor, title="T", **options):
    with work() as w:
        return tasks.submit(w, actor, Job.RUN_BACKTEST, {"backtest_id": "b"}, title=title, **options)


def message(actor, task_id, **values):
    return {**message_of(tasks.view(actor, task_id)), **values}


async def test_each_count_is_the_length_of_the_list_it_opens(tab, ann, bob):
    tasks.cancel(ann, submit(ann))
    tasks.delete_history(ann, tasks.cancel(ann, submit(ann)).id)
    submit(ann), submit(bob)
    page = tab(TaskListState)
    await page.load()
    for everybody in ("", "*"):
        await page.narrow("owner", everybody)
        for choice in list(page.choices):
            await page.choose(choice.key)
            assert choice.n == str(page.total) == str(len(page.rows)), choice
    counted = {one.key: one.n for one in page.choices}
    assert counted == {"all": "3", "live": "2", "queued": "2", "cancelled": "1", "deleted": "1"}


async def test_filters_narrow_and_are_cleared(tab, ann):
    submit(ann, "Alpha"), submit(ann, "Beta", priority=2)
    page = tab(TaskListState)
    await page.load()
    await page.search("alp")
    assert [row.title for row in page.rows] == ["Alpha"]
    await page.clear()
    await page.narrow("priority", "urgent")
    assert [row.title for row in page.rows] == ["Beta"]
    await page.narrow("kind", "dataset.import")
    assert page.rows == []
    assert page.is_filtered
    await page.narrow("nonsense", "x")
    await page.clear()
    await page.narrow("period", "day")
    assert [row.title for row in page.next] == ["Beta", "Alpha"]
    assert [row.place for row in page.rows] == [1, 2]


async def test_pages_turn_and_never_run_empty(tab, ann):
    preferences.set_preferences(ann, {"page_size": 10})
    ids = [submit(ann, f"T{n}") for n in range(11)]
    page = tab(TaskListState)
    tab(LookState).page_size = 10
    await page.load()
    await page.turn(1)
    assert (len(page.rows), page.first, page.last, page.total) == (1, 11, 11, 11)
    tasks.delete_history(ann, tasks.cancel(ann, ids[0]).id)
    await page._read_again()
    assert (len(page.rows), page.first, page.total) == (10, 1, 10)


async def test_progress_moves_a_row_and_news_read_the_list_again(tab, ann):
    task_id = submit(ann)
    page = tab(TaskListState)
    await page.load()
    leases.claim(HEAVY)
    await page._take(message(ann, task_id, stage="simulate", progress=0.25))
    assert page.rows[0].status == "running"
    progress = {"task": task_id, "status": "running", "progress": 0.5, "stage": "metrics", "detail": {}, "eta_s": None}
    await page._take(progress | {"title": "T"})
    assert (page.rows[0].progress, page.rows[0].stage) == (0.5, "metrics")


async def test_a_task_is_steered_from_its_page(tab, ann):
    task_id = submit(ann)
    page, steer = tab(TaskState), tab(SteerState)
    page.__dict__["task_key"] = task_id
    await page.load()
    assert (page.row.status, page.is_waiting, page.row.place) == ("queued", True, 1)
    await steer.pause(task_id)
    assert page.row.status == "paused"
    await steer.resume(task_id)
    await steer.prioritise(task_id, "high")
    assert (page.row.status, page.row.priority) == ("queued", "high")
    await page.limit("-5")
    assert page.problems["time_limit"]
    await page.limit("90")
    assert (page.time_limit, page.problems["time_limit"]) == ("90", "")
    page.rename(True)
    page.type_title(" ")
    await page.save_title()
    assert page.problems["title"]
    page.type_title("Better")
    await page.save_title()
    assert (page.row.title, page.is_renaming) == ("Better", False)
    steer.ask("cancel", task_id, "Better")
    await steer.go()
    assert (page.row.status, steer.question) == ("cancelled", "")
    steer.ask("delete", task_id, "Better")
    await steer.go()
    assert page.is_deleted
    await steer.restore(task_id)
    assert not page.is_deleted
    assert "/tasks/" in str(await steer.retry(task_id))


async def test_its_page_tells_log_attempts_and_why_it_ended(tab, ann):
    task_id = submit(ann)
    held, _ = leases.claim(HEAVY)
    joblogs.write(task_id, 1, "the first line")
    page = tab(TaskState)
    page.__dict__["task_key"] = task_id
    await page.load()
    assert "the first line" in page.log
    joblogs.write(task_id, 1, "a later line")
    await page._take(message(ann, task_id, progress=0.5))
    assert (page.row.progress, "a later line" in page.log) == (0.5, True)
    leases.fail(held, {"code": "task.memory", "message": "Too much.", "hint": "Less."})
    await page._take(message(ann, task_id))
    assert (page.row.error, page.row.hint, page.code) == ("Too much.", "Less.", "task.memory")
    assert [(one.number, one.outcome, one.reason) for one in page.attempts] == [(1, "failed", "Too much.")]
    assert [line.kind for line in page.history] == ["failed", "claimed", "submitted"]
    assert "Too much." in page.history[0].text
    assert json.loads(page.inputs) == {"backtest_id": "b"}
    await page.show_log(2)
    assert (page.log, page.shown_attempt) == ("", 2)
    await page.show_log(1)
    assert str(task_id[:8]) in str(await page.download_log())


async def test_strangers_find_no_page(tab, ann, bob):
    page = tab(TaskState)
    for key in ("nothing", "", "0" * 32):
        page.__dict__["task_key"] = key
        await page.load()
        assert (page.is_missing, page.row.title, page.log) == (True, "", "")
    other = state_of(tree(accounts.sign_in("Bob", PASSWORD, "127.0.0.1")), TaskState)
    other.__dict__["task_key"] = submit(ann)
    await other.load()
    assert other.is_missing


async def test_a_backtest_is_let_follow_an_import(tab, ann):
    strategy = strategies.create(ann, "Averages", strategy_source("double_moving_average"))
    page = tab(TaskState)
    page.__dict__["task_key"] = datasets.load_sample(ann)
    await page.load()
    assert page.strategies == [(strategy.id, "Averages")]
    page.choose_following(strategy.id)
    assert (page.following, page.after) == (strategy.id, [])
    await page.then_backtest(page.following)
    assert [row.stage for row in page.after] == ["behind"]
    await page.then_backtest("nothing")
    assert page.problems["chain"]


async def test_the_end_of_a_long_task_reaches_the_desktop_of_who_wants_it(tab, ann):
    task_id = submit(ann, 'A </script> "title"')
    held, _ = leases.claim(HEAVY)
    tray = tab(TrayState)
    await tray.load()
    leases.finish(held, lambda _asking: "r")
    ended = message(ann, task_id, took_s=12.0)
    (only,) = await tray._take(ended)
    assert "Done" in str(only)
    assert tray._sees(ended) is False
    tab(LookState).notifications = True
    for took_s, n in ((12.0, 2), (3.0, 1)):
        with writing() as w:
            w.execute(sa.update(rows.Task).values(status="running"))
        await tray._read(ann)
        with writing() as w:
            w.execute(sa.update(rows.Task).values(status="succeeded", finished_at=now()))
        said = await tray._take({**ended, "took_s": took_s})
        assert len(said) == n
    assert "</script>" not in _quoted("a </script>")


async def test_a_warning_comes_once_before_the_time_limit(tab, ann):
    task_id = submit(ann)
    leases.claim(HEAVY)
    tray = tab(TrayState)
    await tray.load()
    late = message(ann, task_id, ends_in_s=250.0)
    assert "4 min" in str(await tray._take(late))
    assert await tray._take(late) is None


async def test_a_schedule_is_made_changed_and_removed(tab, ann):
    run = asked(ann, sample(ann), name="My run")
    leases.finish(leases.claim(HEAVY)[0], lambda _asking: run.id)
    SPOKEN.set("en")
    page = tab(ScheduleState)
    await page.load()
    await page.open_form("")
    ((key, name, shown),) = page.runs
    assert (key, name) == (run.id, "My run")
    assert shown.startswith("My run · 20")
    assert len(page.coming) == 3
    await page.save()
    assert page.errors["backtest"]
    await page.fill("backtest", run.id)
    assert page.form["name"] == "My run"
    await page.fill("cron", "61 * * * *")
    assert page.errors["cron"]
    await page.save()
    assert page.is_open
    await page.preset("weekly")
    assert (page.form["cron"], page.errors["cron"]) == ("0 6 * * 1", "")
    await page.save()
    assert not page.is_open
    (row,) = page.rows
    await page.open_form(row.id)
    await page.fill("name", "Weekly")
    await page.save()
    await page.switch(row.id, False)
    (row,) = page.rows
    assert (row.name, row.is_enabled, row.next) == ("Weekly", False, "")
    await page.switch(row.id, True)
    assert "/tasks/" in str(await page.run_now(row.id))
    page.ask(row.id, row.name)
    await page.remove()
    assert page.rows == []
    assert schedules.list_schedules(ann) == []


async def test_what_a_clean_up_would_remove_is_shown_to_administrators(tab, ann):
    page = tab(ScheduleState)
    await page.look()
    assert {"tasks", "uploads"} <= {row.what for row in page.leaving}
    assert "/tasks/" in str(await page.clean_up())


def test_every_state_has_its_filter():
    assert {"queued", "running", "paused", "timed_out"} <= set(FILTERS)


@pytest.mark.parametrize(
    ("path", "kind", "is_seen"),
    [
        ("/backtests/r/", "backtest.run", True),
        ("/backtests/other", "backtest.run", False),
        ("/data/import/", "dataset.import", True),
        ("/data/import", "backtest.run", False),
        ("/", "dataset.import", False),
    ],
)
def test_no_word_of_what_the_page_shows_itself(path, kind, is_seen):
    tray = state_of(tree(path=path), TrayState)
    assert tray._sees({"kind": kind, "result_ref": "r", "status": "succeeded"}) is is_seen
    assert tray._sees({"kind": kind, "result_ref": "r", "status": "failed"}) is False
