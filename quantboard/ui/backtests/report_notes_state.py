"""The notes tab of the report: the owner's note, and what people said about the run."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.access import Role
from quantboard.services import backtests, comments, run_notes
from quantboard.services.comments import CommentView
from quantboard.ui import format
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


@dataclass(frozen=True)
class CommentRow:
    """One remark for eyes."""

    id: str
    author: str
    initial: str
    is_mine: bool
    text: str
    at: str
    is_edited: bool


class NotesState(rx.State):
    """The note and the remarks."""

    note: str = ""
    kept: str = ""
    tags: rx.Field[list[str]] = rx.field(default_factory=list)
    is_favourite: bool = False
    can_note: bool = False
    can_say: bool = False
    rows: rx.Field[list[CommentRow]] = rx.field(default_factory=list)
    draft: str = ""
    edited: str = ""  # the remark that is being changed
    new_text: str = ""
    is_loaded: bool = False
    _of: str = ""

    @rx.event
    async def load(self) -> None:
        """When the tab opens: the note once a run, the remarks each time."""
        run, actor = str(self.backtest_id), await actor_of(self)
        if run != self._of:
            self.reset()  # type: ignore[no-untyped-call]
            seen = await call(backtests.view, actor, run)
            self.note = self.kept = seen.note
            self.tags, self.is_favourite = list(seen.tags), seen.is_favourite
            self.can_note, self.can_say = seen.can_change, actor.role is not Role.VIEWER
            self._of = run
        await self._read()
        self.is_loaded = True

    @rx.event
    def set_note(self, text: str) -> None:
        """While it is written."""
        self.note = text[: run_notes.LONGEST_NOTE + 1]

    @rx.event
    async def keep_note(self) -> Any:
        """Store the note with the run."""
        await call(run_notes.describe, await actor_of(self), str(self.backtest_id), note=self.note)
        self.kept = self.note
        return rx.toast.success(say(await language_of(self), "report.note_kept"))

    @rx.event
    async def toggle_favourite(self) -> None:
        """A favourite, or no longer."""
        wanted = not self.is_favourite
        await call(run_notes.describe, await actor_of(self), str(self.backtest_id), is_favourite=wanted)
        self.is_favourite = wanted

    @rx.event
    def set_draft(self, text: str) -> None:
        """While a remark is written."""
        self.draft = text[: comments.LONGEST + 1]

    @rx.event
    async def send(self) -> None:
        """Add the remark."""
        await call(comments.add, await actor_of(self), str(self.backtest_id), self.draft)
        self.draft = ""
        await self._read()

    @rx.event
    def begin_edit(self, comment_id: str) -> None:
        """Change one's own remark, or with an empty id leave it."""
        found = next((row for row in self.rows if row.id == comment_id and row.is_mine), None)
        self.edited, self.new_text = (found.id, found.text) if found is not None else ("", "")

    @rx.event
    def set_new_text(self, text: str) -> None:
        """While it is changed."""
        self.new_text = text[: comments.LONGEST + 1]

    @rx.event
    async def keep_edit(self) -> None:
        """Store the changed remark."""
        await call(comments.edit, await actor_of(self), self.edited, self.new_text)
        self.edited = self.new_text = ""
        await self._read()

    @rx.event
    async def delete(self, comment_id: str) -> None:
        """Take one's own remark back."""
        await call(comments.delete, await actor_of(self), comment_id)
        await self._read()

    async def _read(self) -> None:
        found = await call(comments.comments, await actor_of(self), str(self.backtest_id))
        self.rows = [comment_row(one) for one in found]


def comment_row(one: CommentView) -> CommentRow:
    """One remark as it is shown."""
    at = format.instant(one.edited_at or one.created_at)
    return CommentRow(one.id, one.author, one.author[:1], one.is_mine, one.text, at, one.edited_at is not None)
