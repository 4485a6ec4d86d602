from datetime import UTC, datetime, timedelta

import pytest

from quantboard.services.task_views import TaskView, message_of
from quantboard.ui.tasks.list_page import list_page
from quantboard.ui.tasks.row import href_of, row_of, updated
from quantboard.ui.tasks.tray import tray

NOW = datetime.now(UTC)


def view(**values):
    usual = {
        "id": "t" * 32, "kind": "backtest.run", "title": "T", "status": "running", "progress": 0.5, "stage": "simulate",
        "detail": {"date": "2009-03-02"}, "eta_s": 12.0, "result_ref": None, "error": None, "attempt": 1,
        "created_at": NOW, "started_at": NOW - timedelta(seconds=5), "finished_at": None, "owner_id": "o",
        "worker": None, "cancel_requested": False,
    }  # fmt: skip
    return TaskView(**{**usual, **values})


def test_a_running_task_shows_where_it_is():
    row = row_of(view())
    assert (row.stage, row.detail, row.eta, row.is_over) == ("simulate", "2009-03-02", "12 s", False)
    assert row_of(view(cancel_requested=True)).is_stopping


def test_a_failed_task_shows_why_and_may_be_repeated():
    row = row_of(view(status="failed", error={"code": "x", "message": "No.", "hint": "Do."}, finished_at=NOW))
    assert (row.error, row.hint, row.can_retry, row.stage, row.time) == ("No.", "Do.", True, "", "5.0 s")


def test_a_retrying_task_waits_without_an_error():
    row = row_of(view(status="retrying", error={"code": "x", "message": "No."}))
    assert (row.error, row.stage) == ("", "again")


@pytest.mark.parametrize(
    ("kind", "ref", "href"),
    [
        ("backtest.run", "b1", "/backtests/b1"),
        ("dataset.import", "d1", "/data/d1"),
        ("x.y", "z", ""),
        ("x.y", None, ""),
    ],
)
def test_a_result_has_a_page(kind, ref, href):
    assert href_of(kind, ref) == href


def test_a_message_updates_the_row():
    row = updated(row_of(view()), message_of(view(progress=0.75, stage="metrics", eta_s=0.3)))
    assert (row.progress, row.stage, row.eta) == (0.75, "metrics", "")


def test_page_and_tray_render():
    assert "tasks" in str(list_page().render())
    assert "tray" in str(tray().render())
