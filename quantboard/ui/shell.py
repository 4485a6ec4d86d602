"""The frame around every page behind the sign-in: menu, top bar, content.

How to write a page
-------------------
A page function returns only its content: ``page_header(t("data.title"), …)`` first (it makes the one ``h1``), then
cards. The frame, the title, ``SessionState.load`` and the sign-in come from the line in ``ui/pages.py``. See there.

* Words: ``t("data.title")`` from ``ui/text/catalogue.py``; your sentences in ``ui/text/<feature>.py``.
* Parts: ``ui/parts/*`` (page_header, card/stack/row/columns/split, field, button, table, metric/signed/facts,
  badge/status_badge, empty/loading/notice, confirm, progress, tabs, explain), classes in ``assets/theme.css``.
* Links: ``ui/routes.py``. Colours: Radix tokens (``var(--gray-11)``) only.
* Every button gets an ``id``, so that tests and people find it.
* Handlers: ``actor = await actor_of(self)``, then ``await call(service, actor, …)``; expected errors that you do not
  show at a field may fly: the frame shows them as a toast with their hint. ``say(await language_of(self), key)``.
* Experts: ``folded(t("common.advanced"), …, open=is_expert())``.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.dialog import confirm_when
from quantboard.ui.session import BEGINNER, SessionState, is_expert
from quantboard.ui.shell_state import ShellState
from quantboard.ui.text.catalogue import t
from quantboard.ui.theme import mark
from quantboard.ui.topbar import top_bar

MENU = (
    (routes.HOME, "shell.home", "house"),
    (routes.DATA, "shell.data", "database"),
    (routes.INDICATORS, "shell.indicators", "activity"),
    (routes.STRATEGIES, "shell.strategies", "code-xml"),
    (routes.BUILDER, "shell.builder", "workflow"),
    (routes.SCRATCHPAD, "scratchpad.title", "square-terminal"),
    (routes.BACKTESTS, "shell.backtests", "chart-line"),
    (routes.TASKS, "shell.tasks", "list-checks"),
)


def frame(
    content: rx.Component,
    here: str,
    tray: rx.Component | None = None,
    *,
    on_help: Any | None = None,
    over: Sequence[rx.Component] = (),
) -> rx.Component:
    """``here`` is the menu entry that is marked; ``over`` lies over the page: help drawer, command palette, tour."""
    return rx.el.div(
        rx.el.a(
            t("shell.skip"),
            href="#main",
            class_name="qb-skip",
            on_click=rx.call_script("document.getElementById('main').focus()"),
        ),
        _rail(here),
        rx.el.button(
            class_name="qb-scrim", type="button", aria_label=t("common.close"), on_click=ShellState.set_drawer(False)
        ),
        rx.el.div(
            top_bar(tray, on_help),
            rx.el.main(
                rx.cond(SessionState.role == "viewer", rx.el.p(t("shell.viewer"), class_name="qb-viewer", id="viewer")),
                content,
                id="main",
                tab_index=-1,
                class_name="qb-main",
                custom_attrs={"data-hydrated": rx.State.is_hydrated.to_string()},
            ),
            class_name="qb-column",
        ),
        _mode_question(),
        *over,
        class_name=rx.cond(ShellState.is_drawer_open, "qb-app qb-drawer-open", "qb-app"),
        custom_attrs={"data-mode": SessionState.mode, "data-role": SessionState.role},
    )


def _rail(here: str) -> rx.Component:
    items = [_menu_item(href, key, icon, href == here) for href, key, icon in MENU]
    return rx.el.aside(
        rx.link(mark(), rx.el.span(t("shell.product")), href=routes.HOME, underline="none", class_name="qb-brand"),
        rx.el.nav(*items, class_name="qb-nav", aria_label=t("shell.main_menu")),
        rx.el.div(
            rx.el.span(t("shell.mode")),
            rx.el.span(rx.cond(is_expert(), t("shell.mode_expert"), t("shell.mode_beginner"))),
            class_name="qb-rail-foot",
        ),
        class_name="qb-rail",
        id="rail",
    )


def _menu_item(href: str, key: str, icon: str, is_here: bool) -> rx.Component:
    current: dict[str, Any] = {"aria_current": "page"} if is_here else {}
    return rx.link(
        rx.icon(icon, size=16, aria_hidden="true"),
        rx.el.span(t(key)),
        href=href,
        underline="none",
        id=f"nav-{key.removeprefix('shell.')}",
        class_name="qb-nav-item qb-nav-here" if is_here else "qb-nav-item",
        on_click=ShellState.set_drawer(False),
        **current,
    )


def _mode_question() -> rx.Component:
    to_expert = SessionState.mode == BEGINNER
    return confirm_when(
        ShellState.is_asking_mode,
        ShellState.ask_mode,
        title=rx.cond(to_expert, t("shell.to_expert_ask"), t("shell.to_beginner_ask")),
        text=rx.cond(to_expert, t("shell.to_expert_text"), t("shell.to_beginner_text")),
        go=t("shell.switch"),
        on_confirm=SessionState.switch_mode,
        id="switch-mode",
    )
