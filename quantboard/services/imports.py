"""The import itself: files → one checked, stored version, then the rows that make it a dataset."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from quantboard.core.cleaning.quality import QualityReport
from quantboard.core.progress import Step
from quantboard.db import datasets as rows
from quantboard.db.session import Session
from quantboard.log import logger
from quantboard.readers.mending import mended
from quantboard.readers.read import ReadResult, read
from quantboard.readers.several import join
from quantboard.services import import_records
from quantboard.services.leases import Claim
from quantboard.store import bars as store_bars
from quantboard.store import uploads as files
from quantboard.store.library import sample_path

log = logger("services")
SAMPLE_SOURCE = "Quandl WIKI prices, public domain, as carried by bokeh_sampledata"


@dataclass(frozen=True)
class ImportWork:
    """What the import job is given."""

    dataset_id: str
    name: str
    owner_id: str
    files: tuple[tuple[str, str, dict[str, str]], ...]  # path, name, hints
    source: str = ""
    is_sample: bool = False
    parent: str = ""  # the version that this one follows
    step: str = "import"
    repair: tuple[str, ...] = ()  # of the parent, instead of reading files


def sample_work(dataset_id: str, name: str, owner_id: str) -> ImportWork:
    """The shipped sample as an import."""
    path = sample_path()
    return ImportWork(dataset_id, name, owner_id, ((str(path), path.name, {}),), SAMPLE_SOURCE, True)


def prepare(asking: Session, claim: Claim) -> ImportWork:
    """The rows behind a claimed import → plain data for the child."""
    params = claim.params
    if params.get("sample"):
        return sample_work(params["dataset_id"], params["name"], claim.owner_id)
    given = []
    for file in params["files"]:
        row = rows.upload(asking, file["path_id"])
        if row is None:
            raise files.MissingUpload(f"{file['name']} is no longer there.", "Upload it again.")
        given.append((str(files.path_of(row.owner_id, row.id)), row.name, dict(file["hints"])))
    more = {"parent": params.get("parent", ""), "step": params.get("step", "import")}
    repair = tuple(params.get("repair", ()))
    return ImportWork(params["dataset_id"], params["name"], claim.owner_id, tuple(given), repair=repair, **more)


def execute(doing: ImportWork, on_step: Step) -> dict[str, Any]:
    """Read, check and store the files; no database here. The answer holds what ``finish`` writes down."""
    if doing.repair:
        return _answer(doing, *_repaired(doing, on_step), [])
    results: list[ReadResult] = []
    records: list[dict[str, Any]] = []
    n_files = len(doing.files)
    for number, (path, name, hints) in enumerate(doing.files):

        def step(share: float, stage: str, detail: Mapping[str, str], number: int = number, name: str = name) -> None:
            on_step((number + share) / n_files * 0.9, stage, {**detail, "file": name})

        result = read(Path(path), name, hints, step, calendars=True)
        results.append(result)
        records.append(_record(Path(path), name, hints, result))
    table, report = join([(result.rows, result.report) for result in results], [name for _, name, _ in doing.files])
    lineage = {
        "parents": [doing.parent] if doing.parent else [],
        "step": doing.step,
        "params": {"hints": [hints for _, _, hints in doing.files]},
    }
    notes = [asdict(note) for note in dict.fromkeys(note for result in results for note in result.notes)]
    facts = {"files": records, "report": report.as_dict(), "notes": notes, "source": doing.source}
    version = store_bars.write(table, lineage, facts, on_step)
    return _answer(doing, table, report, version, records)


def _repaired(doing: ImportWork, on_step: Step) -> tuple[Any, QualityReport, store_bars.Version]:
    """The parent's rows with their missing sessions filled."""
    old = store_bars.table(doing.parent)
    on_step(0.3, "check", {"rows": str(len(old.stamps))})
    rows, report = mended(old, doing.repair)
    table = replace(old, codes=rows.codes, stamps=rows.stamps, columns=dict(rows.columns))
    before = store_bars.manifest_of(doing.parent)
    lineage = {"parents": [doing.parent], "step": "repair", "params": {"repair": list(doing.repair)}}
    facts = {"files": before.get("files", []), "report": report.as_dict(), "notes": before.get("notes", [])}
    return table, report, store_bars.write(table, lineage, facts, on_step)


def _answer(
    doing: ImportWork, table: Any, report: QualityReport, version: store_bars.Version, records: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "dataset_id": doing.dataset_id,
        "name": doing.name,
        "owner_id": doing.owner_id,
        "source": doing.source or ", ".join(name for _, name, _ in doing.files)[:500],
        "is_sample": doing.is_sample,
        "step": doing.step,
        "version_id": version.id,
        "data_hash": version.data_hash,
        "interval": table.interval,
        "zone": table.zone,
        "n_rows": len(table.stamps),
        "symbols": list(table.symbols),
        "first_stamp": int(table.stamps.min()),
        "last_stamp": int(table.stamps.max()),
        "n_findings": sum(finding.severity != "info" for finding in report.findings),
        "files": records,
        "rows_read": report.rows_read,
        "rows_kept": report.rows_kept,
    }


def _record(path: Path, name: str, hints: Mapping[str, str], result: ReadResult) -> dict[str, Any]:
    return {
        "name": name,
        "size": path.stat().st_size,
        "sha256": files.sha256_of(path),
        "hints": dict(hints),
        "plan": result.plan.as_dict(),
        "rows_read": result.report.rows_read,
        "rows_kept": result.report.rows_kept,
    }


def finish(asking: Session, claim: Claim, answer: dict[str, Any]) -> str | None:
    """The answer of the child → the dataset's rows; only now does it exist."""
    made = rows.by_task(asking, claim.id)
    if made is not None:
        return made.dataset_id
    return insert(asking, answer, task_id=claim.id).id


def insert(asking: Session, answer: dict[str, Any], *, task_id: str | None) -> rows.Dataset:
    """The rows of a finished import: a new dataset, or the next version of one that is there."""
    dataset = rows.dataset(asking, answer["dataset_id"])
    number = len(rows.versions(asking, dataset.id)) + 1 if dataset else 1
    same = (
        "version_id",
        "data_hash",
        "interval",
        "zone",
        "n_rows",
        "symbols",
        "first_stamp",
        "last_stamp",
        "n_findings",
    )
    if dataset is None:
        more = {name: answer[name] for name in ("name", "owner_id", "source", "is_sample", *same)}
        dataset = rows.Dataset(id=answer["dataset_id"], changed_by=answer["owner_id"], **more)
    else:
        for name in same:
            setattr(dataset, name, answer[name])
        dataset.note_change(answer["owner_id"])
    asking.add(dataset)
    asking.flush()
    asking.add(
        rows.DatasetVersion(
            dataset_id=dataset.id,
            number=number,
            version_id=answer["version_id"],
            data_hash=answer["data_hash"],
            task_id=task_id,
            files=answer["files"],
            rows_read=answer["rows_read"],
            rows_kept=answer["rows_kept"],
            step=answer.get("step", "import"),
        )
    )
    import_records.succeeded(asking, answer, task_id)
    asking.flush()
    log.info("dataset.imported", dataset_id=dataset.id, n_rows=dataset.n_rows, n_symbols=len(dataset.symbols))
    return dataset
