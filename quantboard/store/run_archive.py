"""One run in one file: what was asked, the code, the bars it saw, what came out, and the hash of every part.

A stranger's archive is believed nothing: only known names, sizes as declared and within limits, hashes before use.
Nothing is unpacked under a name that the archive chose.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from quantboard.core.bars import Bars, from_rows
from quantboard.errors import InvalidInput
from quantboard.store import archive, results

FORMAT, KIND, ENDING = 1, "quantboard-run", ".qbrun.zip"
SPEC, REQUEST = "spec.json", "request.json"
DATA, REFERENCE = "data", "reference"  # each a table of bars, .parquet, and how to read it, .json
RESULT = (
    *(results.EQUITY, results.POSITIONS, results.CLOSES, results.FILLS, results.TRADES),
    *(results.FACTS, results.SOURCE, results.HONESTY, results.SIDES),
)
TABLES_OF_BARS = tuple(f"{name}{ending}" for name in (DATA, REFERENCE) for ending in (".parquet", ".json"))
KNOWN = frozenset({SPEC, REQUEST, *RESULT, *TABLES_OF_BARS})
NEEDED = frozenset({SPEC, REQUEST, *RESULT} - {results.HONESTY, results.SIDES})
MOST_BYTES = 4 << 30  # of all entries, unpacked
MOST_MANIFEST = 1 << 20
MOST_RATIO, SMALL = 400, 1 << 20  # unpacked to packed; small entries may be anything
BLOCK = 1 << 20


class NoRunArchive(InvalidInput):
    """The file is no archive of a run."""

    code = "run_archive.unreadable"


class UnsafeArchive(InvalidInput):
    """The archive holds what none of ours would: strange names, or far more than it says."""

    code = "run_archive.unsafe"


def write(
    path: Path, folder: Path, plain: Mapping[str, Any], bars: Mapping[str, Bars], about: Mapping[str, Any]
) -> None:
    """Pack a result's ``folder``, the ``plain`` objects (spec, request) and tables of ``bars`` into one file."""
    with archive.writing(path) as writer:
        for name, thing in plain.items():
            writer.put(name, [_json(thing)])
        for name in RESULT:
            if (folder / name).is_file():
                writer.put_file(name, folder / name)
        for name, table in bars.items():
            _put_bars(writer, name, table, path.parent)
        writer.finish({"kind": KIND, "format": FORMAT, **about})


def _put_bars(writer: archive.Writer, name: str, bars: Bars, beside: Path) -> None:
    shape = {"interval": bars.interval, "zone": bars.zone, "symbols": list(bars.symbols), "hash": bars.data_hash()}
    writer.put(f"{name}.json", [_json(shape)])
    made = beside / f".{name}-{id(bars)}.parquet"
    try:
        _write_bars(bars, made)
        writer.put_file(f"{name}.parquet", made)
    finally:
        made.unlink(missing_ok=True)


def _write_bars(bars: Bars, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    has_bar = ~np.isnan(bars.close)
    rows, columns = (place.T for place in np.nonzero(has_bar.T)[::-1])
    table = {"symbol": pa.array(np.array(bars.symbols, dtype=object)[columns], pa.string())}
    table["ts"] = pa.array(bars.stamps[rows], pa.timestamp("us"))
    table |= {column: pa.array(panel[rows, columns]) for column, panel in sorted(bars.columns.items())}
    pq.write_table(pa.table(table), path, compression="zstd")


class Opened:
    """An archive whose names and sizes are those of ours; ``damaged`` names the parts whose hash differs."""

    def __init__(self, source: zipfile.ZipFile, about: dict[str, Any]) -> None:
        self._source, self.about = source, about
        self.entries: dict[str, dict[str, Any]] = about["entries"]
        self.damaged: list[str] = []

    def unpack(self, folder: Path) -> None:
        """Every part into ``folder``, under its known name, its hash looked at on the way."""
        for name in sorted(self.entries):
            digest = hashlib.sha256()
            with (folder / name).open("wb") as out:
                for block in self._blocks(name):
                    digest.update(block)
                    out.write(block)
            if digest.hexdigest() != self.entries[name].get("sha256"):
                self.damaged.append(name)

    def _blocks(self, name: str) -> Iterator[bytes]:
        left = int(self._source.getinfo(name).file_size)
        try:
            with self._source.open(name) as entry:
                while block := entry.read(BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise UnsafeArchive(f"{name} is larger than it says.", "Do not trust this file.")
                    yield block
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
            self.damaged.append(name)


@contextmanager
def reading(path: Path) -> Iterator[Opened]:
    """An archive to look into; raises ``NoRunArchive`` or ``UnsafeArchive``."""
    try:
        source = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as problem:
        raise _unreadable(path, str(problem)) from None
    with source:
        _check_names(source)
        yield Opened(source, _about(path, source))


def _about(path: Path, source: zipfile.ZipFile) -> dict[str, Any]:
    try:
        if source.getinfo(archive.MANIFEST).file_size > MOST_MANIFEST:
            raise UnsafeArchive("Its manifest is too large.", "Do not trust this file.")
        about = json.loads(source.read(archive.MANIFEST))
        entries = {str(name): dict(entry) for name, entry in about["entries"].items()}
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, RecursionError) as problem:
        raise _unreadable(path, f"its manifest cannot be read ({type(problem).__name__})") from None
    if about.get("kind") != KIND or about.get("format") != FORMAT:
        raise _unreadable(path, "it is of another kind or version")
    there = {one for one in source.namelist() if one != archive.MANIFEST}
    if set(entries) != there:
        odd = sorted(set(entries) ^ there)[0]
        raise UnsafeArchive(f"{odd} is not in both the file and its manifest.", "Do not trust this file.")
    if missing := sorted(NEEDED - there):
        raise _unreadable(path, f"{missing[0]} is missing")
    return {**about, "entries": entries}


def _check_names(source: zipfile.ZipFile) -> None:
    """Known names, each once, of believable sizes."""
    seen: set[str] = set()
    total = 0
    for entry in source.infolist():
        if entry.filename in seen or entry.filename not in {*KNOWN, archive.MANIFEST}:
            raise UnsafeArchive(
                f"It holds {entry.filename[:80]!r}, which no archive of a run does.", "Do not trust it."
            )
        seen.add(entry.filename)
        total += entry.file_size
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise UnsafeArchive(f"{entry.filename} would grow {MOST_RATIO} times and more.", "Do not trust it.")
    if total > MOST_BYTES:
        raise UnsafeArchive(f"Unpacked it would take {total >> 20} MB.", "Do not trust it, or verify it elsewhere.")


def read_bars(folder: Path, name: str = DATA) -> Bars | None:
    """A table of bars that was unpacked; ``None`` where the archive holds its hash only."""
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    if not path.is_file():
        return None
    shape = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    table = pq.ParquetFile(path).read()
    columns = {
        column: np.asarray(table.column(column).combine_chunks(), dtype=np.float64)
        for column in table.column_names
        if column not in ("symbol", "ts")
    }
    stamps = np.asarray(table.column("ts").combine_chunks().cast("int64"))
    labels = np.array(table.column("symbol").to_pylist(), dtype=object)
    return from_rows(labels, stamps, columns, interval=str(shape["interval"]), zone=str(shape["zone"]))


def _json(thing: Any) -> bytes:
    return json.dumps(thing, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _unreadable(path: Path, why: str) -> NoRunArchive:
    return NoRunArchive(f"{path.name} is no archive of a run: {why}.", "Name a file that 'backtest archive' wrote.")
