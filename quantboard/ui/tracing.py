"""Around every event of a page: its correlation id, one log line with its duration, its place in the metrics."""

import asyncio
import hashlib
import time
from typing import Any

from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext

from quantboard import log
from quantboard.telemetry import SLOW_REQUEST_S, meters

told = log.logger(log.ACCESS)
QUIET = ("set_is_hydrated", "hydrate")  # a page's own housekeeping, told at the level debug


class Tracing(Middleware):
    """The first middleware: what follows in this event logs under its id."""

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002
        given = event_id()
        log.bind_request(given)
        task = asyncio.current_task()
        if task is not None:
            began = time.perf_counter()
            task.add_done_callback(lambda ended: _tell(ended, event.name, given, time.perf_counter() - began))
        return None


def event_id() -> str:
    """The correlation id of the event at hand; a fresh one outside of an event."""
    try:
        return EventContext.get().txid or log.new_request_id()
    except LookupError:
        return log.new_request_id()


def short(event_name: str) -> str:
    """``page_state.handler`` out of Reflex's full name."""
    state, _, handler = event_name.rpartition(".")
    return f"{state.rpartition('.')[2].rpartition('____')[2]}.{handler}"


def _tell(ended: "asyncio.Task[Any]", event_name: str, given: str, took_s: float) -> None:
    outcome = "cancelled" if ended.cancelled() else "failed" if ended.exception() else "ok"
    name = short(event_name)
    meters().event_s.labels(name, outcome).observe(took_s)
    more: dict[str, Any] = {"duration_ms": round(took_s * 1000, 1), "outcome": outcome}
    if took_s >= SLOW_REQUEST_S:
        more["slow"] = True
    speak = told.warning if "slow" in more else told.debug if name.endswith(QUIET) else told.info
    with log.bind(request_id=given, tab=_tab(ended)):
        speak("event.finished", name=name, **more)


def _tab(ended: "asyncio.Task[Any]") -> str:
    """Which tab, without giving away the token that Reflex knows it by."""
    token = ([*ended.get_name().split("|"), "", "", ""])[2]
    return hashlib.sha256(token.encode()).hexdigest()[:8]
