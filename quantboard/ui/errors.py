"""What people see when a handler fails: our errors as a sentence with a hint, others as a reference number."""

import secrets
import traceback

import reflex as rx
from reflex.event import EventSpec

from quantboard.errors import QuantBoardError
from quantboard.log import logger
from quantboard.ui.text.catalogue import ENGLISH, say

log = logger("ui")


def on_error(exception: Exception) -> EventSpec:
    """The handler of everything that no page caught."""
    if isinstance(exception, QuantBoardError):
        log.warning("event.refused", code=exception.code, message=exception.message)
        return toast_of(exception)
    reference = secrets.token_hex(4)
    log.error("event.failed", reference=reference, error="".join(traceback.format_exception(exception)))
    return rx.toast.error(
        say(ENGLISH, "error.unexpected"),
        description=say(ENGLISH, "error.reference", reference=reference),
        duration=12_000,
    )


def toast_of(error: QuantBoardError) -> EventSpec:
    """An expected error, shown and gone by itself; the page stays as it is."""
    return rx.toast.error(error.message, description=error.hint or None, duration=9_000)
