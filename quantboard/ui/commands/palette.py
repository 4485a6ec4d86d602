"""What the command palette offers: every page, what can be done, and the sheet of shortcuts."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from quantboard.core.access import Role
from quantboard.ui import routes
from quantboard.ui.commands.commands_state import CommandState
from quantboard.ui.parts.commands.commands import commands
from quantboard.ui.session import SessionState
from quantboard.ui.shell_state import ShellState
from quantboard.ui.text.catalogue import both, t

PAGES: tuple[tuple[str, str, str], ...] = (  # address, sentence, the letter after g
    (routes.HOME, "shell.home", "h"),
    (routes.DATA, "shell.data", "d"),
    (routes.STRATEGIES, "shell.strategies", "s"),
    (routes.BACKTESTS, "shell.backtests", "b"),
    (routes.TASKS, "shell.tasks", "t"),
    (routes.SCHEDULES, "commands.schedules", ""),
    (routes.TRASH, "shell.trash", ""),
    (routes.ACCOUNT, "shell.account", ""),
    (routes.PREFERENCES, "shell.preferences", "p"),
    (routes.HELP, "shell.help", ""),
)
GO = (
    ("new-backtest", "commands.new_backtest", routes.NEW_BACKTEST),
    ("import", "commands.import", routes.IMPORT),
    ("new-strategy", "commands.new_strategy", routes.STRATEGIES),
)
ACTS = (
    ("theme-light", "commands.theme_light"),
    ("theme-dark", "commands.theme_dark"),
    ("theme-system", "commands.theme_system"),
    ("language", "commands.language"),
    ("mode", "commands.mode"),
    ("shortcuts", "shell.shortcuts"),
    ("sign-out", "shell.sign_out"),
)
KINDS = ("recent", "dataset", "strategy", "backtest", "task", "topic", "page", "action")
TEXTS = ("title", "placeholder", "none", "choose", "open", "shortcuts", "close")
SHORTCUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "everywhere": (
        ("Ctrl+K", "palette"),
        ("/", "focus_search"),
        ("?", "sheet"),
        ("Ctrl+Enter", "main"),
        ("Esc", "escape"),
        ("Tab", "tab"),
    ),
    "going": (
        ("g h", "home"),
        ("g d", "data"),
        ("g s", "strategies"),
        ("g b", "backtests"),
        ("g t", "tasks"),
        ("g p", "preferences"),
    ),
    "editor": (
        ("Ctrl+S", "save"),
        ("Ctrl+Space", "complete"),
        ("Ctrl+F", "find"),
        ("Ctrl+Z", "undo"),
        ("Tab", "indent"),
        ("Esc Tab", "leave"),
    ),
    "charts": (
        ("wheel + −", "zoom"),
        ("drag ← →", "pan"),
        ("Home End", "ends"),
        ("double-click 0", "fit"),
    ),
}


def palette() -> rx.Component:
    """Laid over every page behind the sign-in."""
    return commands(
        who=SessionState.name,
        items=rx.cond(SessionState.role == Role.ADMIN, _items(is_admin=True), _items(is_admin=False)),
        groups={kind: t(f"commands.{kind}s") for kind in KINDS},
        hits=CommandState.hits,
        hits_for=CommandState.hits_for,
        shortcuts=[_group(name, keys) for name, keys in SHORTCUTS.items()],
        texts={name: t(f"commands.{name}") for name in TEXTS},
        is_drawer_open=ShellState.is_drawer_open,
        on_search=CommandState.search,
        on_act=CommandState.act,
    )


def _items(*, is_admin: bool) -> list[dict[str, Any]]:
    pages = [*PAGES, (routes.PEOPLE, "shell.people", "")] if is_admin else PAGES
    return [
        *[_item("action", name, key, href=href) for name, key, href in GO],
        *[_item("page", f"page-{href}", key, href=href, jump=jump) for href, key, jump in pages],
        *[_item("action", name, key) for name, key in ACTS],
    ]


def _item(kind: str, name: str, key: str, **more: str) -> dict[str, Any]:
    """Found by its words in either language."""
    return {"kind": kind, "id": name, "label": t(key), "words": " · ".join(both(key)), **more}


def _group(name: str, keys: Sequence[tuple[str, str]]) -> dict[str, Any]:
    told = [[[_spelled(key) for key in pressed.split()], t(f"commands.does_{does}")] for pressed, does in keys]
    return {"title": t(f"commands.keys_{name}"), "keys": told}


def _spelled(keys: str) -> Any:
    """A key is spelled alike everywhere; what a mouse does has words."""
    words = {"wheel": "commands.wheel", "drag": "commands.drag", "double-click": "commands.double_click"}
    return t(words[keys]) if keys in words else keys
