"""Findings with their sample rows, as the import form and the dataset page show them."""

from typing import Any

import reflex as rx

from quantboard.ui.data.views import FindingRow, PlaceRow
from quantboard.ui.parts.badge import badge
from quantboard.ui.text.catalogue import t


def findings(rows: Any) -> rx.Component:
    """A Var of ``list[FindingRow]``; one sentence when it is empty."""
    nothing = rx.el.p(
        rx.icon("circle-check", size=15, color="var(--jade-10)"), t("data.problems_none"), class_name="qb-row"
    )
    return rx.cond(
        rows.length() > 0, rx.el.div(rx.foreach(rows, _finding), class_name="qb-stack", style={"gap": "10px"}), nothing
    )


def _finding(row: FindingRow) -> rx.Component:
    head = rx.el.div(
        rx.match(
            row.severity,
            ("error", badge(t("data.severity_error"), "bad", "circle-x")),
            ("warning", badge(t("data.severity_warning"), "warn", "triangle-alert")),
            badge(t("data.severity_info"), "quiet", "info"),
        ),
        rx.el.span(row.text, style={"fontSize": "13.5px"}),
        class_name="qb-row",
        style={"gap": "10px", "alignItems": "center"},
    )
    detail = rx.cond(
        row.detail != "", rx.el.p(row.detail, class_name="qb-sub", style={"margin": "3px 0 0"}), rx.fragment()
    )
    places: Any = row.places
    shown = rx.el.details(
        rx.el.summary(t("data.show_rows"), class_name="qb-summary", style={"fontSize": "12.5px", "marginTop": "4px"}),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("data.col_line"), scope="col", class_name="qb-num"),
                        rx.el.th(t("common.symbol"), scope="col"),
                        rx.el.th(t("data.col_column"), scope="col"),
                        rx.el.th(t("data.col_cell"), scope="col"),
                    )
                ),
                rx.el.tbody(rx.foreach(places, _place)),
                class_name="qb-table",
            ),
            class_name="qb-table-frame",
            style={"maxHeight": "240px", "overflowY": "auto", "marginTop": "6px"},
        ),
    )
    return rx.el.div(head, detail, rx.cond(places.length() > 0, shown, rx.fragment()))


def _place(place: PlaceRow) -> rx.Component:
    return rx.el.tr(
        rx.el.td(place.line, class_name="qb-num"),
        rx.el.td(place.symbol),
        rx.el.td(place.column),
        rx.el.td(place.text, class_name="qb-mono"),
    )
