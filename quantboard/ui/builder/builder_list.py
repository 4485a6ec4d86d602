"""The drawings of a person: go on with one, or start from nothing, a template, or a strategy of one's own."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.services import builder, strategies
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.format import instant
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import loading
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, link_cell, number_cell, table, table_row
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import CHINESE, LanguageState, say, t


@dataclass(frozen=True)
class DraftRow:
    """One drawing in the list."""

    id: str
    name: str
    href: str
    n_nodes: int
    of_strategy: bool
    changed: str


@dataclass(frozen=True)
class StartCard:
    """One template, or one strategy, to start from."""

    key: str
    name: str
    name_zh: str


class BuilderListState(rx.State):
    """Filled when the page opens."""

    rows: rx.Field[list[DraftRow]] = rx.field(default_factory=list)
    templates: rx.Field[list[StartCard]] = rx.field(default_factory=list)
    strategies: rx.Field[list[StartCard]] = rx.field(default_factory=list)
    is_loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """What one has, and what one can start from."""
        actor = await actor_of(self)
        if not self.templates:
            found = await call(strategies.templates)
            self.templates = [StartCard(one.key, one.name[0], one.name[1]) for one in found]
        mine = [one for one in await call(strategies.list_strategies, actor) if one.can_change]
        self.strategies = [StartCard(one.id, one.name, one.name) for one in mine[:50]]
        drafts = await call(builder.list_drafts, actor)
        self.rows = [
            DraftRow(
                one.id,
                one.name,
                routes.drawing(one.id),
                len(one.graph.nodes),
                one.strategy_id is not None,
                instant(one.updated_at),
            )
            for one in drafts
        ]
        self.is_loaded = True

    @rx.event
    async def start(self) -> Any:
        """An empty canvas."""
        actor, language = await actor_of(self), await language_of(self)
        name = await call(strategies.free_name, actor, say(language, "builder.new_name"))
        return rx.redirect(routes.drawing((await call(builder.start, actor, name)).id))

    @rx.event
    async def start_from(self, key: str) -> Any:
        """A shipped template, drawn."""
        return rx.redirect(routes.drawing((await call(builder.start_from_template, await actor_of(self), key)).id))

    @rx.event
    async def open_strategy(self, strategy_id: str) -> Any:
        """A strategy of one's own, drawn."""
        return rx.redirect(routes.drawing((await call(builder.open_strategy, await actor_of(self), strategy_id)).id))


S = BuilderListState


def builder_list_page() -> rx.Component:
    """Drawings first, then ways to start one."""
    return stack(
        page_header(
            t("builder.title"),
            t("builder.lead"),
            actions=[button(t("builder.start"), id="start-drawing", icon="plus", kind="main", on_click=S.start)],
        ),
        rx.cond(S.is_loaded, stack(_drafts(), _starts(), gap="24px"), loading(t("common.loading"))),
        gap="0",
    )


def _drafts() -> rx.Component:
    heads = [
        Column(t("builder.col_name")),
        Column(t("builder.col_nodes"), is_number=True),
        Column(t("builder.col_of")),
        Column(t("builder.col_changed"), is_number=True),
    ]
    return card(
        rx.cond(
            S.rows.length() > 0,
            table(heads, rx.foreach(S.rows, _row), label=t("builder.drawings"), id="drawings"),
            rx.el.p(t("builder.none"), class_name="qb-help"),
        ),
        title=t("builder.drawings"),
        lead=t("builder.drawings_lead"),
    )


def _row(one: DraftRow) -> rx.Component:
    return table_row(
        link_cell(one.name, one.href),
        number_cell(one.n_nodes),
        cell(rx.cond(one.of_strategy, t("builder.of_strategy"), t("builder.of_none"))),
        number_cell(one.changed),
    )


def _starts() -> rx.Component:
    return stack(
        card(
            columns(rx.foreach(S.templates, lambda one: _start(one, S.start_from, "template")), least="200px"),
            title=t("builder.from_template"),
            lead=t("builder.from_template_lead"),
        ),
        rx.cond(
            S.strategies.length() > 0,
            card(
                columns(rx.foreach(S.strategies, lambda one: _start(one, S.open_strategy, "strategy")), least="200px"),
                title=t("builder.from_strategy"),
                lead=t("builder.from_strategy_lead"),
            ),
            rx.fragment(),
        ),
    )


def _start(one: StartCard, deed: Any, sort: str) -> rx.Component:
    return rx.el.button(
        rx.icon("workflow", size=16, aria_hidden="true"),
        rx.cond(LanguageState.language == CHINESE, one.name_zh, one.name),
        type="button",
        class_name="qb-start-card",
        id=f"draw-{sort}-{one.key}",
        on_click=deed(one.key),
    )
