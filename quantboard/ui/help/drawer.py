"""The help drawer: the topic of the page, a search, and what is handed in beneath it."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.help.help_state import HelpState
from quantboard.ui.help.views import Hit
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.panel.panel import panel
from quantboard.ui.parts.prose.prose import prose
from quantboard.ui.text.catalogue import t


def drawer(*more: rx.Component) -> rx.Component:
    """Beside every page; ``more`` stands at its foot."""
    return panel(
        rx.el.div(
            rx.el.h2(t("help.title")),
            icon_button(t("common.close"), "x", id="help-close", on_click=HelpState.close),
            class_name="qb-drawer-head",
        ),
        rx.el.div(
            _search(),
            rx.cond(HelpState.query != "", _hits(), _article()),
            *more,
            _elsewhere(),
            class_name="qb-drawer-body",
        ),
        is_open=HelpState.is_open,
        label=t("help.title"),
        on_close=HelpState.close,
        id="help-drawer",
        class_name="qb-drawer",
    )


def _search() -> rx.Component:
    return rx.debounce_input(
        rx.el.input(
            id="help-search",
            type="search",
            value=HelpState.query,
            on_change=HelpState.search,
            placeholder=t("help.search"),
            aria_label=t("help.search"),
            class_name="qb-input",
        ),
        debounce_timeout=200,
    )


def _hits() -> rx.Component:
    return rx.el.div(
        rx.cond(
            HelpState.hits.length() > 0,
            rx.foreach(HelpState.hits, _hit),
            rx.el.p(t("help.nothing", words=HelpState.query), class_name="qb-sub", id="help-nothing"),
        ),
        class_name="qb-hits",
        role="list",
        aria_live="polite",
    )


def _hit(hit: Hit) -> rx.Component:
    return rx.el.div(
        rx.el.button(
            rx.el.span(hit.title, class_name="qb-hit-title"),
            rx.el.span(hit.kind, class_name="qb-hit-kind"),
            rx.el.span(hit.summary, class_name="qb-hit-text"),
            type="button",
            class_name="qb-hit",
            on_click=HelpState.read(hit.href),
        ),
        role="listitem",
    )


def _article() -> rx.Component:
    return rx.el.div(
        rx.cond(
            HelpState.is_at_page,
            rx.fragment(),
            button(
                t("help.this_page"),
                id="help-this-page",
                icon="arrow-left",
                kind="quiet",
                size="1",
                on_click=HelpState.back_to_page,
            ),
        ),
        rx.el.h3(HelpState.article.title, class_name="qb-drawer-title", id="help-topic"),
        prose(HelpState.article.html, on_follow=HelpState.read),
        rx.el.p(rx.link(t("help.whole_page"), href=HelpState.article.href, size="2", id="help-whole-page")),
    )


def _elsewhere() -> rx.Component:
    pages = (("topics", routes.HELP), *((page, routes.help_topic(page)) for page in ("faq", "glossary", "metrics")))
    links = [rx.link(t(f"help.{page}"), href=href, size="2", id=f"help-to-{page}") for page, href in pages]
    return rx.el.nav(
        *links, rx.link(t("help.errors"), href=routes.help_topic("errors"), size="2", id="help-to-errors"),
        class_name="qb-drawer-part qb-row", aria_label=t("help.manual"),
    )  # fmt: skip
