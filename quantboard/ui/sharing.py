"""What the pages of one dataset, strategy or backtest share: owner, sharing, last editor, use, deleting."""

from typing import Any

import reflex as rx

from quantboard.services import sharing
from quantboard.services.sharing import Marks
from quantboard.ui.call import call
from quantboard.ui.deleting import Deleting
from quantboard.ui.format import instant
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


class Sharing(Deleting, rx.State, mixin=True):
    """The mixin of the three page states; ``_kind`` and ``_object_id`` say what is shown."""

    owner: str = ""
    is_mine: bool = False
    is_shared: bool = False
    can_change: bool = False
    can_share: bool = False
    n_used: int = 0
    made_at: str = ""
    edited_by: str = ""
    edited_at: str = ""
    is_missing: bool = False  # nothing is at this address, or nothing that one may see

    @rx.event
    async def set_shared(self, is_shared: bool) -> Any:
        """Show it to the team, or no longer."""
        actor, one = await actor_of(self), self._object_id()
        await call(sharing.share, actor, self._kind(), [one], "team" if is_shared else "private")
        self._show_marks(await call(sharing.marks, actor, self._kind(), one))
        return rx.toast.success(
            say(await language_of(self), "sharing.did_share" if is_shared else "sharing.did_unshare")
        )

    def _show_marks(self, marks: Marks | Any, made_at: Any = None) -> None:
        self.is_missing = False
        self.owner, self.is_mine, self.is_shared = marks.owner_name, marks.is_mine, marks.visibility == "team"
        self.can_change, self.can_share, self.n_used = marks.can_change, marks.can_share, marks.n_used
        self.edited_by, self.edited_at = marks.changed_by, instant(marks.changed_at)
        if made_at is not None:
            self.made_at = instant(made_at)

    def _object_id(self) -> str:
        raise NotImplementedError

    def _chosen_ids(self) -> list[str]:
        return [self._object_id()]
