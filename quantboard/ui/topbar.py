"""The bar above every page: search, tasks, language, light or dark, help, and the account's menu."""

from typing import Any

import reflex as rx
from reflex.style import resolved_color_mode

from quantboard.core.access import Role
from quantboard.ui import routes
from quantboard.ui.native_form import native_form
from quantboard.ui.parts.button import icon_button
from quantboard.ui.session import SessionState, is_expert
from quantboard.ui.shell_state import ShellState
from quantboard.ui.text.catalogue import LANGUAGES, LanguageState, t
from quantboard.ui.theme import mark

OPEN_PALETTE, OPEN_SHORTCUTS = "qb:palette", "qb:shortcuts"  # heard by ui/parts/commands


def shout(name: str) -> Any:
    """Tell the parts that listen in the browser; no round trip."""
    return rx.call_script(f"window.dispatchEvent(new Event('{name}'))")


def top_bar(tray: rx.Component | None, on_help: Any | None) -> rx.Component:
    """``on_help`` opens the help of the page; without one the button leads to the manual."""
    return rx.el.header(
        rx.el.div(
            icon_button(t("shell.open_menu"), "menu", id="open-menu", on_click=ShellState.set_drawer(True)),
            mark(),
            class_name="qb-topbar-start",
        ),
        _search(),
        tray or rx.fragment(),
        language_switch(),
        theme_switch(is_kept=True),
        icon_button(t("shell.help"), "circle-help", id="help", on_click=on_help or rx.redirect(routes.HELP)),
        rx.el.span(class_name="qb-topbar-line", aria_hidden="true"),
        _account_menu(),
        class_name="qb-topbar",
    )


def _search() -> rx.Component:
    return rx.el.button(
        rx.icon("search", size=15, aria_hidden="true"),
        rx.el.span(t("shell.search"), class_name="qb-search-words"),
        rx.el.kbd("Ctrl K", class_name="qb-search-keys", aria_hidden="true"),
        id="search",
        type="button",
        aria_label=t("shell.search"),
        aria_keyshortcuts="Control+K Meta+K",
        class_name="qb-search",
        on_click=shout(OPEN_PALETTE),
    )


def theme_switch(*, is_kept: bool = False) -> rx.Component:
    """Light or dark; kept by the browser, or also by the account."""
    is_dark = resolved_color_mode == "dark"
    other = rx.cond(is_dark, "light", "dark")
    deeds = [rx.toggle_color_mode, SessionState.set_theme(other)] if is_kept else rx.toggle_color_mode
    return rx.el.button(
        rx.cond(is_dark, rx.icon("sun", size=16, aria_hidden="true"), rx.icon("moon", size=16, aria_hidden="true")),
        id="theme",
        type="button",
        aria_label=t("shell.theme"),
        title=t("shell.theme"),
        class_name="qb-icon-button",
        on_click=deeds,
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
                    aria_label=t("shell.account_of", name=SessionState.name),
                )
            ),
            rx.menu.content(
                rx.el.div(t("shell.signed_in_as"), " ", SessionState.name, class_name="qb-menu-label"),
                _goes("account", "user-round", routes.ACCOUNT),
                _goes("preferences", "sliders-horizontal", routes.PREFERENCES),
                rx.cond(SessionState.role == Role.ADMIN, _goes("people", "users-round", routes.PEOPLE)),
                _goes("trash", "trash-2", routes.TRASH),
                rx.menu.separator(),
                _goes("help", "book-open", routes.HELP),
                _does("shortcuts", "keyboard", t("shell.shortcuts"), shout(OPEN_SHORTCUTS)),
                _does("checklist", "list-checks", t("shell.checklist"), rx.redirect("/?checklist=1")),
                rx.menu.separator(),
                _does(
                    "switch-mode",
                    "repeat-2",
                    rx.cond(is_expert(), t("shell.to_beginner"), t("shell.to_expert")),
                    ShellState.ask_mode(True),
                ),
                _does("sign-out", "log-out", t("shell.sign_out"), sign_out()),
                class_name="qb-account-menu",
            ),
        ),
    )


def sign_out() -> Any:
    """The form is sent by the browser itself, so that the cookie goes and the page comes anew."""
    return rx.call_script("document.getElementById('sign-out-form').submit()")


def _goes(name: str, icon: str, href: str) -> rx.Component:
    return _does(f"menu-{name}", icon, t(f"shell.{name}"), rx.redirect(href))


def _does(id: str, icon: str, label: Any, deed: Any) -> rx.Component:
    return rx.menu.item(rx.icon(icon, size=14, aria_hidden="true"), label, id=id, on_click=deed)
