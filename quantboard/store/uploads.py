"""Uploaded files: streamed to disk, kept under an id, removed when they are no longer needed."""

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from quantboard.errors import InvalidInput, LimitReached, NotFound
from quantboard.store import atomic, paths

BUFFER = 4 << 20
LONGEST_NAME = 200


class BadFileName(InvalidInput):
    """A file name that could be a path, or hides."""

    code = "upload.bad_name"


class UploadTooLarge(LimitReached):
    """A file beyond the limit."""

    code = "upload.too_large"
    http_status = 413


class MissingUpload(NotFound):
    """The uploaded file is no longer there."""

    code = "upload.missing"


@dataclass(frozen=True)
class Stored:
    """A file that was received whole."""

    id: str
    name: str
    size: int
    sha256: str


def check_name(name: str) -> str:
    """A name fit to be shown: no separators, no control characters, not hidden; raises ``BadFileName``."""
    plain = name.strip()
    bad = not plain or len(plain) > LONGEST_NAME or plain.startswith(".") or not plain.isprintable()
    if bad or any(sign in plain for sign in '/\\:*?"<>|'):
        raise BadFileName(f"{name[:60]!r} is not a usable file name.", "Rename the file.", field="name")
    return plain


async def receive(owner_id: str, name: str, chunks: AsyncIterator[bytes], limit: int) -> Stored:
    """Stream a body to disk; nothing is left behind when it breaks off or grows beyond ``limit`` bytes."""
    plain, upload_id, digest, size = check_name(name), uuid4().hex, hashlib.sha256(), 0
    final = paths.upload(owner_id, upload_id)
    buffer = bytearray()
    with atomic.making() as part:
        with part.open("wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise UploadTooLarge(f"{plain} is larger than {limit >> 20} MB.", "Pack or split the file.")
                buffer += chunk
                if len(buffer) >= BUFFER:
                    data, buffer = bytes(buffer), bytearray()
                    digest.update(data)
                    await asyncio.to_thread(file.write, data)
            digest.update(buffer)
            file.write(buffer)
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.replace(final)
    return Stored(upload_id, plain, size, digest.hexdigest())


def keep(owner_id: str, source: Path) -> Stored:
    """Copy a local file among the uploads: what the shell and the sample do."""
    plain, upload_id = check_name(source.name), uuid4().hex
    final = paths.upload(owner_id, upload_id)
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(source, final)
    return Stored(upload_id, plain, final.stat().st_size, sha256_of(final))


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def path_of(owner_id: str, upload_id: str) -> Path:
    """Where an upload lies; raises ``MissingUpload``."""
    path = paths.upload(owner_id, upload_id)
    if not path.is_file():
        raise MissingUpload("The uploaded file is no longer there.", "Upload it again.")
    return path


def remove(owner_id: str, upload_id: str) -> None:
    """Forget an upload."""
    paths.upload(owner_id, upload_id).unlink(missing_ok=True)
