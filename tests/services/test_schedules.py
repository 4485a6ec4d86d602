import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from quantboard.db import schedules as rows
from quantboard.db.base import now
from quantboard.db.session import session, writing
from quantboard.errors import NotAllowed, NotFound
from quantboard.queue.names import Job
from quantboard.services import backtests, leases, people, schedules, tasks
from quantboard.settings import BadSetting, settings
from tests.services.backtesting import asked, sample

DAILY = "0 6 * * *"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_due(schedule_id, ago=timedelta(hours=30)):
    with writing() as w:
        w.execute(sa.update(rows.Schedule).where(rows.Schedule.id == schedule_id).values(next_at=now() - ago))


def only_nightly_off(ann):
    schedules.start_due()  # makes it
    schedules.enable(ann, schedules.NIGHTLY_ID, False)


@pytest.fixture
def backup(ann):
    schedules._nightly_made.clear()
    only_nightly_off(ann)
    return schedules.create(ann, "Backup", Job.BACK_UP, DAILY, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("cron", "zone", "after", "runs"),
    [
        ("0 6 * * *", "Asia/Shanghai", "2026-01-01T00:00", ["2026-01-01T22:00", "2026-01-02T22:00"]),
        (
            "30 2 * * *",
            "Europe/Berlin",
            "2026-03-28T12:00",
            ["2026-03-29T01:00", "2026-03-30T00:30"],
        ),  # 2:30 is skipped
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),  # comes twice
        ("0 9 29 2 *", "UTC", "2026-01-01T00:00", ["2028-02-29T09:00", "2032-02-29T09:00"]),
        ("0 9 * * 1-5", "UTC", "2026-11-27T10:00", ["2026-11-30T09:00", "2026-12-01T09:00"]),
    ],
)
def test_next_runs_follow_the_clock_of_the_zone(cron, zone, after, runs):
    assert list(schedules.next_runs(cron, zone, 2, utc(after))) == [utc(one) for one in runs]


@pytest.mark.parametrize(
    ("cron", "zone", "field"),
    [("61 * * * *", "UTC", "cron"), ("* * *", "UTC", "cron"), ("* * * * * *", "UTC", "cron"), (DAILY, "Mars", "zone")],
)
def test_what_is_no_cron_line_is_refused_at_its_field(ann, cron, zone, field):
    with pytest.raises(schedules.BadSchedule) as caught:
        schedules.create(ann, "X", Job.BACK_UP, cron, zone)
    assert caught.value.field == field


def test_a_due_schedule_starts_once_and_moves_on(ann, backup):
    assert schedules.start_due() == 0
    make_due(backup.id)
    assert schedules.start_due() == 1
    assert schedules.start_due() == 0
    after = schedules.get(ann, backup.id)
    task = tasks.view(ann, after.last_task_id)
    assert (task.kind, task.title, after.problem) == ("upkeep.backup", "Backup", "")
    assert after.next_runs == schedules.next_runs(DAILY, "Asia/Shanghai")
    assert after.next_runs[0] > now()


def test_several_workers_start_it_once(ann, backup):
    make_due(backup.id)
    started = []
    threads = [threading.Thread(target=lambda: started.append(schedules.start_due())) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(started) == 1
    assert len(tasks.recent(ann)) == 1


def test_a_run_that_has_not_ended_keeps_the_next_from_starting(ann, backup):
    make_due(backup.id)
    schedules.start_due()
    make_due(backup.id)
    assert schedules.start_due() == 0
    assert "not ended" in schedules.get(ann, backup.id).problem
    tasks.cancel(ann, tasks.recent(ann)[0].id)
    make_due(backup.id)
    assert schedules.start_due() == 1
    assert schedules.get(ann, backup.id).problem == ""


def test_off_means_off_and_nothing_is_made_up_for(ann, backup):
    schedules.enable(ann, backup.id, False)
    make_due(backup.id)
    assert schedules.start_due() == 0
    assert schedules.get(ann, backup.id).next_runs == ()
    schedules.enable(ann, backup.id, True)
    assert schedules.start_due() == 0


def test_a_backtest_runs_again_for_its_owner(ann, bob):
    data = sample(bob)
    made = asked(bob, data)
    plan = schedules.create(bob, "Weekly", Job.RUN_BACKTEST, "0 7 * * 1", params={"backtest_id": made.id})
    make_due(plan.id)
    assert schedules.start_due() >= 1
    first, second = backtests.list_backtests(bob)
    assert first.name == second.name
    assert first.owner_id == bob.user_id
    backtests.delete(bob, made.id)
    leases.claim("heavy")
    for task in tasks.recent(bob):
        if not task.is_over:
            tasks.cancel(bob, task.id)
    leases.Reaper(lease_s=0).reap()
    make_due(plan.id)
    schedules.start_due()
    assert schedules.get(bob, plan.id).problem


def test_a_closed_account_starts_nothing(ann, bob):
    made = asked(bob, sample(bob))
    plan = schedules.create(bob, "Weekly", Job.RUN_BACKTEST, "0 7 * * 1", params={"backtest_id": made.id})
    people.deactivate(ann, bob.user_id)
    make_due(plan.id)
    schedules.start_due()
    assert "closed" in schedules.get(ann, plan.id).problem


def test_rights(ann, bob, vic, backup):
    for deed in (
        lambda: schedules.create(bob, "X", Job.BACK_UP, DAILY),
        lambda: schedules.create(vic, "X", Job.RUN_BACKTEST, DAILY, params={"backtest_id": "0" * 32}),
    ):
        with pytest.raises(NotAllowed):
            deed()
    for deed in (schedules.get, schedules.remove, schedules.run_now):
        with pytest.raises(NotFound):
            deed(bob, backup.id)
    assert schedules.list_schedules(bob) == []
    assert len(schedules.list_schedules(ann)) == 2
    with pytest.raises(schedules.BadSchedule):
        schedules.create(ann, "X", Job.IMPORT_DATASET, DAILY)


def test_the_nightly_clean_up_stays(ann, backup):
    with pytest.raises(schedules.BuiltIn):
        schedules.remove(ann, schedules.NIGHTLY_ID)
    moved = schedules.change(ann, schedules.NIGHTLY_ID, cron="0 4 * * *", zone="Europe/Berlin")
    assert (moved.cron, moved.is_built_in) == ("0 4 * * *", True)
    schedules._nightly_made.clear()
    schedules.start_due()
    with session() as asking:
        assert rows.get(asking, schedules.NIGHTLY_ID).cron == "0 4 * * *"


def test_it_can_be_renamed_started_by_hand_and_removed(ann, backup):
    assert schedules.change(ann, backup.id, name=" Night  copy ").name == "Night copy"
    assert tasks.view(ann, schedules.run_now(ann, backup.id)).title == "Night copy"
    schedules.remove(ann, backup.id)
    with pytest.raises(schedules.NoSuchSchedule):
        schedules.get(ann, backup.id)
    assert len(tasks.recent(ann)) == 1


def test_a_night_that_never_comes_is_refused_at_the_start(blank, monkeypatch):
    schedules.check_settings()
    monkeypatch.setenv("QUANTBOARD_CLEAN_UP_AT", "at night")
    settings.cache_clear()
    with pytest.raises(BadSetting, match="CLEAN_UP_AT"):
        schedules.check_settings()
