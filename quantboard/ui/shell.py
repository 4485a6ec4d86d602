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

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.native_form import native_form
from quantboard.ui.parts.button import icon_button
from quantboard.ui.parts.dialog import confirm_when
from quantboard.ui.session import BEGINNER, SessionState, is_expert
from quantboard.ui.text.catalogue import LANGUAGES, LanguageState, t
from quantboard.ui.theme import mark

MENU = (
    (routes.HOME, "shell.home", "house"),
    (routes.DATA, "shell.data", "database"),
    (routes.STRATEGIES, "shell.strategies", "code-xml"),
    (routes.BACKTESTS, "shell.backtests", "chart-line"),
    (routes.TASKS, "shell.tasks", "list-checks"),
)


class ShellState(rx.State):
    """The drawer on small screens and the question before the mode is switched."""

    is_drawer_open: bool = False
    is_asking_mode: bool = False

    @rx.event
    def set_drawer(self, is_open: bool) -> None:
        """Open or close the menu."""
        self.is_drawer_open = is_open

    @rx.event
    def ask_mode(self, is_open: bool) -> None:
        """Ask, or stop asking, whether to switch the mode."""
        self.is_asking_mode = is_open


def frame(content: rx.Component, here: str, tray: rx.Component | None = None) -> rx.Component:
    """``here`` is the menu entry that is marked."""
    return rx.el.div(
        rx.el.a(t("shell.skip"), href="#main", class_name="qb-skip"),
        _rail(here),
        rx.el.button(
            class_name="qb-scrim", type="button", aria_label=t("common.close"), on_click=ShellState.set_drawer(False)
        ),
        rx.el.div(
            _top_bar(tray),
            rx.el.main(
                content,
                id="main",
                tab_index=-1,
                class_name="qb-main",
                custom_attrs={"data-hydrated": rx.State.is_hydrated.to_string()},
            ),
            class_name="qb-column",
        ),
        _mode_question(),
        class_name=rx.cond(ShellState.is_drawer_open, "qb-app qb-drawer-open", "qb-app"),
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


def _top_bar(tray: rx.Component | None) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            icon_button(t("shell.open_menu"), "menu", id="open-menu", on_click=ShellState.set_drawer(True)),
            mark(),
            class_name="qb-topbar-start",
        ),
        tray or rx.fragment(),
        language_switch(),
        theme_switch(),
        rx.el.span(class_name="qb-topbar-line", aria_hidden="true"),
        _account_menu(),
        class_name="qb-topbar",
    )


def theme_switch() -> rx.Component:
    """Light or dark; kept by the browser."""
    return rx.el.button(
        rx.color_mode_cond(
            light=rx.icon("moon", size=16, aria_hidden="true"), dark=rx.icon("sun", size=16, aria_hidden="true")
        ),
        id="theme",
        type="button",
        aria_label=t("shell.theme"),
        title=t("shell.theme"),
        class_name="qb-icon-button",
        on_click=rx.toggle_color_mode,
    )


def language_switch() -> rx.Component:
    """The languages, each by its own name."""
    return rx.menu.root(
        rx.menu.trigger(icon_button(t("shell.language"), "languages", id="language")),
        rx.menu.content(
            *[
                rx.menu.item(
                    rx.cond(
                        LanguageState.language == code, rx.icon("check", size=14), rx.el.span(style={"width": "14px"})
                    ),
                    name,
                    id=f"language-{code}",
                    on_click=SessionState.set_language(code),
                )
                for code, name in LANGUAGES.items()
            ],
        ),
    )


def _account_menu() -> rx.Component:
    return rx.el.div(
        native_form(action="/auth/logout", method="post", id="sign-out-form", hidden=True),
        rx.menu.root(
            rx.menu.trigger(
                rx.el.button(
                    rx.el.span(SessionState.name[:1], class_name="qb-avatar", aria_hidden="true"),
                    rx.el.span(SessionState.name, class_name="qb-user-name"),
                    rx.icon("chevron-down", size=14, aria_hidden="true"),
                    type="button",
                    id="account",
                    class_name="qb-user",
                    aria_label=t("shell.account"),
                )
            ),
            rx.menu.content(
                rx.el.div(t("shell.signed_in_as"), " ", SessionState.name, class_name="qb-menu-label"),
                rx.menu.item(
                    rx.icon("repeat-2", size=14),
                    rx.cond(is_expert(), t("shell.to_beginner"), t("shell.to_expert")),
                    id="switch-mode",
                    on_click=ShellState.ask_mode(True),
                ),
                rx.menu.item(
                    rx.icon("list-checks", size=14), t("shell.checklist"), on_click=rx.redirect("/?checklist=1")
                ),
                rx.menu.separator(),
                rx.menu.item(
                    rx.icon("log-out", size=14),
                    t("shell.sign_out"),
                    id="sign-out",
                    on_click=rx.call_script("document.getElementById('sign-out-form').submit()"),
                ),
            ),
        ),
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
