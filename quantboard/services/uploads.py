"""Files that people hand in: received, looked at, forgotten."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from quantboard.core.access import Actor, Deed, require
from quantboard.core.cleaning.quality import Finding
from quantboard.db import datasets as rows
from quantboard.db.session import Session, session
from quantboard.errors import QuantBoardError
from quantboard.readers.dates import SHOWN
from quantboard.readers.detect import detect, glance
from quantboard.readers.plan import Note, Question
from quantboard.readers.read import ReadResult, read
from quantboard.services.work import work
from quantboard.settings import settings
from quantboard.store import uploads

CHECKED_AT_ONCE = 24 << 20  # larger files are checked whole by the job only


@dataclass(frozen=True)
class UploadView:
    """A file that waits to be imported."""

    id: str
    name: str
    size: int


@dataclass(frozen=True)
class Preview:
    """What the import form shows: how a file is read, its first rows, what was found, what must be answered."""

    upload_id: str
    name: str
    container: str
    members: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    roles: dict[str, str]
    extras: tuple[str, ...]
    settings: dict[str, str]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]
    n_rows: int
    n_kept: int
    symbols: tuple[str, ...]
    error: dict[str, str] | None = None


async def receive(actor: Actor, name: str, chunks: AsyncIterator[bytes]) -> UploadView:
    """Store a body that streams in and register it; raises what is wrong with its name or size."""
    import asyncio

    require(actor, Deed.MAKE, what="upload")
    stored = await uploads.receive(actor.user_id, name, chunks, settings().upload_limit_mb << 20)
    return await asyncio.to_thread(register, actor, stored)


def register(actor: Actor, stored: uploads.Stored) -> UploadView:
    """Remember a stored file."""
    require(actor, Deed.MAKE, what="upload")
    with work() as w:
        row = rows.Upload(
            id=stored.id, owner_id=actor.user_id, name=stored.name, size=stored.size, sha256=stored.sha256
        )
        w.session.add(row)
    return UploadView(stored.id, stored.name, stored.size)


def seen(asking: Session, actor: Actor, upload_id: str) -> rows.Upload:
    """The person's own upload; raises as if it were absent otherwise."""
    row = rows.upload(asking, upload_id)
    if row is None:
        raise uploads.MissingUpload("There is no such upload.", "Upload the file again.")
    require(actor, Deed.CHANGE, row, what="upload")
    return row


def preview(actor: Actor, upload_id: str, hints: Mapping[str, str]) -> Preview:
    """How a file would be read with these hints. What makes it unreadable comes back in ``error``."""
    with session() as asking:
        row = seen(asking, actor, upload_id)
    path = uploads.path_of(row.owner_id, row.id)
    try:
        found = detect(path, row.name, hints)
    except QuantBoardError as error:
        return _broken(row, path, hints, error)
    checked, problem = None, None
    if row.size <= CHECKED_AT_ONCE:
        try:
            checked = read(path, row.name, hints, ask=True, calendars=True)
        except QuantBoardError as error:
            problem = error.as_dict()
    plan = checked.plan if checked else found.plan
    named = {role: _column(plan.names, at) for role, at in found.plan.roles.items()}
    return Preview(
        upload_id=row.id,
        name=row.name,
        container=found.container,
        members=found.members,
        columns=tuple(_column(plan.names, at) for at in range(len(plan.names))),
        rows=found.preview,
        roles=named,
        extras=tuple(found.plan.extras),
        settings={
            "encoding": plan.encoding,
            "delimiter": plan.delimiter,
            "decimal": plan.decimal,
            "dates": found.plan.dates,
            "dates_shown": SHOWN[found.plan.dates],
            "zone": plan.zone,
            "interval": plan.interval,
            "stamp": plan.stamp or "start",
            "scale": f"{plan.scale:g}",
            "header": str(len(found.plan.header_rows)),
            "symbol_name": plan.symbol,
        },
        questions=checked.questions if checked else found.questions,
        notes=checked.notes if checked else found.notes,
        findings=checked.report.findings if checked else (),
        n_rows=checked.report.rows_read if checked else 0,
        n_kept=checked.report.rows_kept if checked else 0,
        symbols=_symbols(checked),
        error=problem,
    )


def _symbols(checked: ReadResult | None) -> tuple[str, ...]:
    return checked.rows.symbols if checked else ()


def _column(names: tuple[str, ...], at: int) -> str:
    name = names[at] if at < len(names) else ""
    return name if name and names.count(name) == 1 else f"#{at + 1}"


def _broken(row: rows.Upload, path: Path, hints: Mapping[str, str], error: QuantBoardError) -> Preview:
    """What can be seen of it all the same, so that its columns can be named by hand."""
    empty = Preview(row.id, row.name, "", (), (), (), {}, (), {}, (), (), (), 0, 0, (), error.as_dict())
    try:
        found = glance(path, row.name, hints)
    except QuantBoardError:
        return empty
    plan = found.plan
    given = {name: value for name, value in hints.items() if name in READING}
    return replace(
        empty,
        columns=tuple(_column(plan.names, at) for at in range(len(plan.names))),
        rows=found.preview,
        roles={role: _column(plan.names, at) for role, at in plan.roles.items()},
        settings={**READING, "encoding": plan.encoding, "delimiter": plan.delimiter, **given},
    )


READING = dict.fromkeys(("dates", "zone", "interval", "symbol_name"), "") | {
    "decimal": ".",
    "stamp": "start",
    "scale": "1",
    "header": "1",
}


def forget(actor: Actor, upload_id: str) -> None:
    """Drop an upload that is not wanted after all."""
    with work() as w:
        row = seen(w.session, actor, upload_id)
        w.session.delete(row)
        w.afterwards(lambda: uploads.remove(row.owner_id, row.id))
