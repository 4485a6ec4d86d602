"""The pieces of a list: search and filter, headings that sort, rows that can be chosen, their deeds, its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.empty import empty
from quantboard.ui.text.catalogue import t

Text = str | rx.Var[Any]
WHOSE = ("all", "mine", "team")


@dataclass(frozen=True)
class Head:
    """A heading; with a ``key`` the list can be ordered by it."""

    label: Text
    key: str = ""
    is_number: bool = False
    width: str = "auto"


def list_tools(state: Any, *others: rx.Component, placeholder: Text, id: str = "list-search") -> rx.Component:
    """Above the list: words, and whose."""
    search = rx.debounce_input(
        rx.el.input(
            id=id,
            type="search",
            value=state.words,
            on_change=state.search,
            placeholder=placeholder,
            aria_label=placeholder,
            class_name="qb-input",
        ),
        debounce_timeout=250,
    )
    pills = [_pill(state, whose) for whose in WHOSE]
    return rx.el.div(
        rx.el.div(search, class_name="qb-filter-wide"),
        rx.el.div(*pills, class_name="qb-pills", role="group", aria_label=t("sharing.whose"), id="whose"),
        *others,
        class_name="qb-filters",
    )


def _pill(state: Any, whose: str) -> rx.Component:
    is_chosen = state.whose == whose
    return rx.el.button(
        t(f"sharing.{whose}"),
        type="button",
        id=f"whose-{whose}",
        class_name=rx.cond(is_chosen, "qb-pill qb-pill-here", "qb-pill"),
        aria_pressed=is_chosen,
        on_click=state.choose_whose(whose),
    )


def bulk_bar(state: Any) -> rx.Component:
    """What can be done with all that is chosen; there while something is."""
    return rx.cond(
        state.chosen.length() > 0,
        rx.el.div(
            rx.el.strong(t("list.n_selected", n=state.chosen.length())),
            button(t("sharing.share"), id="bulk-share", icon="users", size="1", on_click=state.share_chosen(True)),
            button(t("sharing.unshare"), id="bulk-unshare", icon="lock", size="1", on_click=state.share_chosen(False)),
            button(
                t("trash.delete"),
                id="bulk-delete",
                icon="trash-2",
                kind="danger",
                size="1",
                on_click=state.ask_delete(""),
            ),
            icon_button(t("list.clear"), "x", id="bulk-clear", on_click=state.clear_chosen),
            class_name="qb-bulk",
            role="region",
            aria_live="polite",
            aria_label=t("list.n_selected", n=state.chosen.length()),
            id="bulk",
        ),
        rx.fragment(),
    )


def list_table(state: Any, heads: Sequence[Head], rows: rx.Component, *, label: Text, id: str) -> rx.Component:
    """Rows in the order of a heading; on a phone each becomes a block. The first cell holds the choice and the name."""
    first, *others = heads
    cells = [_first_head(state, first), *[_head(state, one) for one in others]]
    headings = {f"--head-{n}": rx.Var.create('"') + _text(one.label) + '"' for n, one in enumerate(heads, 1)}
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*cells)),
            rx.el.tbody(rows),
            class_name="qb-table qb-table-stacks",
            aria_label=label,
            style=headings,
        ),
        class_name="qb-table-frame",
        tab_index=0,
        role="region",
        aria_label=label,
        id=id,
    )


def _text(label: Text) -> rx.Var[str]:
    return (rx.Var.create(label) if isinstance(label, str) else label).to(str)


def _first_head(state: Any, head: Head) -> rx.Component:
    box = rx.el.input(
        type="checkbox",
        id="choose-page",
        checked=state.is_page_chosen,
        disabled=state.choosable.length() == 0,
        on_change=state.choose_page,
        aria_label=t("list.select_page"),
        class_name="qb-check",
    )
    return rx.el.th(
        rx.el.div(box, _sorter(state, head), class_name="qb-chooser"), scope="col", aria_sort=_way(state, head)
    )


def _head(state: Any, head: Head) -> rx.Component:
    look = "qb-num" if head.is_number else ""
    style = {"width": head.width}
    if not head.key:
        return rx.el.th(head.label, scope="col", class_name=look, style=style)
    return rx.el.th(_sorter(state, head), scope="col", class_name=look, style=style, aria_sort=_way(state, head))


def _sorter(state: Any, head: Head) -> rx.Component:
    arrow = rx.match(state.sorted_by, (head.key, " ↑"), (f"-{head.key}", " ↓"), "")
    return rx.el.button(
        head.label,
        rx.el.span(arrow, aria_hidden="true"),
        type="button",
        id=f"order-{head.key}",
        class_name="qb-sorter",
        on_click=state.order(head.key),
    )


def _way(state: Any, head: Head) -> Any:
    return rx.match(state.sorted_by, (head.key, "ascending"), (f"-{head.key}", "descending"), "none")


def first_cell(state: Any, row: Any, *content: Any) -> rx.Component:
    """The choice of the row and what names it; what may not be changed cannot be chosen."""
    box = rx.el.input(
        type="checkbox",
        id="choose-" + row.marks.id,
        checked=state.chosen.contains(row.marks.id),
        disabled=~row.marks.can_change,
        on_change=lambda is_on: state.choose(row.marks.id, is_on),
        aria_label=t("list.select", name=row.marks.name),
        class_name="qb-check",
    )
    return rx.el.td(rx.el.div(box, rx.el.div(*content, style={"minWidth": 0}), class_name="qb-chooser"))


def owner_cell(row: Any) -> rx.Component:
    """Whose it is, whether it is shared, who changed it last."""
    return rx.el.td(
        rx.el.div(
            rx.cond(row.marks.is_mine, t("sharing.me"), row.marks.owner),
            rx.cond(row.marks.is_shared, badge(t("sharing.shared"), "info", "users"), rx.fragment()),
            class_name="qb-row",
            style={"gap": "7px"},
        ),
        rx.cond(
            row.marks.edited_by != row.marks.owner,
            rx.el.div(t("sharing.edited"), ": ", row.marks.edited_by, title=row.marks.edited_at, class_name="qb-sub"),
            rx.fragment(),
        ),
    )


def used_cell(row: Any) -> rx.Component:
    """How many backtests use it."""
    return rx.el.td(rx.cond(row.marks.n_used > 0, row.marks.n_used, "–"), class_name="qb-num")


def delete_cell(state: Any, row: Any, *others: Any) -> rx.Component:
    """The row's own deeds; the last asks whether to delete it."""
    return rx.el.td(
        rx.el.div(
            *others,
            rx.cond(
                row.marks.can_change,
                icon_button(
                    t("trash.delete"), "trash-2", id="delete-" + row.marks.id, on_click=state.ask_delete(row.marks.id)
                ),
                rx.fragment(),
            ),
            class_name="qb-row-tools",
        )
    )


def delete_question(state: Any) -> rx.Component:
    """Names what is affected before anything goes to the trash."""
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(state.asked_title, size="4"),
            rx.alert_dialog.description(t("trash.ask_text"), size="2"),
            rx.cond(
                state.asked_lines.length() > 0,
                rx.el.ul(
                    rx.foreach(state.asked_lines, lambda line: rx.el.li(line)), class_name="qb-affected", id="affected"
                ),
                rx.fragment(),
            ),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button(t("common.cancel"), variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button(t("trash.delete"), on_click=state.delete_asked, color_scheme="red", id="delete-go")
                ),
                class_name="qb-dialog-actions",
            ),
            max_width="460px",
        ),
        open=state.is_asking,
        on_open_change=state.close_question,
    )


def pager(state: Any) -> rx.Component:
    """Which part is shown, and the way to the others."""
    return rx.el.div(
        rx.el.span(
            t("list.span", first=state.first, last=state.last, total=state.total), class_name="qb-sub", id="list-span"
        ),
        icon_button(t("list.back"), "chevron-left", id="list-back", on_click=state.turn(-1), disabled=state.first <= 1),
        icon_button(
            t("list.next"),
            "chevron-right",
            id="list-next",
            on_click=state.turn(1),
            disabled=state.last >= state.total,
        ),
        class_name="qb-pager",
    )


def nothing_found(state: Any) -> rx.Component:
    """The words or the filter leave nothing."""
    return empty(
        "search-x",
        t("list.nothing"),
        t("list.nothing_text"),
        action=button(t("list.show_all"), id="show-all", on_click=state.show_all),
    )
