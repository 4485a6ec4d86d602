"""Earlier imports below the form: files, rows, errors."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.services import import_records
from quantboard.services.import_records import RecordView
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import told_kept
from quantboard.ui.format import instant, whole
from quantboard.ui.parts.button import icon_button
from quantboard.ui.parts.card import card
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import catalogue, say, t

SHOWN = 10


@dataclass(frozen=True)
class RecordRow:
    """One import in the list."""

    id: str
    name: str
    href: str
    made: str
    files: str
    status: str
    read: str
    kept: str
    skipped: str
    error: str


class RecordsState(rx.State):
    """The person's last imports."""

    records: rx.Field[list[RecordRow]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> None:
        """When the page opens."""
        language = await language_of(self)
        found = await call(import_records.page, await actor_of(self), SHOWN)
        self.records = [_row(one, language) for one in found.items]

    @rx.event
    async def delete(self, record_id: str) -> Any:
        """Forget one."""
        await call(import_records.delete, await actor_of(self), record_id)
        return RecordsState.load


def _row(one: RecordView, language: str) -> RecordRow:
    key = f"imports.status_{one.status}"
    files = ", ".join(str(file["name"]) for file in one.files)
    read, kept, skipped = ("" if n is None else whole(n) for n in (one.rows_read, one.rows_kept, one.rows_skipped))
    status = say(language, key) if key in catalogue() else one.status
    error = told_kept(one.error, language) if one.error.get("code") else ""
    href = routes.dataset(one.dataset_id) if one.has_dataset else ""
    return RecordRow(one.id, one.name, href, instant(one.created_at), files, status, read, kept, skipped, error)


def records() -> rx.Component:
    """The card, or nothing where there was no import."""
    state = RecordsState
    columns = [
        Column(t("common.name")),
        Column(t("imports.when")),
        Column(t("imports.status")),
        Column(t("imports.read"), is_number=True),
        Column(t("imports.kept"), is_number=True),
        Column(t("imports.skipped"), is_number=True),
        Column("", width="1%"),
    ]
    found = card(
        table(columns, rx.foreach(state.records, _line), label=t("imports.title"), id="import-records"),
        title=t("imports.title"),
        lead=t("imports.lead"),
        flush=True,
    )
    return rx.cond(state.records.length() > 0, found, rx.fragment())


def _line(row: RecordRow) -> rx.Component:
    return table_row(
        cell(
            rx.cond(row.href != "", rx.link(row.name, href=row.href, class_name="qb-row-link"), rx.el.span(row.name)),
            rx.el.div(row.files, class_name="qb-sub"),
        ),
        cell(row.made, style={"whiteSpace": "nowrap"}),
        cell(row.status, rx.cond(row.error != "", rx.el.div(row.error, class_name="qb-sub"), rx.fragment())),
        number_cell(row.read),
        number_cell(row.kept),
        number_cell(row.skipped),
        cell(
            icon_button(
                t("imports.delete"), "trash-2", id=f"drop-record-{row.id}", on_click=RecordsState.delete(row.id)
            )
        ),
        key=row.id,
    )
