"""The manual: its front page, its topics and its collections."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.guide import guide_list
from quantboard.ui.help.manual_state import ManualState
from quantboard.ui.help.views import Hit
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import loading
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.prose.prose import prose
from quantboard.ui.text.catalogue import t

COLLECTIONS = (
    ("faq", "message-circle-question"),
    ("glossary", "book-a"),
    ("metrics", "gauge"),
    ("errors", "triangle-alert"),
)


def help_page() -> rx.Component:
    """The front page."""
    return stack(
        page_header(t("help.title"), t("help.lead")),
        stack(
            _search(ManualState.search, "help-page-search"),
            rx.cond(
                ManualState.query != "",
                card(_hits(), flush=True, id="help-found"),
                rx.cond(ManualState.is_loaded, _front(), loading(t("common.loading"))),
            ),
        ),
        gap="0",
    )


def _search(on_change: Any, name: str) -> rx.Component:
    return rx.debounce_input(
        rx.el.input(
            id=name,
            type="search",
            value=ManualState.query,
            on_change=on_change,
            placeholder=t("help.search"),
            aria_label=t("help.search"),
            class_name="qb-input qb-help-search",
        ),
        debounce_timeout=200,
    )


def _hits() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ManualState.hits.length() > 0,
            rx.foreach(ManualState.hits, _hit),
            rx.el.p(t("help.nothing", words=ManualState.query), class_name="qb-sub", style={"padding": "16px"}),
        ),
        class_name="qb-hits",
        aria_live="polite",
    )


def _hit(hit: Hit) -> rx.Component:
    return rx.link(
        rx.el.span(hit.title, class_name="qb-hit-title"),
        rx.el.span(hit.kind, class_name="qb-hit-kind"),
        rx.el.span(hit.summary, class_name="qb-hit-text"),
        href=hit.href,
        underline="none",
        class_name="qb-hit",
    )


def _front() -> rx.Component:
    return stack(
        rx.el.div(rx.foreach(ManualState.topics, _topic), class_name="qb-topics", id="help-topics"),
        rx.el.h2(t("help.look_up"), class_name="qb-h2", style={"marginTop": "8px"}),
        columns(*[_collection(page, icon) for page, icon in COLLECTIONS], least="220px"),
        card(guide_list(), id="help-guides"),
    )


def _topic(hit: Hit) -> rx.Component:
    return rx.link(
        rx.el.span(hit.title, class_name="qb-hit-title"),
        rx.el.span(hit.summary, class_name="qb-hit-text"),
        href=hit.href,
        underline="none",
        class_name="qb-topic",
    )


def _collection(page: str, icon: str) -> rx.Component:
    return rx.link(
        rx.icon(icon, size=18, aria_hidden="true"),
        rx.el.span(t(f"help.{page}"), class_name="qb-hit-title"),
        rx.el.span(t(f"help.{page}_lead"), class_name="qb-hit-text"),
        href=routes.help_topic(page),
        underline="none",
        class_name="qb-topic",
        id=f"help-{page}",
    )


def topic_page() -> rx.Component:
    """One topic, or a collection that can be narrowed."""
    return stack(
        page_header(ManualState.title, ManualState.lead, crumbs=[(t("help.title"), routes.HELP)]),
        rx.cond(
            ManualState.is_loaded,
            stack(
                rx.cond(ManualState.is_collection, _search(ManualState.narrow, "help-narrow")),
                rx.cond(
                    ManualState.is_collection,
                    rx.cond(
                        ManualState.html != "",
                        prose(ManualState.html),
                        rx.el.p(t("help.nothing", words=ManualState.query), class_name="qb-sub"),
                    ),
                    card(prose(ManualState.html), id="help-text"),
                ),
                rx.cond(ManualState.is_collection, rx.fragment(), _turns()),
            ),
            loading(t("common.loading")),
        ),
        gap="0",
    )


def _turns() -> rx.Component:
    return rx.el.nav(
        _turn(ManualState.older, "arrow-left", "older"),
        _turn(ManualState.newer, "arrow-right", "newer"),
        class_name="qb-turns",
        aria_label=t("help.turn"),
    )


def _turn(hit: Any, icon: str, way: str) -> rx.Component:
    return rx.cond(
        hit.href != "",
        rx.link(
            rx.icon(icon, size=15, aria_hidden="true"), hit.title, href=hit.href, size="2", id=f"help-{way}",
            class_name=f"qb-turn qb-turn-{way}",
        ),
        rx.el.span(),
    )  # fmt: skip
