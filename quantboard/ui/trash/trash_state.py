"""What the trash page knows and does."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.services import trash
from quantboard.services.trash import NameInUse, TrashItem
from quantboard.ui import format
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.look import page_size_of
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


@dataclass(frozen=True)
class TrashRow:
    """One thing in the trash."""

    id: str
    kind: str
    name: str
    owner: str
    deleted_by: str
    deleted_at: str
    size: str
    n_used: int
    can_restore: bool


class TrashState(rx.State):
    """What was deleted; newest first."""

    rows: rx.Field[list[TrashRow]] = rx.field(default_factory=list)
    is_loaded: bool = False
    everybody: bool = False
    total: int = 0
    first: int = 0
    last: int = 0
    asks_name: bool = False
    new_name: str = ""
    name_error: str = ""
    _offset: int = 0
    _renamed: tuple[str, str] = ("", "")

    @rx.event
    async def load(self) -> None:
        """When the page opens."""
        await self._read()

    @rx.event
    async def set_everybody(self, everybody: bool) -> None:
        """For an administrator: what anybody deleted."""
        self.everybody, self._offset = everybody, 0
        await self._read()

    @rx.event
    async def turn(self, parts: int) -> None:
        """Leaf through."""
        self._offset = max(0, self._offset + int(parts) * await page_size_of(self))
        await self._read()

    @rx.event
    async def restore(self, kind: str, object_id: str) -> Any:
        """Bring one back; where its name is in use by now, ask for another."""
        try:
            return await self._restore(kind, object_id, "")
        except NameInUse:
            row = next((row for row in self.rows if row.id == object_id), None)
            self._renamed, self.new_name, self.name_error = (kind, object_id), row.name if row else "", ""
            self.asks_name = True
            return None

    @rx.event
    def set_new_name(self, name: str) -> None:
        """The name as it is typed."""
        self.new_name, self.name_error = name, ""

    @rx.event
    async def restore_as(self) -> Any:
        """Bring it back under the typed name."""
        try:
            return await self._restore(*self._renamed, self.new_name)
        except (NameInUse, trash.BadNewName) as problem:
            self.name_error = told(problem)
            return None

    @rx.event
    def close_name(self, is_open: bool) -> None:
        """Leave it where it is."""
        self.asks_name = is_open

    @rx.event
    async def purge(self, kind: str, object_id: str) -> Any:
        """Remove one for good."""
        n_bytes = await call(trash.purge, await actor_of(self), kind, object_id)
        await self._read()
        return rx.toast.success(say(await language_of(self), "trash.purged", size=format.size(n_bytes)))

    @rx.event
    async def empty(self) -> Any:
        """Remove all for good."""
        n = await call(trash.empty, await actor_of(self), everybody=self.everybody)
        await self._read()
        return rx.toast.success(say(await language_of(self), "trash.emptied", n=n))

    async def _restore(self, kind: str, object_id: str, name: str) -> Any:
        back = await call(trash.restore, await actor_of(self), kind, object_id, name)
        self.asks_name = False
        await self._read()
        return rx.toast.success(say(await language_of(self), "trash.restored", name=back))

    async def _read(self) -> None:
        actor, size = await actor_of(self), await page_size_of(self)
        found = await call(trash.list_trash, actor, everybody=self.everybody, limit=size, offset=self._offset)
        if not found.items and self._offset:
            self._offset = max(0, (found.total - 1) // size * size)
            found = await call(trash.list_trash, actor, everybody=self.everybody, limit=size, offset=self._offset)
        self.rows = [row_of(item) for item in found.items]
        self.total, self.first = found.total, self._offset + 1 if found.items else 0
        self.last, self.is_loaded = self._offset + len(found.items), True


def row_of(item: TrashItem) -> TrashRow:
    """A thing in the trash as a line."""
    return TrashRow(
        id=item.id,
        kind=item.kind,
        name=item.name,
        owner=item.owner_name,
        deleted_by=item.deleted_by,
        deleted_at=format.instant(item.deleted_at),
        size=format.size(item.n_bytes),
        n_used=item.n_used,
        can_restore=item.can_restore,
    )
