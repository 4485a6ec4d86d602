"""When the browser is in trouble: what it says, and what is kept of it."""

from typing import Any

import reflex as rx
from reflex_components_core.core import banner

from quantboard.log import logger
from quantboard.ui.look import LookState
from quantboard.ui.parts.fault.fault import boundary, connection
from quantboard.ui.parts.look.look import look
from quantboard.ui.text.catalogue import LanguageState, both, t

LONGEST = 4_000
log = logger("ui")


class FaultState(rx.State):
    """Takes down what a browser tells of a page that threw."""

    @rx.event
    async def note(self, told: dict[str, Any]) -> None:
        """One line in the log under the reference that is on screen."""
        kept = {name: str(told.get(name, ""))[:LONGEST] for name in ("reference", "what", "where", "parts", "page")}
        log.error("page.failed", **kept)


def fault_boundary() -> rx.Component:
    """Around everything: a page that throws shows a reference and a way out."""
    words = ("title", "text", "marked", "reload", "home")
    told = {name: both(f"fault.{name}") for name in words}
    texts = [{name: pair[n] for name, pair in told.items()} for n in (0, 1)]
    return boundary(texts=texts, on_fault=FaultState.note)


def over_everything() -> rx.Component:
    """On every page, also before the sign-in: the look of the account, and a banner while the server is away."""
    return rx.fragment(
        look(
            theme=LookState.theme,
            language=LanguageState.language,
            colours=LookState.colours,
            motion=LookState.motion,
            tooltips=LookState.tooltips,
            numbers=LookState.numbers,
            dates=LookState.dates,
            zone=LookState.zone,
        ),
        connection(
            is_lost=banner.has_too_many_connection_errors,
            problem=rx.cond(banner.has_hydration_payload_error, banner.connection_error, ""),
            texts={"lost": t("fault.lost"), "offline": t("fault.offline")},
        ),
    )
