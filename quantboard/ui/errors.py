"""What people see when a handler fails: our errors as a sentence with a hint, others as a reference number."""

from collections import OrderedDict
from collections.abc import Mapping
from contextvars import ContextVar

import reflex as rx
from reflex.event import EventSpec
from reflex_base.event.context import EventContext

from quantboard.errors import QuantBoardError
from quantboard.log import bind, logger
from quantboard.services import help
from quantboard.ui import routes
from quantboard.ui.text.catalogue import CHINESE, ENGLISH, catalogue, say
from quantboard.ui.text.phrases import chinese_of
from quantboard.ui.tracing import event_id

log = logger("ui")


SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)  # set by ``speak`` for the event at hand
N_TABS = 4096
_tabs: OrderedDict[str, str] = OrderedDict()  # tab → its language: errors are handled outside of their event's task


def speak(language: str, token: str = "") -> None:
    """Tell everything in this language from here on, and what fails in this tab too."""
    SPOKEN.set(language)
    if token:
        _tabs[token] = language
        _tabs.move_to_end(token)
        while len(_tabs) > N_TABS:
            _tabs.popitem(last=False)


def _listen() -> None:
    """Find the language of the tab whose event failed: Reflex tells of it in a task of its own."""
    try:
        speak(_tabs.get(EventContext.get().token) or SPOKEN.get())
    except LookupError:
        return


def told(error: QuantBoardError, language: str | None = None) -> str:
    """What happened, in the tab's language: the exact message, elsewhere than in English behind the code's meaning."""
    return told_of(error.code, error.message, language)


def told_of(code: str, message: str, language: str | None = None) -> str:
    """The same for an error that was stored."""
    key, spoken_in = f"error_code.{code}", language or SPOKEN.get()
    if spoken_in == CHINESE and (translated := chinese_of(message)):
        return translated
    return say(spoken_in, key, message=message) if key in catalogue() else message


def told_kept(error: Mapping[str, str] | None, language: str | None = None) -> str:
    """The same for an error as it is kept on a task; empty without one."""
    return told_of(error.get("code", ""), error.get("message", ""), language) if error else ""


def hint_of(code: str, hint: str, language: str | None = None) -> str:
    """What to do: the exact hint, elsewhere than in English what the manual says of the code."""
    if (language or SPOKEN.get()) != CHINESE:
        return hint
    found = help.article(help.ERROR, code, CHINESE)
    return chinese_of(hint) or (found.summary if found else hint)


def hint_kept(error: Mapping[str, str] | None, language: str | None = None) -> str:
    """The same for an error as it is kept on a task; empty without one."""
    return hint_of(error.get("code", ""), error.get("hint", ""), language) if error else ""


def on_error(exception: Exception) -> EventSpec:
    """The handler of everything that no page caught."""
    _listen()
    if isinstance(exception, QuantBoardError):
        with bind(request_id=event_id()):
            log.warning("event.refused", code=exception.code, message=exception.message)
        return toast_of(exception)
    reference = event_id()
    with bind(request_id=reference):
        log.error("event.failed", reference=reference, exc_info=exception)
    return rx.toast.error(
        say(SPOKEN.get(), "error.unexpected"),
        description=say(SPOKEN.get(), "error.reference", reference=reference),
        duration=12_000,
    )


def toast_of(error: QuantBoardError) -> EventSpec:
    """An expected error, shown and gone by itself; the page stays as it is."""
    return rx.toast.error(
        told(error),
        description=hint_of(error.code, error.hint) or None,
        action={"label": say(SPOKEN.get(), "help.what_now"), "on_click": rx.redirect(meaning_of(error.code))},
        duration=9_000,
    )


def meaning_of(code: str) -> str:
    """Where the manual explains a code."""
    return f"{routes.help_topic('errors')}#{code}"
