"""Opening what a file is packed in: plain, gzip, xz or zip, with guards against hostile archives."""

import gzip
import io
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from quantboard.errors import InvalidInput

MOST_UNPACKED = 64 << 30
UNSUSPECTED = 64 << 20  # an archive may unpack to this much whatever its ratio
MOST_RATIO = 120  # price tables pack 3 to 40 times smaller
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".prn", ".dat", ".tab", "")
JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
TABLE_SUFFIXES = (
    *TEXT_SUFFIXES, *JSON_SUFFIXES, ".xlsx", ".xls", ".ods", ".parquet", ".feather", ".arrow", ".ipc"
)  # fmt: skip
JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]\s*(?:[\[{\"\]}]|$)")
ARROW_HEADS = (b"ARROW1", b"FEA1", b"\xff\xff\xff\xff")
QLIB = re.compile(r"(?:^|.*/)features/[^/]+/[^/]+\.bin$")
NUL_SAFE = ("utf-16", "utf-32")


class EmptyFile(InvalidInput):
    """The file has no bytes."""

    code = "file.empty"


class CorruptArchive(InvalidInput):
    """A compressed file that ends early or does not unpack."""

    code = "archive.corrupt"


class CorruptFile(InvalidInput):
    """A workbook or Parquet file that cannot be opened."""

    code = "file.corrupt"


class UnsafeMember(InvalidInput):
    """An archive whose members point outside of it."""

    code = "archive.unsafe_member"


class TooLargeUnpacked(InvalidInput):
    """An archive that unpacks to suspiciously much."""

    code = "archive.too_large"


class WrongContent(InvalidInput):
    """The content is something else than the name promises."""

    code = "file.wrong_content"


class NothingToRead(InvalidInput):
    """An archive without a table in it."""

    code = "archive.nothing_to_read"


@dataclass(frozen=True)
class Member:
    """One table inside the file: its name, kind (text, excel, parquet) and a way to open it."""

    name: str
    stem: str
    kind: str
    size: int
    opened: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Container:
    """What a file holds."""

    kind: str
    members: tuple[Member, ...]
    ignored: tuple[str, ...] = ()


def stem_of(name: str) -> str:
    """``AAPL.csv.gz`` → ``AAPL``."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    for suffix in (".gz", ".xz", ".zip", *sorted(TABLE_SUFFIXES, key=len, reverse=True)):
        if suffix and stem.lower().endswith(suffix):
            stem = stem[: -len(suffix)]
    return stem


def open_container(path: Path, name: str = "") -> Container:
    """Look at the first bytes, not the name, and list the tables inside; raises when it is no such file."""
    name = name or path.name
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise EmptyFile(f"{name} is empty (0 bytes).", "Export it again.")
    size = path.stat().st_size
    if head[:2] == b"\x1f\x8b":
        return Container("gzip", (_packed(path, name, "gzip", gzip.open, size),))
    if head[:6] == b"\xfd7zXZ\x00":
        return Container("xz", (_packed(path, name, "xz", lzma.open, size),))
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(path, name)
    kind = _kind(head, name)
    return Container(kind, (Member(name, stem_of(name), kind, size, lambda: path.open("rb")),))


def _kind(head: bytes, name: str) -> str:
    if head[:4] == b"PAR1":
        return "parquet"
    if head.startswith(ARROW_HEADS):
        return "feather"
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "excel"
    lower = name.lower()
    if head.lstrip()[:1] == b"<" and any(tag in head.lower() for tag in (b"<html", b"<table", b"<!doctype html")):
        raise WrongContent(f"{name} is an HTML page, not a table file.", "Save it as CSV or XLSX and import that.")
    if lower.endswith((".xlsx", ".xls")):
        raise WrongContent(f"{name} holds plain text (CSV), not a workbook.", "Rename it to .csv and import it again.")
    if lower.endswith((".gz", ".xz", ".zip")):
        raise CorruptArchive(f"{name} is not the archive its name says.", "Fetch it again.")
    for suffix, kind in ((".parquet", "Parquet"), (".feather", "Feather"), (".arrow", "Arrow")):
        if lower.endswith(suffix):
            raise CorruptFile(f"{name} is not a {kind} file.", "Write it again.")
    return "json" if JSON.match(head) else "text"


def _packed(path: Path, name: str, what: str, opener: Callable[[Path], object], size: int) -> Member:
    def opened() -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Guarded(cast(BinaryIO, opener(path)), name, size), 1 << 20))

    with unpacking(name), opened() as file:
        head = file.read(4096)
    if not head:
        raise EmptyFile(f"{name} unpacks to nothing.", "Export it again.")
    inner = name[: -len(".gz")] if name.lower().endswith((f".{what[:2]}", ".gz", ".xz")) else name
    kind = _kind(head, inner)
    if kind not in ("text", "json"):
        raise WrongContent(f"{name} packs a {kind} file.", "Import the file without the extra packing.")
    return Member(inner, stem_of(inner), kind, _unpacked_size(path, what, size), opened)


def _unpacked_size(path: Path, what: str, packed: int) -> int:
    """How much comes out, for the progress bar: written at a gzip's end, a guess for xz."""
    if what != "gzip":
        return 5 * packed
    with path.open("rb") as file:
        file.seek(-4, 2)
        return max(int.from_bytes(file.read(4), "little"), packed)


class _Guarded(io.RawIOBase):
    """Counts what comes out of a decompressor and stops a bomb."""

    def __init__(self, source: BinaryIO, name: str, packed: int) -> None:
        self._source, self._name, self._packed, self._out = source, name, max(packed, 1), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._source.read(len(view))
        view[: len(data)] = data
        self._out += len(data)
        _refuse_bomb(self._name, self._packed, self._out)
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


def _refuse_bomb(name: str, packed: int, unpacked: int) -> None:
    if unpacked > MOST_UNPACKED or (unpacked > UNSUSPECTED and unpacked > MOST_RATIO * packed):
        raise TooLargeUnpacked(
            f"{name} unpacks to {unpacked >> 20} MB or more from {max(packed >> 20, 1)} MB, beyond the limit of "
            f"{MOST_RATIO} times its size.",
            "If the content is real, unpack it and import the files.",
        )


@contextmanager
def unpacking(name: str) -> Iterator[None]:
    """Turn the many ways in which an archive breaks into ``CorruptArchive``."""
    try:
        yield
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise CorruptArchive(f"{name} is damaged: {error}.", "It may be cut off; fetch it again.") from None


def _zip(path: Path, name: str) -> Container:
    with unpacking(name), zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    names = {info.filename for info in infos}
    is_book = bool({"xl/workbook.xml", "xl/workbook.bin"} & names) or {"mimetype", "content.xml"} <= names
    if is_book:
        return Container("excel", (Member(name, stem_of(name), "excel", path.stat().st_size, lambda: path.open("rb")),))
    unsafe = [info.orig_filename for info in infos if _is_unsafe(info)]
    if unsafe:
        raise UnsafeMember(
            f"{name} has members that point outside of it: {', '.join(unsafe[:5])}.",
            "Do not trust this archive; pack the files again.",
        )
    if any(QLIB.match(one) for one in names):
        _refuse_bomb(name, path.stat().st_size, sum(info.file_size for info in infos))
        whole = Member(name, stem_of(name), "qlib", path.stat().st_size, lambda: path.open("rb"))
        return Container("qlib", (whole,))
    members, ignored = list[Member](), list[str]()
    suffixes = TEXT_SUFFIXES if any(_is_table(one, TEXT_SUFFIXES) for one in names) else JSON_SUFFIXES
    for info in sorted(infos, key=lambda info: info.filename):
        if info.is_dir():
            continue
        if _is_table(info.filename, suffixes):
            _refuse_bomb(name, info.compress_size, info.file_size)
            members.append(_zip_member(path, name, info))
        else:
            ignored.append(info.filename)
    _refuse_bomb(name, path.stat().st_size, sum(member.size for member in members))
    if not members:
        raise NothingToRead(f"{name} holds no table: {', '.join(ignored[:5]) or 'it is empty'}.", "Pack CSV files.")
    return Container("zip", tuple(members), tuple(ignored))


def _is_unsafe(info: zipfile.ZipInfo) -> bool:
    name = info.orig_filename.replace("\\", "/")
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    return is_link or name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/")


def _is_table(name: str, suffixes: tuple[str, ...]) -> bool:
    path = PurePosixPath(name)
    if path.name.startswith(".") or "__MACOSX" in path.parts or path.stem.lower() in ("readme", "license"):
        return False
    return path.suffix.lower() in suffixes and path.suffix != ""


def _zip_member(path: Path, name: str, info: zipfile.ZipInfo) -> Member:
    def opened() -> BinaryIO:
        archive = zipfile.ZipFile(path)
        guarded = _Guarded(cast(BinaryIO, archive.open(info)), name, info.compress_size)
        return cast(BinaryIO, io.BufferedReader(guarded, 1 << 20))

    kind = "json" if info.filename.lower().endswith(JSON_SUFFIXES) else "text"
    return Member(info.filename, stem_of(info.filename), kind, info.file_size, opened)
