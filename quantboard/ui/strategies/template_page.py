"""A new strategy: what the template does, its parameters, its code."""

from typing import Any

import reflex as rx

from quantboard.services.completions import completions
from quantboard.ui import routes
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card, row, split, stack
from quantboard.ui.parts.empty import loading
from quantboard.ui.parts.field import folded
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.session import is_expert
from quantboard.ui.strategies.editor_parts import code_part, name_field, param_form, spoken
from quantboard.ui.strategies.list_page import style_badge
from quantboard.ui.strategies.sketch import sketch
from quantboard.ui.strategies.template_state import BLANK
from quantboard.ui.strategies.template_state import TemplateState as S
from quantboard.ui.text.catalogue import CHINESE, LanguageState, t
from quantboard.ui.text.phrases import chinese_of as spoken_in_chinese

TEXTS: Any = S.texts


def template_page() -> rx.Component:
    """The form that makes a strategy of a template, or of nothing."""
    return stack(
        page_header(
            t("strategies.new_title"), t("strategies.new_lead"), crumbs=((t("strategies.title"), routes.STRATEGIES),)
        ),
        rx.cond(S.is_loaded, split(_form(), _about()), loading(t("common.loading"))),
        gap="0",
    )


def _form() -> rx.Component:
    is_blank = S.key == BLANK
    return stack(
        card(
            stack(
                name_field(S),
                param_form(S),
                rx.el.div(
                    button(
                        t("strategies.create_and_test"),
                        id="create-and-test",
                        icon="play",
                        kind="main",
                        on_click=S.create_and_test,
                    ),
                    button(t("strategies.create"), id="create", icon="check", on_click=S.create),
                    class_name="qb-actions",
                ),
            ),
            title=t("strategies.parameters"),
        ),
        card(
            folded(
                t("strategies.edit_code"),
                rx.el.p(t("strategies.code_lead"), class_name="qb-help"),
                code_part(S, height="380px"),
                open=is_expert() | is_blank,
                id="code-fold",
            )
        ),
    )


def _about() -> rx.Component:
    return rx.cond(
        S.key == BLANK,
        card(_built_ins(), title=t("strategies.names"), lead=t("strategies.names_lead")),
        card(
            stack(
                sketch(S.key),
                row(
                    rx.el.strong(spoken(TEXTS["name"], TEXTS["name_zh"])),
                    style_badge(S.style),
                ),
                rx.el.p(spoken(TEXTS["what"], TEXTS["what_zh"]), class_name="qb-text"),
                rx.el.p(spoken(TEXTS["logic"], TEXTS["logic_zh"]), class_name="qb-text"),
                rx.el.div(
                    rx.el.div(t("strategies.market"), class_name="qb-label"),
                    rx.el.p(spoken(TEXTS["market"], TEXTS["market_zh"]), class_name="qb-text"),
                ),
                gap="12px",
            ),
            title=t("strategies.how"),
        ),
    )


def _built_ins() -> rx.Component:
    """The names that a strategy may use, with their arguments."""
    lines = [one for one in completions()["names"] if "detail" in one]
    return rx.el.ul(
        *[
            rx.el.li(
                rx.el.code(one["detail"]),
                title=rx.cond(LanguageState.language == CHINESE, spoken_in_chinese(one["info"]), one["info"]),
            )
            for one in lines
        ],
        class_name="qb-built-ins",
    )
