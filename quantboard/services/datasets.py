"""What people can do with datasets: import, list, see, rename, delete, use."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, require, visible
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.listing import Page, Wanted
from quantboard.core.progress import Step
from quantboard.db import datasets as rows
from quantboard.db.base import new_id
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput, QuantBoardError
from quantboard.queue.names import Job
from quantboard.services import import_records, imports, sharing, tasks, trash, uploads
from quantboard.services.sharing import Marks
from quantboard.services.work import work
from quantboard.store import bars as store_bars

SAMPLE_NAME = "US stocks 2000–2013 (sample)"
MOST_FILES = 10
LONGEST_NAME = 120


class NoSuchDataset(Absent):
    """There is no such dataset, or none that this person may see."""

    code = "dataset.unknown"


class NameTaken(Conflict):
    """The person has a dataset of that name."""

    code = "dataset.name_taken"


class BadName(InvalidInput):
    """A name that is empty or too long."""

    code = "dataset.bad_name"


class TooManyFiles(InvalidInput):
    """No file, or more files than one import takes."""

    code = "import.too_many_files"


@dataclass(frozen=True)
class UploadPlan:
    """One uploaded file and what a person said about how to read it."""

    upload_id: str
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VersionView:
    """One version in a dataset's history."""

    number: int
    version_id: str
    data_hash: str
    created_at: datetime
    files: list[dict[str, Any]]
    rows_read: int
    rows_kept: int
    step: str = "import"


@dataclass(frozen=True)
class DatasetView:
    """A dataset in a list."""

    id: str
    name: str
    source: str
    interval: str
    zone: str
    n_rows: int
    symbols: tuple[str, ...]
    first: str
    last: str
    data_hash: str
    version_id: str
    n_findings: int
    is_sample: bool
    created_at: datetime
    owner_id: str
    owner_name: str
    visibility: str
    is_mine: bool
    changed_by: str
    changed_at: datetime
    n_used: int
    can_change: bool
    can_share: bool

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        times = {name: getattr(self, name).isoformat() for name in ("created_at", "changed_at")}
        return asdict(self) | times | {"symbols": list(self.symbols)}


@dataclass(frozen=True)
class DatasetDetail:
    """A dataset with its history and the report of its newest version."""

    view: DatasetView
    versions: tuple[VersionView, ...]
    report: dict[str, Any]
    notes: list[dict[str, Any]]
    columns: tuple[str, ...]


def check_name(text: str) -> str:
    """A dataset's name, trimmed; raises ``BadName``."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadName("A dataset needs a name of 1 to 120 characters.", "Give it a short name.", field="name")
    return name


def submit_import(actor: Actor, name: str, plans: Sequence[UploadPlan]) -> tuple[str, str]:
    """Import uploads as one new dataset, as a job. Gives the future dataset's id and the task's."""
    require(actor, Deed.MAKE, what="dataset")
    plain, dataset_id = check_name(name), new_id()
    if not 1 <= len(plans) <= MOST_FILES:
        raise TooManyFiles(f"An import takes 1 to {MOST_FILES} files.", "Import the others afterwards.", field="files")
    with work() as w:
        _refuse_taken(w.session, actor, plain)
        given = [
            {"path_id": row.id, "name": row.name, "sha256": row.sha256, "size": row.size, "hints": dict(plan.hints)}
            for plan in plans
            for row in [uploads.seen(w.session, actor, plan.upload_id)]
        ]
        params = {"dataset_id": dataset_id, "name": plain, "files": given}
        task_id = tasks.submit(w, actor, Job.IMPORT_DATASET, params, title=plain)
        import_records.begin(w.session, actor, dataset_id, plain, given, task_id)
    return dataset_id, task_id


def load_sample(actor: Actor, wanted: str = SAMPLE_NAME) -> str:
    """Import the shipped sample as a job, under a name like ``wanted``; one that runs already is joined."""
    require(actor, Deed.MAKE, what="dataset")
    with session() as asking:
        name = wanted if rows.named(asking, actor.user_id, wanted) is None else _free(asking, actor, wanted)
    with work() as w:
        params = {"dataset_id": new_id(), "name": name, "files": [], "sample": True}
        return tasks.submit(w, actor, Job.IMPORT_DATASET, params, title=name, idempotency_key="sample")


def import_now(actor: Actor, name: str, paths: Sequence[Path], hints: Mapping[str, str], on_step: Step) -> DatasetView:
    """Import local files at once, without a worker: the shell's way. Hashes equal those of the job."""
    require(actor, Deed.MAKE, what="dataset")
    plain = check_name(name)
    with session() as asking:
        _refuse_taken(asking, actor, plain)
    given = tuple((str(path), path.name, dict(hints)) for path in paths)
    return _store_now(imports.ImportWork(new_id(), plain, actor.user_id, given), actor, on_step)


def load_sample_now(actor: Actor, on_step: Step) -> DatasetView:
    """The sample, at once; one that is there already is given back."""
    require(actor, Deed.MAKE, what="dataset")
    with session() as asking:
        found = rows.sample(asking, actor.user_id)
        if found is not None:
            return _view(asking, found, actor)
    return _store_now(imports.sample_work(new_id(), SAMPLE_NAME, actor.user_id), actor, on_step)


def _store_now(doing: imports.ImportWork, actor: Actor, on_step: Step) -> DatasetView:
    try:
        answer = imports.execute(doing, on_step)
    except QuantBoardError as error:
        files = [{"name": name, "hints": hints} for _, name, hints in doing.files]
        import_records.failed(doing.owner_id, doing.name, doing.dataset_id, files, error.as_dict())
        raise
    with work() as w:
        return _view(w.session, imports.insert(w.session, answer, task_id=None), actor)


def _refuse_taken(asking: Session, actor: Actor, name: str, but: str = "") -> None:
    found = rows.named(asking, actor.user_id, name)
    if found is not None and found.owner_id == actor.user_id and found.id != but:
        raise NameTaken(f"You have a dataset called {found.name}.", "Choose another name.", field="name")


def _free(asking: Session, actor: Actor, wanted: str) -> str:
    number = 2
    while rows.named(asking, actor.user_id, f"{wanted} {number}") is not None:
        number += 1
    return f"{wanted} {number}"


def _view(asking: Session, row: rows.Dataset, actor: Actor) -> DatasetView:
    return view_of(row, sharing.marks_of(asking, actor, "dataset", [row])[row.id])


def view_of(row: rows.Dataset, marks: Marks) -> DatasetView:
    """The view of a row."""
    return DatasetView(
        id=row.id,
        name=row.name,
        source=row.source,
        interval=row.interval,
        zone=row.zone,
        n_rows=row.n_rows,
        symbols=tuple(row.symbols),
        first=stamp_text(row.first_stamp, row.interval),
        last=stamp_text(row.last_stamp, row.interval),
        data_hash=row.data_hash,
        version_id=row.version_id,
        n_findings=row.n_findings,
        is_sample=row.is_sample,
        created_at=row.created_at,
        owner_id=row.owner_id,
        **vars(marks),
    )


def _seen(asking: Session, actor: Actor, dataset_id: str, deed: Deed = Deed.SEE) -> rows.Dataset:
    row = rows.dataset(asking, dataset_id)
    if row is None or not visible(actor, row):
        raise NoSuchDataset("There is no such dataset.", "Check the address, or ask its owner to share it.")
    require(actor, deed, row, what="dataset")
    return row


def list_datasets(actor: Actor, words: str = "") -> list[DatasetView]:
    """The datasets a person may see, newest first; those with all of ``words`` in name, source or symbols."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        found = rows.listed(asking, actor.user_id, words)
        marks = sharing.marks_of(asking, actor, "dataset", found)
        return [view_of(row, marks[row.id]) for row in found]


def page(actor: Actor, wanted: Wanted) -> Page[DatasetView]:
    """One part of that list: sought, filtered, ordered; raises ``BadListing``."""
    with session() as asking:
        found, marks = sharing.page_of(asking, actor, "dataset", wanted)
    return replace(found, items=tuple(view_of(row, marks[row.id]) for row in found.items))


def find(actor: Actor, text: str) -> DatasetView:
    """A dataset by id or name; raises ``NoSuchDataset`` with the nearest name."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        row = rows.dataset(asking, text) if len(text) == 32 else None
        if row is not None:
            return _view(asking, _seen(asking, actor, row.id), actor)
        row = rows.named(asking, actor.user_id, text)
        if row is not None:
            return _view(asking, row, actor)
        names = [other.name for other in rows.listed(asking, actor.user_id)]
    near = get_close_matches(text, names, n=1, cutoff=0.4)
    hint = (
        f"Did you mean {near[0]}?" if near else f"There are {', '.join(names[:8])}." if names else "Import one first."
    )
    raise NoSuchDataset(f"There is no dataset {text!r}.", hint, field="data")


def dataset(actor: Actor, dataset_id: str, deed: Deed = Deed.SEE) -> DatasetDetail:
    """One dataset with its history and quality report; ``Deed.RUN`` where it is to be used."""
    with session() as asking:
        row = _seen(asking, actor, dataset_id, deed)
        history = tuple(
            VersionView(v.number, v.version_id, v.data_hash, v.created_at, v.files, v.rows_read, v.rows_kept, v.step)
            for v in rows.versions(asking, dataset_id)
        )
        view = _view(asking, row, actor)
    manifest = store_bars.manifest_of(view.version_id)
    columns = tuple(manifest["schema"]["columns"])
    return DatasetDetail(view, history, manifest.get("report", {}), manifest.get("notes", []), columns)


def bars_of(actor: Actor, dataset_id: str, symbols: Sequence[str] | None = None) -> Bars:
    """The bars of a dataset's newest version."""
    with session() as asking:
        version_id = _seen(asking, actor, dataset_id).version_id
    return store_bars.read(version_id, symbols)


def rename(actor: Actor, dataset_id: str, name: str) -> DatasetView:
    """Give a dataset another name."""
    plain = check_name(name)
    with work() as w:
        row = _seen(w.session, actor, dataset_id, Deed.CHANGE)
        _refuse_taken(w.session, actor, plain, but=row.id)
        row.name = plain
        row.note_change(actor.user_id)
        w.session.add(row)
        return _view(w.session, row, actor)


def delete(actor: Actor, dataset_id: str) -> None:
    """Move a dataset into the trash; runs that used it keep their results and its files."""
    with session() as asking:
        _seen(asking, actor, dataset_id, Deed.CHANGE)
    trash.delete(actor, "dataset", [dataset_id])
