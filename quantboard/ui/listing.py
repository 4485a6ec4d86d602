"""What the lists of datasets, strategies and backtests share: words, whose, order, part, and what is chosen."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.listing import BadListing, Page, Wanted, Whose
from quantboard.services import sharing
from quantboard.ui.call import call
from quantboard.ui.deleting import Deleting
from quantboard.ui.format import instant
from quantboard.ui.look import page_size_of
from quantboard.ui.memory import keep, recalled
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


@dataclass(frozen=True)
class MarkRow:
    """What stands beside an object in a list and on its page."""

    id: str
    name: str
    owner: str
    is_mine: bool
    is_shared: bool
    can_change: bool
    n_used: int
    edited_by: str
    edited_at: str


def marks_row(view: Any) -> MarkRow:
    """The marks of a view of any kind."""
    return MarkRow(
        id=view.id,
        name=view.name,
        owner=view.owner_name,
        is_mine=view.is_mine,
        is_shared=view.visibility == "team",
        can_change=view.can_change,
        n_used=view.n_used,
        edited_by=view.changed_by,
        edited_at=instant(view.changed_at),
    )


class Listing(Deleting, rx.State, mixin=True):
    """The mixin of the three list states; ``_kind`` and ``_fill`` say what is listed."""

    words: str = ""
    whose: str = str(Whose.ALL)
    status: str = ""  # of runs
    sorted_by: str = ""
    total: int = 0
    first: int = 0
    last: int = 0
    chosen: rx.Field[list[str]] = rx.field(default_factory=list)
    choosable: rx.Field[list[str]] = rx.field(default_factory=list)  # on this page
    n_filters: int = 0  # of the list's own
    is_loaded: bool = False
    _offset: int = 0

    @rx.var
    def is_filtered(self) -> bool:
        """Whether anything but everything is asked for."""
        return bool(self.words or self.status or self.n_filters) or self.whose != Whose.ALL

    @rx.var
    def is_page_chosen(self) -> bool:
        """Whether all that can be chosen on this page is."""
        return bool(self.choosable) and set(self.choosable) <= set(self.chosen)

    @rx.event
    async def search(self, words: str) -> None:
        """Show those with all of these words."""
        self.words, self._offset = words[:100], 0
        await self._read()

    @rx.event
    async def choose_whose(self, whose: str) -> None:
        """All that one sees, one's own, or the team's."""
        self.whose, self._offset, self.chosen = (whose if whose in tuple(Whose) else str(Whose.ALL)), 0, []
        await self._read()
        await self._keep()

    @rx.event
    async def order(self, key: str) -> None:
        """Order by a column; once more turns it around."""
        before, self.sorted_by, self._offset = self.sorted_by, f"-{key}" if self.sorted_by == key else key, 0
        try:
            await self._read()
        except BadListing:
            self.sorted_by = before
            raise
        await self._keep()

    @rx.event
    async def turn(self, parts: int) -> None:
        """Leaf through the list."""
        size = await page_size_of(self)
        self._offset = max(0, self._offset + int(parts) * size)
        await self._read()

    @rx.event
    async def show_all(self) -> None:
        """Without words and filter."""
        self.words, self.status, self.whose, self._offset = "", "", str(Whose.ALL), 0
        self._drop_filters()
        await self._read()
        await self._keep()

    @rx.event
    def choose(self, object_id: str, is_chosen: bool) -> None:
        """Take one in, or leave it out."""
        others = [one for one in self.chosen if one != object_id]
        self.chosen = [*others, object_id] if is_chosen and object_id in self.choosable else others

    @rx.event
    def choose_page(self, is_chosen: bool) -> None:
        """All on this page, or none of them."""
        others = [one for one in self.chosen if one not in self.choosable]
        self.chosen = [*others, *self.choosable] if is_chosen else others

    @rx.event
    def clear_chosen(self) -> None:
        """None."""
        self.chosen = []

    @rx.event
    async def share_chosen(self, is_shared: bool) -> Any:
        """Show all that is chosen to the team, or no longer."""
        if not self.chosen:
            return None
        visibility = "team" if is_shared else "private"
        await call(sharing.share, await actor_of(self), self._kind(), list(self.chosen), visibility)
        self.chosen = []
        await self._read()
        return rx.toast.success(
            say(await language_of(self), "sharing.did_share" if is_shared else "sharing.did_unshare")
        )

    def _begin_as_addressed(self) -> None:
        """``?whose=`` in the address begins the list anew, without words."""
        asked = self.router.url.query_parameters.get("whose", "")
        if asked in tuple(Whose):
            self.words, self.whose, self._offset = "", asked, 0

    def _chosen_ids(self) -> list[str]:
        return list(self.chosen)

    async def _after_delete(self, ids: list[str]) -> list[Any]:
        self.chosen = [one for one in self.chosen if one not in ids]
        await self._read()
        return []

    async def _keep(self) -> None:
        await keep(self, f"list.{self._kind()}", {"whose": self.whose, "sorted_by": self.sorted_by})

    async def _recall(self) -> None:
        """As the person left the list, on whatever browser; what the address asks for comes first."""
        kept = await recalled(self, f"list.{self._kind()}")
        if "whose" not in self.router.url.query_parameters and kept.get("whose") in tuple(Whose):
            self.whose = kept["whose"]
        before, wanted = self.sorted_by, kept.get("sorted_by")
        if isinstance(wanted, str) and wanted:
            self.sorted_by = wanted
            try:
                await self._ask(await actor_of(self), self._wanted(1))
            except BadListing:  # a column that is no more
                self.sorted_by = before

    async def _read(self) -> None:
        if not self.is_loaded:
            await self._recall()
        actor, size = await actor_of(self), await page_size_of(self)
        found = await self._ask(actor, self._wanted(size))
        if not found.items and self._offset:  # the last part has gone
            self._offset = max(0, (found.total - 1) // size * size)
            found = await self._ask(actor, self._wanted(size))
        self.total, self.first = found.total, self._offset + 1 if found.items else 0
        self.last = self._offset + len(found.items)
        self.choosable = [view.id for view in found.items if view.can_change]
        await self._fill(found)
        self.is_loaded = True

    def _wanted(self, size: int) -> Wanted:
        return Wanted(self.words, self.whose, self.sorted_by, size, self._offset, status=self.status)

    def _drop_filters(self) -> None:
        """Forget the list's own filters, where it has some."""
        self.n_filters = 0

    async def _ask(self, actor: Any, wanted: Wanted) -> Page[Any]:
        raise NotImplementedError

    async def _fill(self, found: Page[Any]) -> None:
        raise NotImplementedError
