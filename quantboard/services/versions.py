"""What people can do with the versions of a dataset: read it again, repair it, see what changed and who uses it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from quantboard.core.access import Actor, Deed, require, visible
from quantboard.core.bars import stamp_text
from quantboard.core.cleaning import diff as core_diff
from quantboard.core.cleaning.quality import Finding
from quantboard.db import datasets as rows
from quantboard.db import readings
from quantboard.db.session import Session, session
from quantboard.errors import InvalidInput, NotFound
from quantboard.queue.names import Job
from quantboard.readers.mending import NothingToRepair, mended
from quantboard.readers.plan import repairs_of
from quantboard.services import import_records, tasks, uploads
from quantboard.services.datasets import NoSuchDataset, UploadPlan
from quantboard.services.work import work
from quantboard.store import bars as store_bars

MOST_CELLS = 1000
MOST_SYMBOLS = 500  # symbols whose changes are counted


class NoSuchVersion(NotFound):
    """A dataset has no version of this number."""

    code = "version.unknown"


class NothingGiven(InvalidInput):
    """A reading anew without a file."""

    code = "version.nothing_given"


@dataclass(frozen=True)
class SymbolChange:
    """How one symbol differs: bars added, removed and changed, and differing cells by column."""

    symbol: str
    added: int
    removed: int
    changed: int
    columns: dict[str, int]


@dataclass(frozen=True)
class CellChange:
    """One cell that differs; ``None`` where there is no value."""

    symbol: str
    at: str
    column: str
    kind: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Difference:
    """What changed from one version to another: sums by symbol, and one part of the cells of ``symbol``."""

    before: str
    after: str
    is_same: bool
    symbols: tuple[SymbolChange, ...]
    n_symbols: int
    symbol: str
    cells: tuple[CellChange, ...]
    total: int
    limit: int
    offset: int

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return asdict(self)


@dataclass(frozen=True)
class Use:
    """A run that used a dataset, and on which of its versions."""

    backtest_id: str
    name: str
    strategy_id: str | None
    strategy: str
    version: int | None
    created_at: datetime


@dataclass(frozen=True)
class Original:
    """A file of the newest version that still waits among the person's uploads, and how it was read."""

    upload_id: str
    name: str
    size: int
    hints: dict[str, str]


def originals(actor: Actor, dataset_id: str) -> list[Original]:
    """The files behind the newest version that was read from files, as far as they are still there."""
    with session() as asking:
        row = _seen(asking, actor, dataset_id, Deed.CHANGE)
        files = next((one.files for one in reversed(rows.versions(asking, row.id)) if one.files), [])
        found = [(rows.upload_with(asking, actor.user_id, file.get("sha256", "")), file) for file in files]
    return [Original(one.id, one.name, one.size, dict(file.get("hints", {}))) for one, file in found if one is not None]


def submit_reread(actor: Actor, dataset_id: str, plans: Sequence[UploadPlan]) -> str:
    """Read files anew, with other settings, as the next version of a dataset: a job; gives its id."""
    if not plans:
        raise NothingGiven("No file was given.", "Name the uploads to read.", field="files")
    with work() as w:
        row = _seen(w.session, actor, dataset_id, Deed.CHANGE)
        given = [
            {"path_id": one.id, "name": one.name, "sha256": one.sha256, "size": one.size, "hints": dict(plan.hints)}
            for plan in plans
            for one in [uploads.seen(w.session, actor, plan.upload_id)]
        ]
        params = {"dataset_id": row.id, "name": row.name, "files": given, "parent": row.version_id, "step": "reread"}
        task_id = tasks.submit(w, actor, Job.IMPORT_DATASET, params, title=row.name)
        import_records.begin(w.session, actor, row.id, row.name, given, task_id)
    return task_id


def preview_repair(actor: Actor, dataset_id: str, steps: str = "fill") -> list[Finding]:
    """What a repair of the newest version would change, before it is made: counts and first places."""
    with session() as asking:
        row = _seen(asking, actor, dataset_id, Deed.CHANGE)
    try:
        _, report = mended(store_bars.table(row.version_id), repairs_of(steps))
    except NothingToRepair:
        return []
    return [finding for finding in report.findings if finding.code.startswith("repaired_")]


def submit_repair(actor: Actor, dataset_id: str, steps: str = "fill") -> str:
    """Repair the newest version into the next one: a job; gives its id."""
    wanted = repairs_of(steps)
    with work() as w:
        row = _seen(w.session, actor, dataset_id, Deed.CHANGE)
        params = {
            "dataset_id": row.id,
            "name": row.name,
            "files": [],
            "parent": row.version_id,
            "step": "repair",
            "repair": list(wanted),
        }
        task_id = tasks.submit(w, actor, Job.IMPORT_DATASET, params, title=row.name)
        import_records.begin(w.session, actor, row.id, row.name, [], task_id)
    return task_id


def used_by(actor: Actor, dataset_id: str) -> list[Use]:
    """The runs on a dataset that the person may see, newest first."""
    with session() as asking:
        row = _seen(asking, actor, dataset_id)
        number_of = {version.version_id: version.number for version in rows.versions(asking, row.id)}
        return [
            Use(one.id, one.name, one.strategy_id, one.strategy_name, number_of.get(one.version_id), one.created_at)
            for one in readings.used_by(asking, actor.user_id, row.id)
        ]


def difference(
    actor: Actor,
    before: tuple[str, int],
    after: tuple[str, int],
    *,
    symbol: str = "",
    part: tuple[int, int] = (100, 0),
) -> Difference:
    """From one version (dataset, number; 0: the newest) to another. ``part`` is (limit, offset) of the cells."""
    with session() as asking:
        old, new = (_version(asking, actor, *which) for which in (before, after))
    summary = _summary(old, new)
    chosen = symbol or (summary[0].symbol if summary else "")
    limit, offset = max(1, min(part[0], MOST_CELLS)), max(part[1], 0)
    cells, total = _cells(old, new, chosen, limit, offset) if chosen else ((), 0)
    return Difference(old, new, old == new or not summary, summary, len(summary), chosen, cells, total, limit, offset)


def _version(asking: Session, actor: Actor, dataset_id: str, number: int) -> str:
    row = _seen(asking, actor, dataset_id)
    if not number:
        return row.version_id
    found = rows.version(asking, row.id, number)
    if found is None:
        newest = len(rows.versions(asking, row.id))
        raise NoSuchVersion(f"There is no version {number}.", f"The versions are 1 to {newest}.", field="version")
    return found.version_id


def _seen(asking: Session, actor: Actor, dataset_id: str, deed: Deed = Deed.SEE) -> rows.Dataset:
    row = rows.dataset(asking, dataset_id)
    if row is None or not visible(actor, row):
        raise NoSuchDataset("There is no such dataset.", "Check the address, or ask its owner to share it.")
    require(actor, deed, row, what="dataset")
    return row


def _summary(old: str, new: str) -> tuple[SymbolChange, ...]:
    """Symbols whose hashes differ, counted; equal ones are not opened."""
    before, after = (store_bars.manifest_of(one)["hashes"] for one in (old, new))
    differing = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    made = []
    for name in differing[:MOST_SYMBOLS]:
        found = _compared(old, new, name)
        made.append(SymbolChange(name, found.rows_added, found.rows_removed, found.rows_changed, found.by_column()))
    return tuple(made)


def _compared(old: str, new: str, symbol: str) -> core_diff.Cells:
    one, other = store_bars.table(old, [symbol]), store_bars.table(new, [symbol])
    return core_diff.cells(one.stamps, one.columns, other.stamps, other.columns)


def _cells(old: str, new: str, symbol: str, limit: int, offset: int) -> tuple[tuple[CellChange, ...], int]:
    found = _compared(old, new, symbol)
    interval = store_bars.manifest_of(new)["schema"]["interval"]
    span = range(offset, min(offset + limit, len(found)))
    made = tuple(
        CellChange(
            symbol,
            stamp_text(int(found.stamps[at]), interval),
            found.names[int(found.columns[at])],
            core_diff.KINDS[int(found.kinds[at])],
            _plain(found.before[at]),
            _plain(found.after[at]),
        )
        for at in span
    )
    return made, len(found)


def _plain(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
