"""Who sits at this tab, and how they like it."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote

import reflex as rx
from reflex.state import BaseState

from quantboard.core.access import Actor
from quantboard.errors import NotAllowed
from quantboard.services import keys, preferences, sessions
from quantboard.services.sessions import Known
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.look import LookState
from quantboard.ui.text.catalogue import ENGLISH, LANGUAGES, LanguageState, preferred

COOKIE, BROWSER_COOKIE = "qb_session", "qb_browser"
RENEW = "fetch('/auth/renew', {method: 'POST'})"  # a new cookie can only come with an answer of HTTP
BEGINNER, EXPERT = "beginner", "expert"


class SignedOut(NotAllowed):
    """The tab's session has ended."""

    code = "session.ended"


class IdentityState(rx.State):
    """Whose tab this was at its last event, and the session that its cookie once proved.

    The socket keeps the cookie it came with, while the browser's changes now and then: what was proved holds for as
    long as the session lives.
    """

    _user_id: str = ""
    _proof: str = ""  # the digest of the token that proved it
    _session_id: str = ""


def is_on(state: BaseState, *pages: str) -> bool:
    """Whether the tab shows one of these pages, as it told with its last event."""
    path = state.router.url.path.rstrip("/")
    return any(path.endswith(page.rstrip("/")) for page in pages if page.rstrip("/"))


class SessionState(rx.State):
    """The account of this tab. Handlers of other states ask ``actor_of(self)`` and ``language_of(self)``."""

    name: str = ""
    role: str = ""
    mode: str = ""
    _user_id: str = ""

    @rx.event
    async def load(self) -> Any:
        """Before every page behind the sign-in."""
        found = await known_of(self)
        if found is None:
            raise signed_out()
        actor = found.actor
        self.name, self.role = actor.name, str(actor.role)
        liked = await call(preferences.preferences, actor)
        self.mode = liked["mode"] or ""
        (await self.get_state(LookState))._take(liked, browser_of(self).zone)
        await self._speak(liked["language"] or "")
        return rx.call_script(RENEW) if found.is_due else None

    @rx.event
    async def greet(self) -> Any:
        """Before every page that strangers may see."""
        await self._speak((await self.get_state(LanguageState)).language)

    @rx.event
    async def set_language(self, language: str) -> Any:
        """Speak another language from now on; what handlers wrote before is written anew."""
        await self._speak(language)
        if language in LANGUAGES and await self._like(language=language):
            return rx.call_script("window.location.reload()")
        return None

    @rx.event
    async def set_theme(self, theme: str) -> None:
        """Light, dark or that of the system, here and on every other browser of the account."""
        if theme in preferences.PREFERENCES["theme"] and theme:
            (await self.get_state(LookState)).theme = theme
            await self._like(theme=theme)

    @rx.event
    async def switch_mode(self) -> Any:
        """Beginner becomes expert, and back."""
        self.mode = BEGINNER if self.mode == EXPERT else EXPERT
        await self._like(mode=self.mode)

    @rx.event
    async def choose_mode(self, mode: str) -> Any:
        """The first choice, after the first sign-in."""
        if mode not in (BEGINNER, EXPERT):
            return None
        self.mode = mode
        await self._like(mode=mode, language=await language_of(self))
        return rx.redirect(routes.HOME)

    async def _actor(self) -> Actor:
        return await actor_of(self)

    async def _like(self, **liked: str) -> bool:
        """Keep it with the account; whether there is one."""
        found = await known_of(self)
        if found is not None:
            await call(preferences.set_preferences, found.actor, liked)
        return found is not None

    async def _speak(self, language: str) -> None:
        spoken = await self.get_state(LanguageState)
        wanted = language if language in LANGUAGES else browser_of(self).language
        if spoken.language != wanted:
            spoken.language = wanted


@dataclass(frozen=True)
class Browser:
    """What the browser says of itself; nothing of it is trusted."""

    language: str
    zone: str


def token_of(state: BaseState) -> str:
    """The session token in the cookie that the tab's socket came with."""
    return _cookie(state, COOKIE)


def browser_of(state: BaseState) -> Browser:
    """Its language and time zone, from the cookie of ``assets/look.js``, else from the headers."""
    language, _, zone = unquote(_cookie(state, BROWSER_COOKIE))[:120].partition("|")
    return Browser(preferred(language or state.router.headers.accept_language), zone)


def _cookie(state: BaseState, name: str) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(state.router.headers.cookie or "")
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


async def known_of(state: BaseState) -> Known | None:
    """Who holds the cookie's token, or held it when this tab first showed it."""
    token, address = token_of(state), state.router.session.client_ip
    proof, identity = keys.digest(token), await state.get_state(IdentityState)
    if identity._session_id and identity._proof == proof:
        return await call(sessions.known_by_id, identity._session_id, address)
    found = await call(sessions.known, token, address)
    if found is not None:
        identity._proof, identity._session_id = proof, found.session_id
    return found


async def actor_of(state: BaseState) -> Actor:
    """On whose behalf a handler runs; ask in every handler, never keep it in a var."""
    found = await known_of(state)
    if found is None:
        raise signed_out()
    return found.actor


def signed_out() -> SignedOut:
    """What to say to a tab whose session has ended."""
    return SignedOut("Your session has ended.", "Sign in again; what you stored is still there.")


async def language_of(state: BaseState) -> str:
    """The language that a handler should ``say`` things in."""
    return (await state.get_state(LanguageState)).language or ENGLISH


def is_expert() -> Any:
    """Whether fields stand open and explanations step back."""
    return SessionState.mode == EXPERT
