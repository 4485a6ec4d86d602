"""The gallery of indicators: search, categories, favourites."""

import reflex as rx

from quantboard.core.indicators.entry import CATEGORIES
from quantboard.ui.indicators.gallery_state import GalleryState as S
from quantboard.ui.indicators.look import category_of, spoken, styled
from quantboard.ui.indicators.views import IndicatorCard
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card, columns, row, stack
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.field import field_grid, select_field, switch_field, text_field
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.text.catalogue import t


def gallery_page() -> rx.Component:
    """Everything that can be called, findable in both languages."""
    return styled(
        page_header(t("indicators.title"), t("indicators.lead")),
        rx.cond(S.is_loaded, stack(_tools(), _found()), loading(t("common.loading"))),
    )


def _tools() -> rx.Component:
    kinds = [("", t("indicators.all")), *((kind, t(f"indicators.{kind}")) for kind in CATEGORIES)]
    return card(
        field_grid(
            text_field(
                t("indicators.search"),
                name="indicator-search",
                value=S.words,
                on_change=S.search,
                type="search",
            ),
            select_field(
                t("indicators.category"),
                name="indicator-category",
                value=S.category,
                on_change=S.choose,
                options=kinds,
            ),
            switch_field(
                t("indicators.favourites"),
                name="indicator-favourites",
                checked=S.is_favourites,
                on_change=S.show_favourites,
            ),
            least="220px",
        )
    )


def _found() -> rx.Component:
    return rx.cond(
        S.n_found > 0,
        stack(
            rx.el.p(t("indicators.n_found", n=S.n_found), class_name="qb-help", role="status"),
            columns(rx.foreach(S.cards, _card), least="300px"),
            rx.cond(
                S.cards.length() < S.n_found,
                row(button(t("indicators.more"), id="more-indicators", icon="chevron-down", on_click=S.show_more)),
                rx.fragment(),
            ),
        ),
        card(
            empty(
                "search-x",
                t("indicators.none"),
                t("indicators.none_text"),
                action=button(t("indicators.clear"), id="clear-indicators", kind="main", on_click=S.clear),
            )
        ),
    )


def _card(one: IndicatorCard) -> rx.Component:
    return rx.el.article(
        rx.el.div(
            rx.el.h2(rx.link(spoken(one.name, one.name_zh), href=one.href), class_name="qb-indicator-name"),
            rx.cond(
                one.is_favourite,
                icon_button(t("indicators.unmark"), "star", id=f"unmark-{one.code}", on_click=S.mark(one.code, False)),
                icon_button(t("indicators.mark"), "star", id=f"mark-{one.code}", on_click=S.mark(one.code, True)),
            ),
            class_name="qb-indicator-head",
        ),
        rx.el.code(one.usage, class_name="qb-indicator-usage"),
        rx.el.p(spoken(one.meaning, one.meaning_zh), class_name="qb-text"),
        rx.el.div(
            badge(category_of(one.category), "quiet"),
            rx.cond(one.is_off, badge(t("indicators.off"), "warn"), rx.fragment()),
            rx.cond(
                one.n_used > 0,
                rx.el.span(t("indicators.used", n=one.n_used), class_name="qb-help"),
                rx.fragment(),
            ),
            class_name="qb-indicator-foot",
        ),
        class_name="qb-indicator",
        key=one.code,
    )
