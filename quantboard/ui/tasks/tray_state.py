"""The tray of the top bar: what runs now, and a word when one of my tasks has ended: a toast, or on the desktop."""

import json
from typing import Any

import reflex as rx

from quantboard.core.task import ENDED, Status
from quantboard.services import tasks
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import hint_kept, told_kept
from quantboard.ui.live import hub, into
from quantboard.ui.look import LookState
from quantboard.ui.session import actor_of, is_on, language_of
from quantboard.ui.tasks.row import TaskRow, href_of, row_of, updated
from quantboard.ui.text.catalogue import say

N_SHOWN = 6
LONG_S = 10.0  # whoever waited longer has looked elsewhere meanwhile
# Shown by the browser when the page is out of sight; the same tag in several tabs is one notification.
NOTIFY = """(() => {{
  if (!window.Notification || Notification.permission !== "granted" || !document.hidden) return;
  const told = new Notification({title}, {{ body: {body}, tag: {tag}, icon: "/favicon.ico" }});
  told.onclick = () => {{ window.focus(); location.assign({href}); told.close(); }};
}})()"""


class TrayState(rx.State):
    """My newest tasks, and how many have not ended."""

    rows: rx.Field[list[TaskRow]] = rx.field(default_factory=list)
    n_live: int = 0
    _warned: str = ""

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
            return await self._warn(message)
        await self._read(await actor_of(self))
        if known is None or known.is_over or message["status"] not in ENDED:
            return None
        language = await language_of(self)
        told = [] if self._sees(message) else [self._toast(language, message)]
        return [*told, *await self._notify(language, message)]

    def _sees(self, message: dict[str, Any]) -> bool:
        """Whether the page itself shows how it ended: a report fills, an import opens its dataset."""
        href = href_of(message["kind"], message.get("result_ref"))
        if message["status"] != Status.SUCCEEDED or not href:
            return False
        return is_on(self, href) or (message["kind"].startswith("dataset.") and is_on(self, routes.IMPORT))

    async def _warn(self, message: dict[str, Any]) -> Any:
        """Once, when a task is about to meet its time limit."""
        seconds = message.get("ends_in_s")
        if seconds is None or self._warned == message["task"]:
            return None
        self._warned, language = message["task"], await language_of(self)
        text = say(language, "tasks.toast_nearly_late", title=message["title"], minutes=max(1, round(seconds / 60)))
        return rx.toast.warning(text, duration=12_000)

    async def _notify(self, language: str, message: dict[str, Any]) -> list[Any]:
        """On the desktop: only to who wants it, and only of what took a while."""
        if not (await self.get_state(LookState)).notifications or (message.get("took_s") or 0.0) < LONG_S:
            return []
        words = {
            "title": say(language, f"tasks.notify_{message['status']}"),
            "body": message["title"],
            "tag": message["task"],
            "href": href_of(message["kind"], message.get("result_ref")) or routes.task(message["task"]),
        }
        script = NOTIFY.format(**{name: _quoted(text) for name, text in words.items()})
        return [rx.call_script(script)]

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
        action = {"label": say(language, "tasks.look"), "on_click": rx.redirect(routes.task(message["task"]))}
        toast = {"description": text or None, "action": action, "duration": 12_000}
        return rx.toast.error(say(language, key, title=title), **toast)


def _quoted(text: str) -> str:
    """A text as a script may hold it, whatever a person wrote into it."""
    return json.dumps(text).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
