"""One file that holds many: entries with their hashes in a manifest, written beside and renamed, checked before use."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from quantboard.errors import InvalidInput

MANIFEST = "manifest.json"
PACKED = {".parquet", ".gz", ".zip", ".zst", ".xlsx"}  # compressed already
BLOCK = 1 << 20


class NoBackup(InvalidInput):
    """The file is not one that 'quantboard backup' wrote."""

    code = "backup.unreadable"


class BackupDamaged(InvalidInput):
    """What the file holds is not what was written into it."""

    code = "backup.damaged"


class Writer:
    """Fills an archive; every entry's size and hash go into the manifest."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._target = target
        self.entries: dict[str, dict[str, Any]] = {}

    def put(self, name: str, blocks: Iterable[bytes], *, is_packed: bool = False) -> int:
        """One entry; how many blocks it took."""
        about = zipfile.ZipInfo(name)
        about.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        about.external_attr = 0o600 << 16
        digest, size, number = hashlib.sha256(), 0, 0
        with self._target.open(about, "w", force_zip64=True) as out:
            for block in blocks:
                out.write(block)
                digest.update(block)
                size += len(block)
                number += 1
        self.entries[name] = {"size": size, "sha256": digest.hexdigest()}
        return number

    def put_file(self, name: str, path: Path) -> None:
        """A file as it is now."""
        with path.open("rb") as file:
            self.put(name, iter(lambda: file.read(BLOCK), b""), is_packed=path.suffix in PACKED)

    def finish(self, about: dict[str, Any]) -> None:
        """The manifest, last: an archive without one is not whole."""
        self._target.writestr(MANIFEST, json.dumps({**about, "entries": self.entries}, indent=1))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """An archive that appears at ``path`` when it is whole; readable by its owner only."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", compresslevel=3) as target:
                yield Writer(target)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class Reader:
    """An archive whose manifest was read; nothing else is trusted before ``check``."""

    def __init__(self, source: zipfile.ZipFile, about: dict[str, Any]) -> None:
        self._source = source
        self.about = about
        self.entries: dict[str, dict[str, Any]] = about["entries"]

    def check(self) -> None:
        """Every entry has its size and hash, and there is none beside them; raises ``BackupDamaged``."""
        there = sorted(self._source.namelist())
        if there != sorted([*self.entries, MANIFEST]):
            raise BackupDamaged("The file's entries are not those of its manifest.", "Use another backup.")
        for name, wanted in self.entries.items():
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
                raise BackupDamaged(f"The entry {name!r} would lie outside.", "Use a file from 'quantboard backup'.")
            digest, size = hashlib.sha256(), 0
            with suppress(zipfile.BadZipFile, EOFError, OSError):
                for block in self.blocks(name):
                    digest.update(block)
                    size += len(block)
            if size != wanted["size"] or digest.hexdigest() != wanted["sha256"]:
                raise BackupDamaged(f"{name} is not what was written (hash differs).", "Use another backup.")

    def blocks(self, name: str) -> Iterator[bytes]:
        """An entry's bytes."""
        with self._source.open(name) as entry:
            yield from iter(lambda: entry.read(BLOCK), b"")

    def lines(self, name: str) -> Iterator[bytes]:
        """An entry's lines."""
        with self._source.open(name) as entry:
            yield from entry

    def unpack(self, name: str, to: Path) -> None:
        """An entry as a file."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for block in self.blocks(name):
                out.write(block)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """An archive to read; raises ``NoBackup``."""
    try:
        source = zipfile.ZipFile(path)
        about = json.loads(source.read(MANIFEST))
        about["entries"].items()
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) and problem.strerror else "it is no whole backup"
        raise NoBackup(f"{path} cannot be read: {why}.", "Name a file that 'quantboard backup' wrote.") from None
    with source:
        yield Reader(source, about)
