"""A plain table for up to some 200 rows; larger ones belong to the grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

Text = str | rx.Var[Any]
STACKED = range(3, 10)


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand right."""

    label: Text
    is_number: bool = False
    width: str = "auto"


def table(columns: Sequence[Column], rows: rx.Component, *, label: Text, **props: Any) -> rx.Component:
    """``rows`` is ``rx.foreach(State.rows, draw)``, ``draw`` returns ``table_row(cell(…), …)``; ``label`` names it.

    On a phone a row of three to nine cells becomes a block in which each cell says its heading.
    """
    heads = [
        rx.el.th(
            column.label, scope="col", class_name="qb-num" if column.is_number else "", style={"width": column.width}
        )
        for column in columns
    ]
    stacks = len(columns) in STACKED
    headings = {f"--head-{n}": _quoted(column.label) for n, column in enumerate(columns, 1)} if stacks else {}
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*heads)),
            rx.el.tbody(rows),
            class_name="qb-table qb-table-stacks" if stacks else "qb-table",
            aria_label=label,
            style=headings,
        ),
        class_name="qb-table-frame",
        tab_index=0,
        role="region",
        aria_label=label,
        **props,
    )


def _quoted(label: Text) -> Text:
    """As CSS writes a text."""
    return f'"{label}"' if isinstance(label, str) else rx.Var.create('"') + label.to(str) + '"'


def table_row(*cells: rx.Component, **props: Any) -> rx.Component:
    """One row; with ``on_click`` also pass ``class_name="qb-clickable"``."""
    return rx.el.tr(*cells, **props)


def cell(*content: Any, **props: Any) -> rx.Component:
    """Text, a link, a badge."""
    return rx.el.td(*content, **props)


def number_cell(*content: Any, **props: Any) -> rx.Component:
    """A number: right, tabular."""
    return rx.el.td(*content, class_name="qb-num", **props)


def link_cell(text: Text, href: Any, *, sub: Text | None = None) -> rx.Component:
    """The cell that opens the row's object."""
    return rx.el.td(
        rx.link(text, href=href, class_name="qb-row-link"),
        rx.el.div(sub, class_name="qb-sub") if sub is not None else rx.fragment(),
    )
