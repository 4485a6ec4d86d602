"""Above the list of backtests: state, order, filters; the choice of all on a phone; name, note and tags of one run."""

from typing import Any

import reflex as rx

from quantboard.core.task import Status
from quantboard.ui.backtests.list_state import BacktestListState as S
from quantboard.ui.backtests.list_view import METRICS
from quantboard.ui.parts.button import button
from quantboard.ui.parts.field import text_field
from quantboard.ui.text.catalogue import t

A: Any = S.asked
E: Any = S.edit
ORDERS = {"made": "backtests.made", "name": "backtests.name", "dataset": "backtests.dataset"}


def states() -> rx.Component:
    """One state, or any."""
    return _select(
        "status",
        t("common.status"),
        S.status,
        S.choose_status,
        [("", t("backtests.any_status")), *((str(state), t(f"status.{state}")) for state in Status)],
    )


def order_choice() -> rx.Component:
    """Any headline to order by, on a phone too; the button opens the filters."""
    keys = {**ORDERS, **{key: name for key, (_, name) in METRICS.items()}}
    here = rx.match(S.sorted_by, *[(f"{way}{key}", key) for key in keys for way in ("", "-")], "made")
    opened = button(
        rx.cond(S.n_filters > 0, t("runs.n_filters", n=S.n_filters), t("runs.filters")),
        id="open-filters",
        icon="list-filter",
        on_click=S.open_filters,
        aria_expanded=S.is_open,
    )
    choice = _select("order-by", t("runs.order"), here, S.order_by, [(key, t(name)) for key, name in keys.items()])
    return rx.fragment(choice, opened)


def filters() -> rx.Component:
    """What narrows the list; folded away until it is wanted."""
    grid = rx.el.div(
        _choice("strategy", "runs.strategy", S.strategies),
        _choice("dataset", "runs.dataset", S.datasets),
        _choice("owner", "runs.owner", S.owners),
        _tags(),
        _day("since", "runs.since"),
        _day("until", "runs.until"),
        _flag("favourite", "runs.favourites"),
        rx.el.span(_flag("best", "runs.best"), title=t("runs.best_why")),
        _select(
            "more-metric",
            t("runs.column"),
            S.more,
            S.show_metric,
            [(key, t(name)) for key, (_, name) in METRICS.items() if key not in ("return", "sharpe", "drawdown")],
        ),
        class_name="qb-filters",
        id="filters",
    )
    return rx.cond(S.is_open | (S.n_filters > 0), grid, rx.fragment())


def _choice(name: str, any_key: str, pairs: Any) -> rx.Component:
    return rx.el.select(
        rx.el.option(t(any_key), value=""),
        rx.foreach(pairs, lambda pair: rx.el.option(pair[1], value=pair[0])),
        id=f"filter-{name}",
        value=A[name],
        on_change=lambda value: S.narrow(name, value),
        aria_label=t(f"{any_key}_label"),
        class_name="qb-input qb-select",
    )


def _tags() -> rx.Component:
    tags: Any = S.tags
    return rx.el.select(
        rx.el.option(t("runs.tag"), value=""),
        rx.foreach(tags, lambda tag: rx.el.option(tag, value=tag)),
        id="filter-tag",
        value=A["tag"],
        on_change=lambda value: S.narrow("tag", value),
        aria_label=t("runs.tag_label"),
        class_name="qb-input qb-select",
    )


def _day(name: str, key: str) -> rx.Component:
    return rx.el.label(
        rx.el.span(t(key), class_name="qb-sub"),
        rx.el.input(
            id=f"filter-{name}",
            type="date",
            value=A[name],
            on_change=lambda value: S.narrow(name, value),
            class_name="qb-input",
        ),
        class_name="qb-row",
        style={"gap": "6px", "flexWrap": "nowrap", "whiteSpace": "nowrap"},
    )


def _flag(name: str, key: str) -> rx.Component:
    is_on = A[name] != ""
    return rx.el.button(
        t(key),
        type="button",
        id=f"filter-{name}",
        class_name=rx.cond(is_on, "qb-pill qb-pill-here", "qb-pill"),
        aria_pressed=is_on,
        on_click=S.narrow(name, rx.cond(is_on, "", "yes")),
    )


def _select(name: str, label: Any, value: Any, on_change: Any, options: list[tuple[str, Any]]) -> rx.Component:
    return rx.el.select(
        *[rx.el.option(shown, value=word) for word, shown in options],
        id=name,
        value=value,
        on_change=on_change,
        aria_label=label,
        title=label,
        class_name="qb-input qb-select",
    )


def choose_all() -> rx.Component:
    """The headings, which hold this choice, are not there on a phone."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            id="choose-all-narrow",
            checked=S.is_page_chosen,
            disabled=S.choosable.length() == 0,
            on_change=S.choose_page,
            class_name="qb-check",
        ),
        t("list.select_page"),
        class_name="qb-row",
        style={"gap": "8px", "padding": "10px 14px", "@media (min-width: 721px)": {"display": "none"}},
    )


def edit_dialog() -> rx.Component:
    """Name, note and tags of one run."""
    note = rx.el.div(
        rx.el.label(t("runs.note"), html_for="edit-note", class_name="qb-label"),
        rx.debounce_input(
            rx.el.textarea(
                id="edit-note",
                value=E["note"],
                on_change=lambda text: S.type_edit("note", text),
                rows="4",
                max_length=4000,
                class_name="qb-input",
            ),
            debounce_timeout=250,
            force_notify_on_blur=True,
        ),
        class_name="qb-field",
    )
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(t("runs.edit"), size="4"),
            rx.dialog.description(t("runs.edit_of", name=E["name"]), size="2", style={"display": "none"}),
            rx.el.div(
                text_field(
                    t("backtests.name"),
                    name="edit-name",
                    value=E["name"],
                    on_change=lambda text: S.type_edit("name", text),
                    max_length=120,
                ),
                note,
                text_field(
                    t("runs.tags"),
                    name="edit-tags",
                    value=E["tags"],
                    on_change=lambda text: S.type_edit("tags", text),
                    help=t("runs.tags_help"),
                    error=S.edit_error,
                ),
                class_name="qb-stack",
            ),
            rx.el.div(
                button(t("common.cancel"), id="edit-leave", on_click=S.close_edit(False)),
                button(t("common.save"), id="edit-save", kind="main", on_click=S.save_edit),
                class_name="qb-dialog-actions",
            ),
            max_width="480px",
        ),
        open=S.edited != "",
        on_open_change=S.close_edit,
    )
