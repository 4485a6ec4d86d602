"""The named set-ups above the run form: a choice, and what can be done with the one that is loaded."""

from typing import Any

import reflex as rx

from quantboard.ui.backtests.setup_state import NEW, OTHER
from quantboard.ui.backtests.setup_state import SetupState as S
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.field import text_field
from quantboard.ui.text.catalogue import t


def setups_card() -> rx.Component:
    """Load, save, save as; the rest appears once one is loaded."""
    rows: Any = S.rows
    choice = rx.el.select(
        rx.el.option(t("setups.choose"), value=""),
        rx.foreach(rows, lambda row: rx.el.option(row.label, value=row.id)),
        id="setup",
        value=S.setup_id,
        on_change=S.choose,
        aria_label=t("setups.choose"),
        class_name="qb-input qb-select",
        style={"maxWidth": "320px", "flex": "1 1 200px"},
    )
    line = rx.el.div(
        rx.cond(S.rows.length() > 0, choice, rx.el.span(t("setups.none"), class_name="qb-sub", id="no-setups")),
        rx.cond(S.can_change, button(t("setups.save"), id="setup-save", icon="save", on_click=S.save), rx.fragment()),
        button(t("setups.save_as"), id="setup-save-as", icon="bookmark-plus", on_click=S.ask_name(NEW)),
        rx.cond(S.setup_id != "", _deeds(), rx.fragment()),
        class_name="qb-row",
        style={"gap": "8px"},
    )
    return card(
        stack(
            line,
            rx.cond(S.naming != "", _naming(), rx.fragment()),
            rx.cond(
                (S.error != "") & (S.naming == ""),
                rx.el.p(rx.el.span(S.error), class_name="qb-error", role="alert", id="setup-problem"),
                rx.fragment(),
            ),
            gap="10px",
        ),
        title=t("setups.title"),
        lead=t("setups.lead"),
        id="setups",
    )


def _deeds() -> rx.Component:
    own = rx.fragment(
        icon_button(t("setups.rename"), "pencil", id="setup-rename", on_click=S.ask_name(OTHER)),
        rx.cond(
            S.is_shared,
            icon_button(t("setups.unshare"), "lock", id="setup-unshare", on_click=S.set_shared(False)),
            icon_button(t("setups.share"), "users", id="setup-share", on_click=S.set_shared(True)),
        ),
        icon_button(t("setups.delete"), "trash-2", id="setup-delete", on_click=S.ask_delete("")),
    )
    return rx.el.span(
        icon_button(t("setups.copy"), "copy", id="setup-copy", on_click=S.copy_setup),
        rx.cond(S.can_change, own, rx.fragment()),
        class_name="qb-row",
        style={"gap": "2px"},
    )


def _naming() -> rx.Component:
    return rx.el.div(
        text_field(
            t("setups.name"),
            name="setup-name",
            value=S.name,
            on_change=S.type_name,
            error=S.error,
            max_length=120,
            auto_focus=True,
        ),
        rx.el.div(
            button(t("common.save"), id="setup-name-save", kind="main", on_click=S.give_name),
            button(t("common.cancel"), id="setup-name-leave", on_click=S.ask_name("")),
            class_name="qb-actions",
            style={"marginTop": "10px"},
        ),
        style={"maxWidth": "420px"},
    )
