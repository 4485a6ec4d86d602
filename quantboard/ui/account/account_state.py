"""What the account page knows: sessions and API tokens of who sits at this tab. A token's secret is never kept here."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.access import SCOPES_FOR, Scope
from quantboard.errors import QuantBoardError
from quantboard.services import sessions, tokens
from quantboard.services.sessions import SessionView
from quantboard.services.tokens import TokenView
from quantboard.ui import format, routes
from quantboard.ui.account.devices import named
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.parts.copy_once import fill_once
from quantboard.ui.session import SessionState, actor_of, known_of, language_of, signed_out
from quantboard.ui.text.catalogue import say

SECRET = "token-secret"


@dataclass(frozen=True)
class SessionRow:
    """One session on screen."""

    id: str
    device: str
    is_phone: bool
    address: str
    used: str
    since: str
    is_here: bool


@dataclass(frozen=True)
class TokenRow:
    """One API token on screen."""

    id: str
    name: str
    hint: str
    scopes: list[str]
    state: str
    expires: str
    used: str


class AccountState(rx.State):
    """Read anew whenever something was done."""

    is_loaded: bool = False
    problem: str = ""
    done: str = ""
    name: str = ""
    role: str = ""
    sessions: rx.Field[list[SessionRow]] = rx.field(default_factory=list)
    tokens: rx.Field[list[TokenRow]] = rx.field(default_factory=list)
    ended: rx.Field[list[TokenRow]] = rx.field(default_factory=list)

    is_making: bool = False
    has_secret: bool = False
    token_name: str = ""
    scopes: rx.Field[dict[str, bool]] = rx.field(default_factory=dict)
    allowed: rx.Field[dict[str, bool]] = rx.field(default_factory=dict)
    days: str = "90"
    token_problem: str = ""
    expires: str = ""

    @rx.event
    async def load(self) -> None:
        """What there is."""
        query = self.router.url.query_parameters
        self.problem, self.done = query.get("problem", ""), query.get("done", "")
        self.is_making, self.has_secret = False, False
        await self._read()

    @rx.event
    async def end_session(self, session_id: str) -> Any:
        """Sign out there, perhaps here."""
        found = await known_of(self)
        if found is None:
            raise signed_out()
        await call(sessions.end_session, found.actor, session_id)
        if found.session_id == session_id:
            return rx.call_script(f"window.location.assign({routes.LOGIN!r})")
        await self._read()
        return rx.toast.success(say(await language_of(self), "account.ended", n=1))

    @rx.event
    async def end_others(self) -> Any:
        """Sign out everywhere but here."""
        found = await known_of(self)
        if found is None:
            raise signed_out()
        n_ended = await call(sessions.end_all, found.actor, found.session_id)
        await self._read()
        return rx.toast.success(say(await language_of(self), "account.ended", n=n_ended))

    @rx.event
    async def set_making(self, is_open: bool) -> None:
        """Open or close the dialog of a new token; its secret goes with it."""
        self.is_making, self.has_secret = is_open, False
        self.token_name, self.token_problem, self.days, self.expires = "", "", "90", ""
        actor = await actor_of(self)
        self.allowed = {str(scope): scope in SCOPES_FOR[actor.role] for scope in Scope}
        self.scopes = {str(scope): scope is Scope.READ for scope in Scope}

    @rx.event
    def set_token_name(self, name: str) -> None:
        """What will use it."""
        self.token_name, self.token_problem = name, ""

    @rx.event
    def set_scope(self, scope: str, is_wanted: bool) -> None:
        """Allow a kind of deed, or not."""
        if scope in self.scopes:
            self.scopes = {**self.scopes, scope: is_wanted}
            self.token_problem = ""

    @rx.event
    def set_days(self, days: str) -> None:
        """How long it lives."""
        self.days = days

    @rx.event
    async def make_token(self) -> Any:
        """Make it and show its secret."""
        wanted, days = [scope for scope, is_on in self.scopes.items() if is_on], int(self.days or 0)
        try:
            made, secret = await call(tokens.create, await actor_of(self), self.token_name, wanted, days)
        except QuantBoardError as error:
            self.token_problem = told(error)
            return None
        return await self._show(made, secret)

    @rx.event
    async def renew_token(self, token_id: str) -> Any:
        """A new secret for it, shown in the same dialog."""
        made, secret = await call(tokens.renew, await actor_of(self), token_id)
        self.is_making = True
        return await self._show(made, secret)

    @rx.event
    async def revoke_token(self, token_id: str) -> Any:
        """End it for good."""
        made = await call(tokens.revoke, await actor_of(self), token_id)
        await self._read()
        return rx.toast.success(say(await language_of(self), "account.revoked", name=made.name))

    async def _show(self, made: TokenView, secret: str) -> Any:
        """Put the secret into the page by an event, so that no state keeps it."""
        self.has_secret, self.expires, self.token_problem = True, format.instant(made.expires_at), ""
        await self._read()
        return fill_once(SECRET, secret)

    async def _read(self) -> None:
        found, language = await known_of(self), await language_of(self)
        if found is None:
            raise signed_out()
        self.name, self.role = found.actor.name, str(found.actor.role)
        (await self.get_state(SessionState)).role = self.role
        shown = await call(sessions.list_sessions, found.actor, found.session_id)
        self.sessions = sorted((_session(one, language) for one in shown), key=lambda row: not row.is_here)
        rows = [_token(one, language) for one in await call(tokens.list_tokens, found.actor)]
        self.tokens = [row for row in rows if row.state == "active"]
        self.ended = [row for row in rows if row.state != "active"][:20]
        self.is_loaded = True


def _session(one: SessionView, language: str) -> SessionRow:
    browser, system = named(one.device)
    if browser and system:
        device = say(language, "account.on_system", browser=browser, system=system)
    else:
        device = browser or system or say(language, "account.unknown_device")
    is_phone = system in ("iPhone", "Android", "iPad", "HarmonyOS")
    used, since = format.instant(one.used_at), format.instant(one.created_at)
    return SessionRow(one.id, device, is_phone, one.address or "—", used, since, one.is_here)


def _token(one: TokenView, language: str) -> TokenRow:
    if one.used_at is None:
        used = say(language, "account.never_used")
    elif one.used_from:
        used = say(language, "account.used_from", when=format.instant(one.used_at), address=one.used_from)
    else:
        used = format.instant(one.used_at)
    return TokenRow(one.id, one.name, one.hint, list(one.scopes), one.state, format.instant(one.expires_at), used)
