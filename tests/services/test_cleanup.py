import os
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from quantboard.db import datasets as dataset_rows
from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.db.session import session, writing
from quantboard.errors import NotAllowed
from quantboard.queue.names import Job
from quantboard.services import cleanup, leases, tasks
from quantboard.services.work import work
from quantboard.settings import settings
from quantboard.store import checkpoints, joblogs, paths
from tests.services.backtesting import asked, sample


def submit(actor, job=Job.RUN_BACKTEST, **params):
    with work() as w:
        return tasks.submit(w, actor, job, {"backtest_id": "b"} | params, title="T")


def ended(actor, days=0, **values):
    task_id = submit(actor)
    tasks.cancel(actor, task_id)
    joblogs.write(task_id, 1, "line")
    change(rows.Task, task_id, finished_at=now() - timedelta(days=days), **values)
    return task_id


def change(table, row_id, **values):
    with writing() as w:
        w.execute(sa.update(table).where(table.id == row_id).values(**values))


def told(what, **options):
    return next(one for one in cleanup.run(**options) if one.what == what)


def known(task_id):
    with session() as asking:
        return rows.get(asking, task_id) is not None


def test_history_goes_after_its_period_with_its_logs(ann):
    old, young = ended(ann, days=91), ended(ann, days=89)
    thrown = ended(ann, deleted_at=now() - timedelta(days=31))
    plan = told("tasks", dry_run=True)
    assert (plan.n_things, plan.after_days, plan.names) == (2, 90, ("T", "T"))
    assert plan.n_bytes == 10
    assert known(old)
    assert told("tasks").n_things == 2
    assert [known(one) for one in (old, young, thrown)] == [False, True, False]
    assert sorted(joblogs.all_tasks()) == [young]
    assert told("tasks").n_things == 0


def test_what_a_run_shows_or_a_living_task_follows_stays(ann):
    run = asked(ann, sample(ann))
    tasks.cancel(ann, run.task_id)
    first = ended(ann)
    with work() as w:
        follower = rows.Task(owner_id=ann.user_id, kind="x", title="F", queue="heavy", after_id=first, waits=True)
        rows.add(w.session, follower)
    for task_id in (run.task_id, first):
        change(rows.Task, task_id, finished_at=now() - timedelta(days=400))
    assert told("tasks").n_things == 0
    assert known(run.task_id)
    assert known(first)


def test_originals_go_but_not_under_an_import_that_lives(ann):
    def upload(name):
        with writing() as w:
            row = dataset_rows.Upload(owner_id=ann.user_id, name=name, size=7, sha256="0" * 64)
            w.add(row)
            w.flush()
            row.created_at = now() - timedelta(days=31)
            return row.id

    unused, wanted = upload("unused.csv"), upload("wanted.csv")
    path = paths.upload(ann.user_id, unused)
    path.parent.mkdir(parents=True)
    path.write_text("content")
    importing = submit(ann, Job.IMPORT_DATASET, dataset_id="d", name="n", files=[{"path_id": wanted}])
    gone = told("uploads")
    assert (gone.n_things, gone.n_bytes, gone.names) == (1, 7, ("unused.csv",))
    assert not path.exists()
    tasks.cancel(ann, importing)
    assert told("uploads").names == ("wanted.csv",)


def test_leftovers_of_the_dead_go(ann, instance):
    import numpy as np

    living, over, lost = submit(ann), ended(ann), "e" * 32
    for task_id in (living, over):
        checkpoints.write(task_id, "k", {"x": np.zeros(2)}, {})
    joblogs.write(lost, 1, "line")
    half_made = paths.temporary() / "abandoned"
    half_made.mkdir()
    (half_made / "part").write_bytes(b"12345")
    fresh = paths.temporary() / "fresh"
    fresh.write_text("x")
    two_days_ago = time.time() - 2 * 86_400
    os.utime(half_made, (two_days_ago, two_days_ago))
    cleanup.run()
    assert list(checkpoints.all_tasks()) == [living]
    assert sorted(joblogs.all_tasks()) == sorted([over])
    assert sorted(path.name for path in paths.temporary().iterdir()) == ["fresh"]


def test_old_caches_go_and_the_present_one_stays(ann, monkeypatch, tmp_path):
    monkeypatch.setenv("QUANTBOARD_CACHE_DIR", str(tmp_path / "cache"))
    settings.cache_clear()
    old = tmp_path / "cache" / "numba" / "0123456789abcdef"
    old.mkdir(parents=True)
    settings().numba_cache.mkdir(parents=True)
    long_ago = time.time() - 60 * 86_400
    for folder in (old, settings().numba_cache):
        os.utime(folder, (long_ago, long_ago))
    assert told("caches").names == (old.name,)
    assert settings().numba_cache.exists()


def test_periods_are_settings(ann, monkeypatch):
    ended(ann, days=5)
    monkeypatch.setenv("QUANTBOARD_KEEP_HISTORY_DAYS", "3")
    settings.cache_clear()
    assert told("tasks", dry_run=True).n_things == 1


def test_only_administrators_clean_up(ann, bob):
    with pytest.raises(NotAllowed):
        cleanup.preview(bob)
    with pytest.raises(NotAllowed):
        cleanup.submit(bob)
    assert {one.what for one in cleanup.preview(ann)} >= {"uploads", "trash", "tasks", "caches"}
    assert cleanup.submit(ann) == cleanup.submit(ann)
    assert leases.claim("fast")[0].kind == Job.CLEAN_UP


def test_drawings_that_nobody_touched_go(ann):
    from quantboard.db import drafts
    from quantboard.services import builder

    old, fresh = builder.start(ann, "Old"), builder.start(ann, "Fresh")
    with work() as w:
        row = w.session.get(drafts.Draft, old.id)
        row.updated_at = now() - timedelta(days=31)
        w.session.add(row)
    told = {one.what: one.n_things for one in cleanup.run(dry_run=True)}
    assert told["drafts"] == 1
    assert len(builder.list_drafts(ann)) == 2
    cleanup.run()
    assert [one.id for one in builder.list_drafts(ann)] == [fresh.id]
