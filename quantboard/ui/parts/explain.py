"""The card of a term or a metric: what it means, its formula, what it is made from, and how to read it."""

from typing import Any

import reflex as rx

from quantboard.services import help
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.look import LookState
from quantboard.ui.parts.prose.prose import prose
from quantboard.ui.parts.prose.render import card_of
from quantboard.ui.session import language_of
from quantboard.ui.text.catalogue import CHINESE, LanguageState, t
from quantboard.ui.text.glossary import entry


class CardState(rx.State):
    """The card that is open; there is one at a time."""

    key: str = ""
    html: str = ""
    href: str = ""

    @rx.event
    async def show(self, key: str) -> None:
        """Fetch the card of a term or a metric."""
        language = await language_of(self)
        found = await call(help.card, key, language)
        if found is not None:
            self.html = card_of(found, language)
            self.href = f"{routes.help_topic(found.page)}#{found.anchor}"
        self.key = key


def meaning(href: Any, id: str) -> rx.Component:
    """The way to where the manual explains an error code; nothing without one."""
    return rx.cond(
        href != "", rx.link(t("help.what_now"), href=href, size="2", id=id, class_name="qb-meaning"), rx.fragment()
    )


def explain(term: str) -> rx.Component:
    """A small ``?`` that opens the card of ``term``; terms and metrics stand in ``library/guide``."""
    card = entry(term)
    return explain_any(term, rx.cond(LanguageState.language == CHINESE, card.name_zh, card.name_en))


def explain_any(key: Any, name: Any) -> rx.Component:
    """The same for a key that is only known in the browser; ``name`` is read aloud."""
    opened = rx.cond(
        CardState.key == key,
        rx.fragment(
            prose(CardState.html),
            rx.link(t("help.more"), href=CardState.href, size="1", class_name="qb-explain-more"),
        ),
        rx.el.p(t("common.loading"), class_name="qb-sub"),
    )
    button = rx.el.button(
        rx.icon("circle-help", size=13, aria_hidden="true"),
        type="button",
        class_name="qb-explain",
        aria_label=t("common.what_is", term=name),
    )
    return rx.cond(
        LookState.tooltips,
        rx.popover.root(
            rx.popover.trigger(button),
            rx.popover.content(opened, max_width="360px", size="2", class_name="qb-explain-card"),
            on_open_change=lambda _: CardState.show(key),
        ),
        rx.fragment(),
    )
