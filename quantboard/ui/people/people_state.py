"""What the page of people knows and does; every deed is asked of the services, who refuse others."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.access import Role
from quantboard.core.listing import Wanted
from quantboard.errors import InvalidInput, QuantBoardError
from quantboard.services import invitations, people, resets
from quantboard.services.accounts import UserView
from quantboard.services.invitations import InvitationView
from quantboard.services.people import Affected
from quantboard.ui import format, routes
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.parts.copy_once import fill_once
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

LINK = "one-time-link"
DIALOGS = ("invite", "role", "rename", "reset", "sign_out", "transfer", "deactivate")


@dataclass(frozen=True)
class PersonRow:
    """One person on screen."""

    id: str
    name: str
    role: str
    is_active: bool
    is_me: bool
    seen: str
    joined: str


@dataclass(frozen=True)
class InvitationRow:
    """One invitation on screen."""

    id: str
    note: str
    role: str
    state: str
    expires: str
    by: str
    used_by: str


NOBODY = PersonRow("", "", "", True, False, "", "")


class PeopleState(rx.State):
    """The list, and the one dialog that may be open. A link's key is put into the page, never kept here."""

    is_loaded: bool = False
    is_refused: bool = False
    words: str = ""
    rows: rx.Field[list[PersonRow]] = rx.field(default_factory=list)
    n_people: int = 0
    invited: rx.Field[list[InvitationRow]] = rx.field(default_factory=list)
    takers: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)

    dialog: str = ""
    subject: PersonRow = NOBODY
    n_sessions: int = 0
    n_tokens: int = 0
    n_owned: int = 0
    role: str = ""
    text: str = ""
    days: str = "7"
    taker: str = ""
    problem: str = ""
    has_link: bool = False
    expires: str = ""

    @rx.event
    async def load(self) -> None:
        """Everybody, anew."""
        self.words, self.dialog = "", ""
        await self._read()

    @rx.event
    async def search(self, words: str) -> None:
        """Those whose names hold the words."""
        self.words = words[:64]
        await self._read()

    @rx.event
    async def open(self, dialog: str, person_id: str) -> None:
        """Open a dialog, about a person or about nobody."""
        if dialog not in DIALOGS:
            return
        self.subject = next((row for row in self.rows if row.id == person_id), NOBODY)
        self.role = self.subject.role or str(Role.RESEARCHER)
        self.text = self.subject.name if dialog == "rename" else ""
        self.days, self.taker, self.problem, self.has_link, self.expires = "7", "", "", False, ""
        if self.subject.id:
            found: Affected = await call(people.affected, await actor_of(self), person_id)
            self.n_sessions, self.n_tokens, self.n_owned = found.n_sessions, found.n_tokens, found.n_owned
            self.takers = [
                (row.id, row.name)
                for row in self.rows
                if row.is_active and row.role != "viewer" and row.id != person_id
            ]
        self.dialog = dialog

    @rx.event
    async def set_dialog(self, is_open: bool) -> None:
        """Close the dialog; whatever link was shown is gone with it."""
        if not is_open:
            self.dialog, self.has_link = "", False

    @rx.event
    def set_role(self, role: str) -> None:
        """Choose a role in the dialog."""
        self.role = role

    @rx.event
    def set_text(self, text: str) -> None:
        """The name or the note in the dialog."""
        self.text, self.problem = text, ""

    @rx.event
    def set_days(self, days: str) -> None:
        """How long the invitation lives."""
        self.days = days

    @rx.event
    def set_taker(self, person_id: str) -> None:
        """Who gets the work."""
        self.taker, self.problem = person_id, ""

    @rx.event
    async def invite(self) -> Any:
        """Make an invitation and show its link."""
        try:
            actor, days = await actor_of(self), int(self.days) if self.days.isdigit() else 0
            made, key = await call(invitations.invite, actor, _role(self.role), days, self.text)
        except InvalidInput as error:
            self.problem = told(error)
            return None
        await self._read()
        return self._show(routes.JOIN, key, format.instant(made.expires_at))

    @rx.event
    async def make_reset_link(self) -> Any:
        """Make a link to a new password and show it."""
        try:
            made, key = await call(resets.make_link, await actor_of(self), self.subject.id)
        except QuantBoardError as error:
            self.problem = told(error)
            return None
        return self._show(routes.RESET, key, format.instant(made.expires_at))

    @rx.event
    async def withdraw(self, invitation_id: str) -> None:
        """Let an invitation's link work no more."""
        await call(invitations.revoke, await actor_of(self), invitation_id)
        await self._read()

    @rx.event
    async def change_role(self) -> Any:
        """Give the person the chosen role."""
        language = await language_of(self)
        changing = people.change_role, await actor_of(self), self.subject.id, _role(self.role)
        role = say(language, f"role.{_role(self.role)}")
        return await self._do(say(language, "people.done_role", name=self.subject.name, role=role), *changing)

    @rx.event
    async def rename(self) -> Any:
        """Give the person the typed name."""
        before, after = self.subject.name, " ".join(self.text.split())
        done = say(await language_of(self), "people.done_rename", before=before, after=after)
        return await self._do(done, people.rename, await actor_of(self), self.subject.id, after)

    @rx.event
    async def sign_out(self) -> Any:
        """End the person's sessions."""
        done = say(await language_of(self), "people.done_sign_out", name=self.subject.name, n=self.n_sessions)
        return await self._do(done, people.sign_out, await actor_of(self), self.subject.id)

    @rx.event
    async def transfer(self) -> Any:
        """Give the person's work to the chosen one."""
        to = next((name for one, name in self.takers if one == self.taker), "")
        said = {"name": self.subject.name, "to": to, "n": self.n_owned}
        done = say(await language_of(self), "people.done_transfer", **said)
        return await self._do(done, people.transfer, await actor_of(self), self.subject.id, self.taker)

    @rx.event
    async def deactivate(self) -> Any:
        """Let the person in no more."""
        done = say(await language_of(self), "people.done_deactivate", name=self.subject.name)
        return await self._do(done, people.deactivate, await actor_of(self), self.subject.id)

    @rx.event
    async def reactivate(self, person_id: str) -> Any:
        """Let a person in again."""
        view = await call(people.reactivate, await actor_of(self), person_id)
        await self._read()
        return rx.toast.success(say(await language_of(self), "people.done_reactivate", name=view.name))

    async def _do(self, done: str, deed: Any, *args: Any) -> Any:
        """One deed of a dialog: a problem stays in it, success closes it and is told."""
        try:
            await call(deed, *args)
        except QuantBoardError as error:
            self.problem = told(error)
            return None
        self.dialog = ""
        await self._read()
        return rx.toast.success(done)

    async def _read(self) -> None:
        actor, language = await actor_of(self), await language_of(self)
        self.is_refused = actor.role is not Role.ADMIN
        if self.is_refused:
            self.rows, self.invited, self.is_loaded = [], [], True
            return
        found = await call(people.list_people, actor, Wanted(words=self.words, sort="name", limit=1000))
        self.rows = [_row(view, actor.user_id, say(language, "people.never")) for view in found.items]
        if not self.words:
            self.n_people = found.total
        self.invited = [_invited(view) for view in (await call(invitations.list_invitations, actor))[:50]]
        self.is_loaded = True

    def _show(self, page: str, key: str, expires: str) -> Any:
        """Put the link into the open dialog: by an event, so that no state keeps its key."""
        self.has_link, self.expires, self.problem = True, expires, ""
        return fill_once(LINK, f"{self.router.url.origin}{page}#{key}")


def _role(name: str) -> Role:
    return Role(name) if name in tuple(Role) else Role.VIEWER


def _row(view: UserView, me: str, never: str) -> PersonRow:
    seen = format.instant(view.seen_at) if view.seen_at else never
    is_me = view.id == me
    return PersonRow(view.id, view.name, str(view.role), view.is_active, is_me, seen, format.instant(view.created_at))


def _invited(view: InvitationView) -> InvitationRow:
    expires, used_by = format.instant(view.expires_at), view.used_by or ""
    return InvitationRow(view.id, view.note, str(view.role), view.state, expires, view.invited_by, used_by)
