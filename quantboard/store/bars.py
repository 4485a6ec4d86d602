"""Dataset versions: immutable folders of Parquet, one row group a symbol slice, named by what they hold."""

import hashlib
import itertools
import json
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version as version_of
from typing import Any, Protocol

import numpy as np

from quantboard.core.arrays import Stamps, Vector
from quantboard.core.bars import Bars, UnknownSymbol, combined_hash, from_rows, symbol_hash
from quantboard.core.progress import Step, silent
from quantboard.errors import NotFound
from quantboard.store import atomic, paths

PART, MANIFEST = "part-0.parquet", "manifest.json"
MOST_ROWS, LEVEL = 200_000, 1


class MissingVersion(NotFound):
    """The files of a dataset version are not there."""

    code = "dataset.missing_version"


class Table(Protocol):
    """Long rows (R,), sorted by symbol and stamp."""

    @property
    def symbols(self) -> tuple[str, ...]: ...
    @property
    def codes(self) -> np.ndarray: ...
    @property
    def stamps(self) -> Stamps: ...
    @property
    def columns(self) -> dict[str, Vector]: ...
    @property
    def interval(self) -> str: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True)
class Version:
    """A version that stands in place."""

    id: str
    data_hash: str
    manifest: dict[str, Any]


def write(
    table: Table, lineage: Mapping[str, Any], facts: Mapping[str, Any] | None = None, on_step: Step = silent
) -> Version:
    """Publish a table. ``lineage`` (parents, step, parameters) is part of the identity, ``facts`` are not."""
    bounds = np.searchsorted(table.codes, np.arange(len(table.symbols) + 1))
    slices = [slice(int(a), int(b)) for a, b in itertools.pairwise(bounds)]
    hashes = _hashes(table, slices)
    data_hash = combined_hash(hashes.items())
    schema = {"interval": table.interval, "zone": table.zone, "columns": sorted(table.columns)}
    identity = json.dumps([data_hash, schema, dict(lineage)], sort_keys=True, separators=(",", ":"))
    version_id = hashlib.sha256(identity.encode()).hexdigest()[:32]
    final = paths.snapshot(version_id)
    manifest: dict[str, Any] = {
        "id": version_id,
        "data_hash": data_hash,
        "schema": schema,
        "lineage": dict(lineage),
        "rows": len(table.stamps),
        "hashes": hashes,
        "packages": {name: version_of(name) for name in ("pyarrow", "numpy")},
        **(facts or {}),
    }
    if not final.is_dir():
        with atomic.new_folder(final) as folder:
            manifest["index"] = _write_part(str(folder / PART), table, slices, on_step)
            text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
            (folder / MANIFEST).write_text(text, encoding="utf-8")
    else:
        os.utime(final)  # young again: not left over, but about to be used
    return Version(version_id, data_hash, manifest)


def _hashes(table: Table, slices: Sequence[slice]) -> dict[str, str]:
    """Each symbol's hash; two at a time, since hashing lets go of the interpreter."""

    def one(part: slice) -> str:
        return symbol_hash(table.stamps[part], {name: values[part] for name, values in table.columns.items()})

    if len(slices) < 2:
        return {symbol: one(part) for symbol, part in zip(table.symbols, slices, strict=True)}
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(table.symbols, pool.map(one, slices), strict=True))


def _write_part(path: str, table: Table, slices: Sequence[slice], on_step: Step) -> dict[str, list[list[int]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = sorted(table.columns)
    fields = [pa.field("symbol", pa.string()), pa.field("ts", pa.timestamp("us"))]
    schema = pa.schema([*fields, *(pa.field(name, pa.float64()) for name in names)])
    index: dict[str, list[list[int]]] = {}
    group = 0
    how = {"compression": "zstd", "compression_level": LEVEL, "use_dictionary": ["symbol"]}  # prices seldom repeat
    with pq.ParquetWriter(path, schema, **how) as writer:
        for symbol, rows in zip(table.symbols, slices, strict=True):
            for first in range(rows.start, rows.stop, MOST_ROWS):
                part = slice(first, min(first + MOST_ROWS, rows.stop))
                n_rows = part.stop - part.start
                stamps = pa.array(table.stamps[part], pa.timestamp("us"))
                values = [pa.array(table.columns[name][part], pa.float64()) for name in names]
                columns = [pa.repeat(symbol, n_rows), stamps, *values]
                writer.write_table(pa.table(columns, schema=schema), row_group_size=n_rows)
                span = [int(table.stamps[part.start]), int(table.stamps[part.stop - 1])]
                index.setdefault(symbol, []).append([0, group, n_rows, *span])
                group += 1
                on_step(0.9 + 0.1 * part.stop / len(table.stamps), "store", {"rows": str(part.stop)})
    return index


def manifest_of(version_id: str) -> dict[str, Any]:
    """What stands beside a version: schema, lineage, report, index; raises ``MissingVersion``."""
    try:
        text = (paths.snapshot(version_id) / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingVersion("The files of this dataset version are gone.", "Import the data again.") from None
    found: dict[str, Any] = json.loads(text)
    return found


def read(version_id: str, symbols: Sequence[str] | None = None) -> Bars:
    """The bars of a version, or of some of its symbols, opening only their row groups."""
    import pyarrow.parquet as pq

    manifest = manifest_of(version_id)
    index: dict[str, list[list[int]]] = manifest["index"]
    wanted = sorted(set(symbols)) if symbols else sorted(index)
    for symbol in wanted:
        if symbol not in index:
            held = ", ".join(sorted(index)[:8])
            raise UnknownSymbol(f"No bars of {symbol}.", f"The data holds {held}.", field="symbols")
    groups = [entry[1] for symbol in wanted for entry in index[symbol]]
    counts = [sum(entry[2] for entry in index[symbol]) for symbol in wanted]
    with pq.ParquetFile(paths.snapshot(version_id) / PART) as file:
        names: list[str] = manifest["schema"]["columns"]
        table = file.read_row_groups(groups, columns=["ts", *names], use_threads=False)
    stamps = np.asarray(table.column("ts").combine_chunks().view("int64"))
    columns = {name: np.asarray(table.column(name).combine_chunks(), dtype=np.float64) for name in names}
    labels = np.repeat(np.array(wanted), counts)
    return from_rows(labels, stamps, columns, interval=manifest["schema"]["interval"], zone=manifest["schema"]["zone"])


@dataclass(frozen=True)
class Stored:
    """A version's long rows (R,), sorted by symbol and stamp."""

    symbols: tuple[str, ...]
    codes: np.ndarray
    stamps: Stamps
    columns: dict[str, Vector]
    interval: str
    zone: str


def table(version_id: str, symbols: Sequence[str] | None = None) -> Stored:
    """The rows of a version as they lie there, or of some of its symbols; unknown symbols have none."""
    import pyarrow.parquet as pq

    manifest = manifest_of(version_id)
    index: dict[str, list[list[int]]] = manifest["index"]
    wanted = sorted(set(index) & set(symbols)) if symbols is not None else sorted(index)
    groups = [entry[1] for symbol in wanted for entry in index[symbol]]
    counts = [sum(entry[2] for entry in index[symbol]) for symbol in wanted]
    names: list[str] = manifest["schema"]["columns"]
    with pq.ParquetFile(paths.snapshot(version_id) / PART) as file:
        found = file.read_row_groups(groups, columns=["ts", *names], use_threads=False)
    stamps = np.asarray(found.column("ts").combine_chunks().view("int64"))
    columns = {name: np.asarray(found.column(name).combine_chunks(), dtype=np.float64) for name in names}
    codes = np.repeat(np.arange(len(wanted)), counts)
    return Stored(tuple(wanted), codes, stamps, columns, manifest["schema"]["interval"], manifest["schema"]["zone"])


def older_than(seconds: float) -> list[str]:
    """The ids of versions put in place longer ago."""
    before = time.time() - seconds
    return [folder.name for folder in paths.snapshots() if folder.stat().st_mtime < before]


def size_of(version_id: str) -> int:
    """How many bytes a version takes."""
    return paths.size(paths.snapshot(version_id))


def remove(version_id: str) -> None:
    """Forget a version."""
    shutil.rmtree(paths.snapshot(version_id), ignore_errors=True)
