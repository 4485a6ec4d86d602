"""Backups: everything an instance must keep in one file, and back; also from one kind of database to the other.

A backup holds the rows of one instant. Data files are written once and never changed, and exist before a row names
them; so what the rows of that instant name is on disk, unless somebody deletes it meanwhile: then it starts again.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import redis
import sqlalchemy as sa

from quantboard.db import dump, migrations
from quantboard.db.session import close as close_database
from quantboard.errors import Conflict, InvalidInput, Unavailable
from quantboard.log import logger
from quantboard.queue import embedded, presence
from quantboard.services import system
from quantboard.settings import ensure_folder, settings
from quantboard.store import archive
from quantboard.store.archive import Reader, Writer
from quantboard.store.paths import temporary

FORMAT = 1
# what is made again, belongs to running processes, or is the database that the rows come from
LEFT_OUT = {"tmp", "broker", "logs", "metrics", "web", "backups", "cache"}
ENDING = ".qbackup"
MOST_TRIES = 3
log = logger("services")


class NotMigrated(Conflict):
    """The database is at another version than this code."""

    code = "backup.not_migrated"


class BackupNewer(InvalidInput):
    """The backup was written by a later version."""

    code = "backup.newer"


class TargetNotEmpty(Conflict):
    """There is an instance already where one would be restored."""

    code = "backup.target_not_empty"


class InstanceRuns(Conflict):
    """The instance that would be replaced runs."""

    code = "backup.instance_runs"


class FilesVanish(Unavailable):
    """Files were deleted again and again while they were copied."""

    code = "backup.files_vanish"


@dataclass(frozen=True)
class BackupView:
    """What a backup holds."""

    path: str
    created_at: str
    version: str
    revision: str
    n_rows: int
    n_files: int
    size: int
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The shell's object."""
        return asdict(self)


class Moves:
    """Renames that can be undone."""

    def __init__(self) -> None:
        self._done: list[tuple[Path, Path]] = []

    def move(self, thing: Path, to: Path) -> None:
        """Rename a file or folder."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        thing.rename(to)
        self._done.append((to, thing))

    def undo(self) -> None:
        """Everything back where it was."""
        for now, before in reversed(self._done):
            now.rename(before)


def backup(path: Path) -> BackupView:
    """Write everything into one file, while the instance may run; ``path`` appears when it is whole."""
    began = datetime.now(UTC)
    if system.database_problem():
        raise NotMigrated(system.database_problem(), "Bring the database to this version first: quantboard migrate")
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for attempt in range(1, MOST_TRIES + 1):
        try:
            with archive.writing(path) as writer:
                about = _fill(writer, path)
            break
        except FileNotFoundError as problem:
            log.warning("backup.repeated", attempt=attempt, missing=str(problem.filename))
            if attempt == MOST_TRIES:
                raise FilesVanish(
                    "Files were deleted again and again while they were copied.", "Try again when less is going on."
                ) from None
    seconds = (datetime.now(UTC) - began).total_seconds()
    made = _view(path, about, seconds)
    log.info("backup.written", path=str(path), n_rows=made.n_rows, n_files=made.n_files, size=made.size)
    return made


def _fill(writer: Writer, path: Path) -> dict[str, Any]:
    counted = []
    with dump.snapshot() as opened:
        for table in dump.tables():
            n_rows = writer.put(f"tables/{table.name}.jsonl", dump.lines(opened, table))
            counted.append({"name": table.name, "columns": table.columns, "n_rows": n_rows})
        files = list(_data_files(path))
    for file in files:
        writer.put_file(f"data/{file.relative_to(settings().data_dir).as_posix()}", file)
    about = {
        "format": FORMAT,
        "version": version("quantboard"),
        "revision": migrations.head(),
        "created_at": datetime.now(UTC).isoformat(),
        "tables": counted,
        "n_files": len(files),
    }
    writer.finish(about)
    return about


def _data_files(but: Path) -> Iterator[Path]:
    """Every file to keep, in a stable order; links are not followed."""
    root = settings().data_dir
    held = dump.place()
    backups = settings().backup_folder.absolute()
    for top in sorted(root.iterdir()):
        if (
            top.name in LEFT_OUT
            or top.name.startswith((".", "replaced-"))
            or top.suffix == ".lock"
            or top.absolute() == backups
        ):
            continue
        if held is not None and top.name.startswith(held.name):
            continue
        inside = (Path(folder) / name for folder, _, names in os.walk(top) for name in sorted(names))
        found = inside if top.is_dir() else iter([top])
        yield from (one for one in found if not one.is_symlink() and not _is(one, but))


def _is(file: Path, backup_file: Path) -> bool:
    """Whether a file is the backup that is being written, or its beginning."""
    return file.parent.absolute() == backup_file.parent and backup_file.name in file.name


def look(path: Path) -> BackupView:
    """What a backup holds; every hash is checked."""
    with archive.reading(path) as reader:
        _check(reader)
        return _view(path, reader.about)


def restore(path: Path, *, replace: bool = False) -> BackupView:
    """Make this instance what the backup holds. What was there is put aside in ``<data>/replaced-…``."""
    began = datetime.now(UTC)
    ensure_folder("data_dir")
    with archive.reading(path) as reader:
        _check(reader)
        _check_target(replace)
        staged = temporary() / f"restore-{os.getpid()}"
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(mode=0o700)
        try:
            for name in reader.entries:
                if name.startswith("data/"):
                    reader.unpack(name, staged / name)
            _put_in_place(reader, staged)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    system.migrate()
    made = _view(path, reader.about, (datetime.now(UTC) - began).total_seconds())
    log.info("backup.restored", path=str(path), n_rows=made.n_rows, n_files=made.n_files)
    return made


def _check(reader: Reader) -> None:
    if reader.about.get("format") != FORMAT or not migrations.knows(str(reader.about.get("revision"))):
        raise BackupNewer(
            f"The backup was written by version {reader.about.get('version')}, which this one does not understand.",
            "Install that version or a later one.",
        )
    reader.check()


def _check_target(replace: bool) -> None:
    if not replace and not (dump.is_empty() and not any(_data_files(settings().data_dir / "none"))):
        raise TargetNotEmpty(
            f"There is an instance already in {settings().data_dir} and its database.",
            "Restore into an empty one, or replace this one: --replace (its files are put aside).",
        )
    if running := _running():
        raise InstanceRuns(f"This instance runs: {running}.", "Stop QuantBoard first.")


def _running() -> str:
    if not settings().redis_url:
        return "its message broker answers" if embedded.answers() else ""
    try:
        return ", ".join(presence.workers())
    except (redis.RedisError, OSError):
        return ""


def _put_in_place(reader: Reader, staged: Path) -> None:
    """The rows first, into a fresh file or one transaction; then folders are swapped; then it counts."""
    held = dump.place()
    stamp = f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    moves = Moves()
    try:
        if held is None:
            with _undisturbed(), dump.rebuilding(None) as opened:
                _load(opened, reader)
                _swap(staged / "data", settings().data_dir / stamp, moves)
        else:
            _put_file_in_place(reader, staged, held, stamp, moves)
    except BaseException:
        moves.undo()
        raise


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Tell of tables that somebody else holds."""
    try:
        yield
    except sa.exc.OperationalError as problem:
        raise InstanceRuns(
            f"The database is in use: {str(problem.orig).splitlines()[0]}.", "Stop QuantBoard on every machine first."
        ) from None


def _put_file_in_place(reader: Reader, staged: Path, held: Path, stamp: str, moves: Moves) -> None:
    was_empty = dump.is_empty()
    fresh = held.with_name(f".{held.name}.{os.getpid()}")
    fresh.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    olds = [held, held.with_name(f"{held.name}-wal"), held.with_name(f"{held.name}-shm")]
    try:
        with dump.rebuilding(fresh) as opened:
            _load(opened, reader)
        close_database()
        _swap(staged / "data", settings().data_dir / stamp, moves)
        for old in [old for old in olds if old.exists()]:
            moves.move(old, old.with_name(f"{held.name}.{stamp}{old.name.removeprefix(held.name)}"))
        fresh.rename(held)
    finally:
        fresh.unlink(missing_ok=True)
    if was_empty:
        for kept in held.parent.glob(f"{held.name}.{stamp}*"):
            kept.unlink()  # an empty database is not worth keeping


def _load(opened: sa.Connection, reader: Reader) -> None:
    dump.make_tables(opened, str(reader.about["revision"]))
    for about in reader.about["tables"]:
        table = dump.Table(about["name"], about["columns"])
        n_rows = dump.load(opened, table, reader.lines(f"tables/{table.name}.jsonl"))
        if n_rows != about["n_rows"]:
            raise archive.BackupDamaged(
                f"{table.name} has {n_rows} rows, not {about['n_rows']}.", "Use another backup."
            )
    if dump.broken_pointers(opened):
        raise archive.BackupDamaged("Rows point at rows that are not there.", "Use another backup.")


def _swap(fresh: Path, aside: Path, moves: Moves) -> None:
    """Put what is there aside and the fresh folders in its place."""
    root = settings().data_dir
    for old in sorted({file.relative_to(root).parts[0] for file in _data_files(root / "none")}):
        moves.move(root / old, aside / old)
    if fresh.is_dir():
        for new in sorted(fresh.iterdir()):
            if (root / new.name).is_dir():
                shutil.rmtree(root / new.name)  # only folders without a file are left
            moves.move(new, root / new.name)


def scheduled() -> BackupView:
    """A backup under the folder of backups, named by the time; then only the newest ``backup_keep`` are kept."""
    folder = settings().backup_folder
    made = backup(folder / f"quantboard-{datetime.now(UTC):%Y%m%dT%H%M%S}{ENDING}")
    for old in list_backups()[settings().backup_keep :]:
        old.unlink(missing_ok=True)
    return made


def list_backups() -> list[Path]:
    """The scheduled backups, newest first."""
    return sorted(settings().backup_folder.glob(f"quantboard-*{ENDING}"), reverse=True)


def _view(path: Path, about: dict[str, Any], seconds: float = 0.0) -> BackupView:
    return BackupView(
        path=str(path),
        created_at=about["created_at"],
        version=about["version"],
        revision=about["revision"],
        n_rows=sum(table["n_rows"] for table in about["tables"]),
        n_files=about["n_files"],
        size=path.stat().st_size,
        seconds=round(seconds, 2),
    )
