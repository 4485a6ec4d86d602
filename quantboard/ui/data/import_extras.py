"""Beside the form of the import: repairs, saved profiles, folders of the server."""

import reflex as rx

from quantboard.ui.data.import_state import ImportState
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.field import select_field, text_field
from quantboard.ui.text.catalogue import t

REPAIRS = ("swap", "dedupe", "fill")


def repairs() -> rx.Component:
    """Which repairs are done while importing; what they change is listed with the findings."""
    state = ImportState

    def choice(step: str) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="checkbox",
                id=f"repair-{step}",
                checked=state.repairs.contains(step),
                on_change=state.toggle_repair(step),
            ),
            rx.el.span(t(f"imports.repair_{step}")),
            class_name="qb-row",
            style={"gap": "8px", "fontSize": "13.5px"},
        )

    return card(
        stack(*map(choice, REPAIRS), gap="8px"),
        title=t("imports.repairs"),
        lead=t("imports.repairs_help"),
        id="repairs",
    )


def profiles() -> rx.Component:
    """Use a saved way to read, or save the present one."""
    state = ImportState
    chosen = rx.cond(
        state.profile != "",
        rx.el.div(
            button(t("profiles.rename"), id="rename-profile", icon="pencil", on_click=state.rename_profile),
            icon_button(t("profiles.delete"), "trash-2", id="delete-profile", on_click=state.delete_profile),
            class_name="qb-row",
            style={"gap": "8px"},
        ),
        rx.fragment(),
    )
    return card(
        stack(
            select_field(
                t("profiles.title"),
                name="profile",
                value=state.profile,
                on_change=state.use_profile,
                options=state.profiles,
                help=t("profiles.help"),
            ),
            text_field(
                t("profiles.name"),
                name="profile-name",
                value=state.profile_name,
                on_change=state.set_profile_name,
                error=state.profile_error,
            ),
            rx.el.div(button(t("profiles.save"), id="save-profile", icon="save", on_click=state.save_profile)),
            chosen,
            gap="12px",
        ),
        id="profiles",
    )


def folders() -> rx.Component:
    """Files that lie on the server already; nothing where no folder is allowed."""
    state = ImportState
    entries = rx.foreach(state.folder_files, lambda one: rx.el.option(one[1], value=one[0]))
    shelf = card(
        rx.el.div(
            rx.el.select(
                rx.el.option(t("imports.folder_file"), value=""),
                entries,
                id="folder-file",
                value=state.folder_file,
                on_change=state.choose_folder_file,
                aria_label=t("imports.folder"),
                class_name="qb-input qb-select",
                style={"width": "auto", "minWidth": "240px", "maxWidth": "100%"},
            ),
            button(t("imports.folder_take"), id="folder-take", icon="folder-open", on_click=state.take_from_folder),
            class_name="qb-row",
            style={"gap": "10px", "flexWrap": "wrap"},
        ),
        title=t("imports.folder"),
        id="folders",
    )
    return rx.cond(state.folder_files.length() > 0, shelf, rx.fragment())
