"""Forgets what closed tabs leave in this web process, and gives memory that is free again back to the system.

Reflex keeps a tab's state for an hour after its last event, whether the tab is still there or not. A tab that comes
back within ``KEPT_S`` (lost network, sleeping laptop, reload) finds its state; one that comes back later loads its page
anew, as every socket that connects does. Open tabs are left alone; with several web processes Redis forgets by itself.
"""

import asyncio
import contextlib
import ctypes
import time
from collections.abc import AsyncIterator, Callable, Container
from typing import Any

from reflex.istate.manager.memory import StateManagerMemory

from quantboard.log import logger
from quantboard.ui.call import call

KEPT_S = 600.0
LOOKS_EVERY_S = 30.0
log = logger("ui")


class ClosedTabs:
    """Since when which tabs have been closed."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def forget(self, states: StateManagerMemory, open_tabs: Container[str], now: float) -> int:
        """Drop the states of tabs that have been closed for too long, unless one is at work; how many went."""
        due = states._token_expires_at
        known = {token.ident for _, token in due.values()}
        self._since = {tab: self._since.get(tab, now) for tab in known if tab not in open_tabs}
        for key, (_, token) in list(due.items()):
            if now - self._since.get(token.ident, now) >= KEPT_S:
                due[key] = (0.0, token)  # Reflex's own purge respects the locks
        n_before = len(states.states)
        states._purge_expired_tokens()
        return n_before - len(states.states)


def trimmer() -> Callable[[], None]:
    """What gives freed memory back: glibc keeps it in its arenas, which answers of all sizes leave full of holes."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # macOS, musl
        return lambda: None
    trim.argtypes = [ctypes.c_size_t]
    return lambda: trim(0)


def attach(app: Any) -> None:
    """Run with this application."""

    @contextlib.asynccontextmanager
    async def run() -> AsyncIterator[None]:
        """For as long as the web process lives."""
        tidying = asyncio.create_task(_tidy(app))
        yield
        tidying.cancel()
        await asyncio.gather(tidying, return_exceptions=True)

    app.register_lifespan_task(run)


async def _tidy(app: Any) -> None:
    closed, trim = ClosedTabs(), trimmer()
    while True:
        await asyncio.sleep(LOOKS_EVERY_S)
        states, namespace = app.state_manager, app.event_namespace
        if isinstance(states, StateManagerMemory) and namespace is not None:
            n = closed.forget(states, frozenset(namespace.token_to_sid), time.monotonic())
            if n:
                log.debug("tabs.forgotten", n=n)
        await call(trim)
