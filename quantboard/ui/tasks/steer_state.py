"""What a person does to one task, wherever it is shown: list, detail, tray."""

from typing import Any

import reflex as rx

from quantboard.core.task import Priority
from quantboard.services import tasks
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.tasks.detail_state import TaskState
from quantboard.ui.tasks.list_state import TaskListState
from quantboard.ui.text.catalogue import say

PRIORITIES = tuple(one.word for one in sorted(Priority, reverse=True))
QUESTIONS = ("cancel", "delete")


class SteerState(rx.State):
    """The question before a deed that cannot be taken back, and the deeds."""

    question: str = ""
    title: str = ""
    _task_id: str = ""

    @rx.event
    def ask(self, question: str, task_id: str, title: str) -> None:
        """Ask before stopping or deleting a task."""
        if question in QUESTIONS:
            self.question, self._task_id, self.title = question, task_id, title

    @rx.event
    def answer(self, is_open: bool) -> None:
        """The question was closed."""
        if not is_open:
            self.question = ""

    @rx.event
    async def go(self) -> Any:
        """Yes, do it."""
        question, self.question = self.question, ""
        if question == "cancel":
            return await self._do(tasks.cancel, self._task_id)
        if question == "delete":
            return await self._delete(self._task_id)
        return None

    @rx.event
    async def pause(self, task_id: str) -> Any:
        """Hold it, or let it stop at its next step."""
        return await self._do(tasks.pause, task_id)

    @rx.event
    async def resume(self, task_id: str) -> Any:
        """Let it go on."""
        return await self._do(tasks.resume, task_id)

    @rx.event
    async def prioritise(self, task_id: str, priority: str) -> Any:
        """Sooner or later than others."""
        return await self._do(tasks.reprioritise, task_id, priority)

    @rx.event
    async def retry(self, task_id: str) -> Any:
        """Do the same work again, and show it."""
        fresh = await call(tasks.retry, await actor_of(self), task_id)
        return rx.redirect(routes.task(fresh.id))

    @rx.event
    async def restore(self, task_id: str) -> Any:
        """Back from the deleted ones."""
        return await self._do(tasks.restore, task_id)

    async def _delete(self, task_id: str) -> Any:
        await self._do(tasks.delete_history, task_id)
        language = await language_of(self)
        undo: Any = {"label": say(language, "tasks.undo"), "on_click": SteerState.restore(task_id)}
        return rx.toast.success(say(language, "tasks.toast_deleted", title=self.title), action=undo, duration=8_000)

    async def _do(self, deed: Any, task_id: str, *values: str) -> None:
        """Do it, then show what is: also when it was refused because things are no longer as they look."""
        try:
            await call(deed, await actor_of(self), task_id, *values)
        finally:
            await (await self.get_state(TaskListState))._read_again()
            await (await self.get_state(TaskState))._read_again(task_id)
