"""A term with its glossary card, in plain words with the formula, in both languages."""

import reflex as rx

from quantboard.ui.text.catalogue import CHINESE, LanguageState, t
from quantboard.ui.text.glossary import entry


def explain(term: str) -> rx.Component:
    """A small ``?`` that opens the card of ``term``; the terms stand in ``library/guide/glossary.md``."""
    card = entry(term)
    is_chinese = LanguageState.language == CHINESE
    name = rx.cond(is_chinese, card.name_zh, card.name_en)
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.icon("circle-help", size=13, aria_hidden="true"),
                type="button",
                class_name="qb-explain",
                aria_label=t("common.what_is", term=name),
            )
        ),
        rx.popover.content(
            rx.el.div(
                rx.el.p(name, class_name="qb-explain-name"),
                rx.el.p(rx.cond(is_chinese, card.text_zh, card.text_en), class_name="qb-explain-text"),
                rx.el.code(card.formula, class_name="qb-explain-formula") if card.formula else rx.fragment(),
            ),
            max_width="320px",
            size="1",
        ),
    )
