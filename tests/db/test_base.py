import math
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, StatementError

from quantboard.db import audit
from quantboard.db import tasks as rows
from quantboard.db.base import finite, new_id
from quantboard.db.session import session, writing


def test_nan_in_json_becomes_null(instance):
    with writing() as w:
        audit.add(w, "x.y", None, data={"a": math.nan, "b": [1.0, math.inf], "c": {"d": (-math.inf, 2)}, "e": "text"})
    with session() as asking:
        assert audit.recent(asking)[0].data == {"a": None, "b": [1.0, None], "c": {"d": [None, 2]}, "e": "text"}
    assert finite({1: 2.0}) == {"1": 2.0}


def test_instants_come_back_in_utc_and_naive_ones_are_refused(instance):
    at = datetime(2024, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    with writing() as w:
        audit.add(w, "x.y", None, at=at)
    with session() as asking:
        kept = audit.recent(asking)[0].at
    assert kept == at
    assert kept.utcoffset() == timedelta(0)
    with pytest.raises(StatementError), writing() as w:
        audit.add(w, "x.y", None, at=datetime(2024, 3, 1))  # noqa: DTZ001


def test_states_are_stored_as_their_words_and_others_refused(ann):
    with writing() as w:
        rows.add(w, rows.Task(id=new_id(), owner_id=ann.user_id, kind="k", title="T", queue="heavy"))
    with session() as asking:
        assert asking.execute(sa.text("SELECT status FROM tasks")).scalar_one() == "queued"
    with pytest.raises(StatementError), writing() as w:
        rows.add(w, rows.Task(owner_id=ann.user_id, kind="k", title="T", queue="heavy", status="lost"))


def test_references_and_bounds_are_enforced(ann):
    with pytest.raises(IntegrityError), writing() as w:
        rows.add(w, rows.Task(owner_id="f" * 32, kind="k", title="T", queue="heavy"))
    with pytest.raises(IntegrityError), writing() as w:
        rows.add(w, rows.Task(owner_id=ann.user_id, kind="k", title="T", queue="heavy", progress=1.5))
