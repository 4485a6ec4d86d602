"""The tray of the top bar: what runs now, and a toast when one of my tasks has ended."""

from typing import Any

import reflex as rx

from quantboard.core.task import ENDED, Status
from quantboard.services import tasks
from quantboard.ui.call import call
from quantboard.ui.errors import hint_kept, told_kept
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.tasks.row import TaskRow, href_of, row_of, updated
from quantboard.ui.text.catalogue import say

N_SHOWN = 6


class TrayState(rx.State):
    """My newest tasks, and how many have not ended."""

    rows: rx.Field[list[TaskRow]] = rx.field(default_factory=list)
    n_live: int = 0

    @rx.event
    async def load(self) -> None:
        """Before every page behind the sign-in."""
        actor = await actor_of(self)
        hub.watch(f"tasks:{actor.user_id}", self.router.session.client_token, into(TrayState))
        await self._read(actor)

    async def _read(self, actor: Any) -> None:
        self.rows = [row_of(view) for view in await call(tasks.recent, actor, limit=N_SHOWN)]
        self.n_live = await call(tasks.n_live, actor)

    async def _take(self, message: dict[str, Any]) -> Any:
        known = next((row for row in self.rows if row.id == message["task"]), None)
        if known is not None and known.status == message["status"]:
            self.rows = [updated(row, message) if row.id == known.id else row for row in self.rows]
            return None
        await self._read(await actor_of(self))
        if known is None or known.is_over or message["status"] not in ENDED:
            return None
        return self._toast(await language_of(self), message)

    def _toast(self, language: str, message: dict[str, Any]) -> Any:
        status, title = message["status"], message["title"]
        if status == Status.SUCCEEDED:
            href = href_of(message["kind"], message.get("result_ref"))
            action = {"label": say(language, "tasks.open_result"), "on_click": rx.redirect(href)} if href else None
            return rx.toast.success(say(language, "tasks.toast_done", title=title), action=action, duration=8_000)
        if status == Status.CANCELLED:
            return rx.toast.info(say(language, "tasks.toast_cancelled", title=title), duration=5_000)
        error = message.get("error") or {}
        key = "tasks.toast_timed_out" if status == Status.TIMED_OUT else "tasks.toast_failed"
        text = " ".join(part for part in (told_kept(error, language), hint_kept(error, language)) if part)
        return rx.toast.error(say(language, key, title=title), description=text or None, duration=12_000)
