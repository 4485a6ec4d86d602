"""Ids → paths: the only place where one is joined. Everything lies under the data directory."""

import re
from collections.abc import Iterator
from pathlib import Path

from quantboard.errors import NotFound
from quantboard.settings import settings

ID = re.compile(r"[0-9a-f]{32}")


class BadId(NotFound):
    """Something that is no identity was given for one."""

    code = "id.malformed"


def checked(identity: str) -> str:
    """The identity itself, if it is 32 hexadecimal digits; raises ``BadId``."""
    if ID.fullmatch(identity) is None:
        raise BadId("There is no such object.", "Check the address.")
    return identity


def snapshot(version_id: str) -> Path:
    """The folder of a dataset version."""
    return settings().data_dir / "snapshots" / checked(version_id)[:2] / version_id


def snapshots() -> Iterator[Path]:
    """The folder of every dataset version there is."""
    for folder in (settings().data_dir / "snapshots").glob("*/*"):
        if ID.fullmatch(folder.name):
            yield folder


def size(folder: Path) -> int:
    """How many bytes the files of a folder take; nothing where there is none."""
    return sum(file.stat().st_size for file in folder.glob("*") if file.is_file())


def result(result_id: str) -> Path:
    """The folder of a run's result."""
    return settings().data_dir / "results" / checked(result_id)[:2] / result_id


def results() -> Iterator[Path]:
    """The folder of every result there is."""
    for folder in (settings().data_dir / "results").glob("*/*"):
        if ID.fullmatch(folder.name):
            yield folder


def temporary() -> Path:
    """Where things are made before they are renamed into place; on the same file system."""
    folder = settings().data_dir / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def upload(owner_id: str, upload_id: str) -> Path:
    """Where an uploaded file is kept; the name that a person gave it never becomes a path."""
    return settings().data_dir / "uploads" / checked(owner_id) / checked(upload_id)
