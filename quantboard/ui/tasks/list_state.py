"""What the task centre knows and does."""

from typing import Any

import reflex as rx

from quantboard.core.task import LIVE, Status
from quantboard.services import system, tasks
from quantboard.ui.call import call
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of
from quantboard.ui.tasks.row import TaskRow, row_of, updated

ALL, IN_WORK = "all", "live"
FILTERS: dict[str, tuple[str, ...]] = {
    ALL: (),
    IN_WORK: tuple(sorted(LIVE)),
    "succeeded": (Status.SUCCEEDED,),
    "failed": (Status.FAILED, Status.TIMED_OUT),
    "cancelled": (Status.CANCELLED,),
}
PAGE = 50


class TaskListState(rx.State):
    """The tasks on the page, and which are asked for."""

    rows: rx.Field[list[TaskRow]] = rx.field(default_factory=list)
    counts: rx.Field[dict[str, int]] = rx.field(default_factory=dict)
    chosen: str = ALL
    everybody: bool = False
    is_loaded: bool = False
    has_more: bool = False
    has_worker: bool = True
    _n_shown: int = PAGE

    @rx.event
    async def load(self) -> None:
        """When the page opens, and again after the connection was lost."""
        actor = await actor_of(self)
        hub.watch(f"tasks:{actor.user_id}", self.router.session.client_token, into(TaskListState))
        self._n_shown = PAGE
        await self._read()

    @rx.event
    async def choose(self, chosen: str | list[str]) -> None:
        """Show the tasks of one state."""
        self.chosen, self._n_shown = (chosen if isinstance(chosen, str) and chosen in FILTERS else ALL), PAGE
        await self._read()

    @rx.event
    async def set_everybody(self, everybody: bool) -> None:
        """For an administrator: the whole team's tasks."""
        self.everybody = everybody
        await self._read()

    @rx.event
    async def more(self) -> None:
        """Older ones too."""
        self._n_shown += PAGE
        await self._read()

    @rx.event
    async def cancel(self, task_id: str) -> None:
        """Stop a task."""
        actor = await actor_of(self)
        try:
            await call(tasks.cancel, actor, task_id)
        finally:
            await self._read()

    @rx.event
    async def retry(self, task_id: str) -> None:
        """Do the same work again."""
        await call(tasks.retry, await actor_of(self), task_id)
        await self._read()

    async def _read(self) -> None:
        actor = await actor_of(self)
        wanted = FILTERS[self.chosen]
        found = await call(tasks.recent, actor, statuses=wanted, everybody=self.everybody, limit=self._n_shown + 1)
        self.has_more = len(found) > self._n_shown
        self.rows = [row_of(view) for view in found[: self._n_shown]]
        by_status = await call(tasks.counts, actor, everybody=self.everybody)
        self.counts = {
            name: sum(n for status, n in by_status.items() if not wanted or status in wanted)
            for name, wanted in FILTERS.items()
        }
        is_waiting = any(row.stage == "waiting" for row in self.rows)
        self.has_worker = not is_waiting or await call(system.has_worker)
        self.is_loaded = True

    async def _take(self, message: dict[str, Any]) -> None:
        known = next((row for row in self.rows if row.id == message["task"]), None)
        if known is not None and known.status == message["status"]:
            self.rows = [updated(row, message) if row.id == known.id else row for row in self.rows]
        else:
            await self._read()
