"""What the task centre and the tray show of one task: plain text, ready for the eye."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from quantboard.core.task import ENDED, LIVE, WAITING, Status
from quantboard.services.task_views import TaskView
from quantboard.ui import format, routes
from quantboard.ui.errors import hint_kept, told_kept
from quantboard.ui.text.catalogue import catalogue, t

STAGES = sorted(key.removeprefix("tasks.stage.") for key in catalogue() if key.startswith("tasks.stage."))
KINDS = sorted(key.removeprefix("tasks.kind.") for key in catalogue() if key.startswith("tasks.kind."))


@dataclass(frozen=True)
class TaskRow:
    """One task on screen."""

    id: str
    kind: str
    title: str
    status: str
    is_over: bool
    is_stopping: bool
    is_pausing: bool
    can_retry: bool
    can_pause: bool
    is_unpausable: bool  # it runs, and work of its kind runs through
    progress: float
    stage: str
    detail: str
    eta: str
    attempt: int
    priority: str
    place: int  # in its queue, from 1; 0: not in line
    owner: str
    created: str
    time: str  # how long it ran
    error: str
    hint: str
    href: str  # of the result
    page: str  # of the task


def row_of(view: TaskView, place: int = 0) -> TaskRow:
    """The row of a task."""
    error = view.error if view.is_over and view.error else {}
    return TaskRow(
        id=view.id,
        kind=view.kind,
        title=view.title,
        status=view.status,
        is_over=view.is_over,
        can_retry=view.status in (Status.FAILED, Status.TIMED_OUT, Status.CANCELLED),
        progress=view.progress,
        stage=stage_of(view.status, view.stage, is_behind=view.is_waiting_for_another),
        detail=detail_of(view.detail),
        eta=eta_of(view.eta_s),
        attempt=view.attempt,
        priority=view.priority,
        place=place if view.status in WAITING else 0,
        owner=view.owner_name,
        created=format.instant(view.created_at),
        time=_time(view),
        error=told_kept(error),
        hint=hint_kept(error),
        href=href_of(view.kind, view.result_ref),
        page=routes.task(view.id),
        **_wishes(view.status, view.can_pause, view.cancel_requested, view.pause_requested),
    )


def updated(row: TaskRow, message: Mapping[str, Any]) -> TaskRow:
    """The row after a message about progress."""
    wishes = (message.get(name, False) for name in ("can_pause", "cancel_requested", "pause_requested"))
    known: dict[str, Any] = _wishes(message["status"], *wishes) if "can_pause" in message else {}
    return replace(
        row,
        title=message["title"],
        progress=message["progress"],
        stage=stage_of(message["status"], message["stage"]),
        detail=detail_of(message["detail"]),
        eta=eta_of(message["eta_s"]),
        priority=message.get("priority", row.priority),
        **known,
    )


def _wishes(status: str, can_pause: bool, cancel_asked: bool, pause_asked: bool) -> dict[str, bool]:
    is_running, is_live = status == Status.RUNNING, status in LIVE
    return {
        "is_stopping": cancel_asked and is_live,
        "is_pausing": pause_asked and is_running and not cancel_asked,
        "can_pause": (can_pause if is_running else is_live) and status != Status.PAUSED and not cancel_asked,
        "is_unpausable": is_running and not can_pause,
    }


def stage_of(status: str, stage: str, *, is_behind: bool = False) -> str:
    """The word of ``tasks.stage`` for where a task stands."""
    if status in (Status.QUEUED, Status.RETRYING):
        return "behind" if is_behind else "again" if status == Status.RETRYING else "waiting"
    if status == Status.PAUSED:
        return "paused"
    return "" if status in ENDED else stage or "starting"


def detail_of(detail: Mapping[str, str]) -> str:
    """Dates, files and the like, as the job told them."""
    return " · ".join(str(value) for value in detail.values())[:80]


def eta_of(eta_s: float | None) -> str:
    """Nothing below a second: it only flickers."""
    return "" if eta_s is None or eta_s < 1 else format.duration(eta_s)


def href_of(kind: str, result_ref: str | None) -> str:
    """The page of a result: an id whose noun is the kind's, as in ``backtest.run``."""
    page = {"backtest": routes.backtest, "dataset": routes.dataset}.get(kind.partition(".")[0])
    return page(result_ref) if page and result_ref else ""


def _time(view: TaskView) -> str:
    if view.started_at is None or view.finished_at is None:
        return ""
    return format.duration(max(0.0, (view.finished_at - view.started_at).total_seconds()))


def stage_text(stage: Any) -> rx.Component:
    """A stage in the tab's language; unknown ones as they are."""
    return rx.match(stage, *[(name, t(f"tasks.stage.{name}")) for name in STAGES], stage)


def kind_text(kind: Any) -> rx.Component:
    """A kind of work in the tab's language."""
    return rx.match(kind, *[(name, t(f"tasks.kind.{name}")) for name in KINDS], t("tasks.kind.other"))
