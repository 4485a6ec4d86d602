"""The gate before every event: strangers reach nothing but the pages made for them."""

from collections.abc import Iterator
from typing import Any

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event

from quantboard.services import accounts
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import speak
from quantboard.ui.faults import FaultState
from quantboard.ui.live import hub
from quantboard.ui.look import dress
from quantboard.ui.onboarding.entry_state import EntryState
from quantboard.ui.onboarding.link_state import LinkState
from quantboard.ui.session import IdentityState, SessionState, known_of, language_of

_ROOT = rx.State.get_full_name()
INTERNAL = tuple(
    f"{_ROOT}.{name}"
    for name in (
        "hydrate",
        "set_is_hydrated",
        "reflex___state____on_load_internal_state.",
        "reflex___state____update_vars_internal_state.",
        "reflex___state____frontend_event_exception_state.",
    )
)
SET_BY_NAME = ".setvar"  # Reflex gives every state a handler that calls its setters by name; no page uses it
# By a page load, which also brings the cookie that another tab may have got meanwhile.
TO_LOGIN = f"""(() => {{
  const here = location.pathname + location.search;
  if (here.startsWith({routes.LOGIN!r})) return;
  location.assign(here === "/" ? {routes.LOGIN!r} : {routes.LOGIN!r} + "?next=" + encodeURIComponent(here));
}})()"""
PUBLIC = frozenset(
    {
        f"{SessionState.get_full_name()}.greet",
        f"{SessionState.get_full_name()}.set_language",
        f"{FaultState.get_full_name()}.note",
        f"{EntryState.get_full_name()}.enter_login",
        f"{EntryState.get_full_name()}.enter_welcome",
        f"{LinkState.get_full_name()}.enter",
        f"{LinkState.get_full_name()}.look",
    }
)


class Gate(Middleware):
    """Denies by default, and wipes a tab that changed hands."""

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002
        speak(await language_of(state), state.router.session.client_token)
        await dress(state)
        found = await known_of(state)
        user_id = found.actor.user_id if found else ""
        identity = await state.get_state(IdentityState)
        if identity._user_id != user_id:
            if identity._user_id:
                await _wipe(state)
            identity._user_id = user_id
        if found is not None:
            hub.belongs(state.router.session.client_token, found.session_id, str(found.actor.role))
        if event.name.endswith(SET_BY_NAME):
            return StateUpdate()
        if found is not None or event.name in PUBLIC or event.name.startswith(INTERNAL):
            return None
        return StateUpdate(events=Event.from_event_type(await _entrance()))


async def _entrance() -> Any:
    if await call(accounts.needs_first_account):
        return rx.redirect(routes.WELCOME)
    return rx.call_script(TO_LOGIN)


async def _wipe(state: BaseState) -> None:
    root: Any = state._get_root_state()
    for kind in _descendants(type(root)):
        await root.get_state(kind)
    root.reset()


def _descendants(kind: type[BaseState]) -> Iterator[type[BaseState]]:
    for child in kind.get_substates():
        yield child
        yield from _descendants(child)
