"""The notes tab of the report."""

import reflex as rx

from quantboard.ui.backtests.report_notes_state import CommentRow, NotesState
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card, columns
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import loading
from quantboard.ui.text.catalogue import t


def notes() -> rx.Component:
    """The owner's note, and the remarks of the team."""
    state = NotesState
    parts = columns(_note(), _comments(), least="380px")
    return rx.el.div(rx.cond(state.is_loaded, parts, loading(t("common.loading"))), on_mount=state.load)


def _note() -> rx.Component:
    state = NotesState
    star = icon_button(
        t("report.favourite"),
        "star",
        id="favourite",
        on_click=state.toggle_favourite,
        class_name=rx.cond(state.is_favourite, "qb-icon-button qb-star-on", "qb-icon-button"),
        aria_pressed=state.is_favourite,
    )
    area = rx.debounce_input(
        rx.el.textarea(
            id="run-note",
            value=state.note,
            on_change=state.set_note,
            rows=8,
            placeholder=t("report.note_hint"),
            aria_label=t("report.note"),
            class_name="qb-input",
            style={"width": "100%", "resize": "vertical"},
        ),
        debounce_timeout=250,
        force_notify_on_blur=True,
    )
    save = button(
        t("common.save"), id="keep-note", icon="check", on_click=state.keep_note, disabled=state.note == state.kept
    )
    shown = rx.el.p(rx.cond(state.note != "", state.note, t("report.no_note")), class_name="qb-said-text")
    tags = rx.el.div(rx.foreach(state.tags, lambda tag: badge(tag, "quiet", "tag")), class_name="qb-row")
    return card(
        rx.cond(state.can_note, rx.fragment(area, rx.el.div(save, style={"marginTop": "10px"})), shown),
        rx.cond(state.tags.length() > 0, rx.el.div(tags, style={"marginTop": "12px"}), rx.fragment()),
        title=t("report.note"),
        lead=t("report.note_lead"),
        actions=(rx.cond(state.can_note, star, rx.fragment()),),
        id="note",
    )


def _comments() -> rx.Component:
    state = NotesState
    write = rx.fragment(
        rx.debounce_input(
            rx.el.textarea(
                id="comment-draft",
                value=state.draft,
                on_change=state.set_draft,
                rows=3,
                placeholder=t("report.comment_hint"),
                aria_label=t("report.comment_hint"),
                class_name="qb-input",
                style={"width": "100%", "resize": "vertical"},
            ),
            debounce_timeout=250,
            force_notify_on_blur=True,
        ),
        rx.el.div(
            button(t("report.comment_send"), id="comment-send", icon="send", on_click=state.send),
            style={"marginTop": "10px"},
        ),
    )
    none = rx.el.p(t("report.no_comments"), class_name="qb-sub", style={"margin": "0 0 12px"})
    rows = rx.el.ul(rx.foreach(state.rows, _comment), class_name="qb-comments", id="comment-list")
    return card(
        rx.cond(state.rows.length() > 0, rows, none),
        rx.cond(state.can_say, write, rx.fragment()),
        title=t("report.comments"),
        lead=t("report.comments_lead"),
        id="comments",
    )


def _comment(one: CommentRow) -> rx.Component:
    state = NotesState
    edit = icon_button(t("report.comment_edit"), "pencil", id="edit-" + one.id, on_click=state.begin_edit(one.id))
    remove = confirm(
        icon_button(t("trash.delete"), "trash-2", id="remove-" + one.id),
        title=t("report.comment_ask"),
        text=t("report.comment_ask_text"),
        go=t("trash.delete"),
        on_confirm=state.delete(one.id),
        danger=True,
        id="remove-comment",
    )
    head = rx.el.div(
        rx.el.span(one.initial, class_name="qb-avatar", aria_hidden="true"),
        rx.el.strong(one.author),
        rx.el.span(one.at, rx.cond(one.is_edited, rx.fragment(" · ", t("report.comment_edited")), ""),
                   class_name="qb-sub"),
        rx.cond(one.is_mine, rx.el.span(edit, remove, class_name="qb-comment-tools"), rx.fragment()),
        class_name="qb-comment-head",
    )  # fmt: skip
    area = rx.fragment(
        rx.debounce_input(
            rx.el.textarea(
                id="comment-new",
                value=state.new_text,
                on_change=state.set_new_text,
                rows=3,
                aria_label=t("report.comment_edit"),
                class_name="qb-input",
            ),
            debounce_timeout=250,
            force_notify_on_blur=True,
        ),
        rx.el.div(
            button(t("common.save"), id="comment-keep", size="1", on_click=state.keep_edit),
            button(t("common.cancel"), id="comment-leave", size="1", kind="quiet", on_click=state.begin_edit("")),
            class_name="qb-row",
            style={"marginTop": "8px"},
        ),
    )
    return rx.el.li(head, rx.cond(state.edited == one.id, area, rx.el.p(one.text, class_name="qb-said-text")))
