"""Files and tables to take away: a dataset's bars, a run's equity, positions, fills and trades."""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from quantboard.core.access import Actor
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.bars import stamp_text
from quantboard.db.base import new_id
from quantboard.errors import Conflict, InvalidInput
from quantboard.services import backtests, candles
from quantboard.services.candles import Candles
from quantboard.settings import settings
from quantboard.store import results as files

FORMATS = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
TABLES = ("equity", "positions", "fills", "trades")
FORMULA_STARTS = tuple("=+-@\t\r")


class Unfinished(Conflict):
    """A result was asked for before the run has one."""

    code = "backtest.unfinished"


class UnknownTable(InvalidInput):
    """A run has no table of this name, or nothing is written in this format."""

    code = "export.unknown_table"


@dataclass(frozen=True)
class Exported:
    """A file that was written to be sent; whoever sends it removes it."""

    path: Path
    name: str
    media: str
    n_rows: int


def finished(actor: Actor, backtest_id: str) -> tuple[backtests.Report, BacktestResult]:
    """A run with its result; raises ``Unfinished`` while it has none."""
    found = backtests.report(actor, backtest_id)
    if found.result is None:
        raise Unfinished("This backtest has no result yet.", "Ask again when its status is succeeded.")
    return found, found.result


def dataset_file(actor: Actor, dataset_id: str, kind: str) -> Exported:
    """All bars of a dataset in one file."""
    media = _media(kind)
    path = _temporary(kind)
    try:
        n_rows = candles.export(actor, dataset_id, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Exported(path, f"{dataset_id}.{kind}", media, n_rows)


def table_file(actor: Actor, backtest_id: str, table: str, kind: str) -> Exported:
    """One table of a run; instants in UTC."""
    if table not in TABLES:
        raise UnknownTable(f"A run has no table {table[:40]!r}.", f"There are {', '.join(TABLES)}.", field="table")
    media = _media(kind)
    _, result = finished(actor, backtest_id)
    path = _temporary(kind)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        files.write_tables(result, Path(folder))
        written = Path(folder) / f"{table}.parquet"
        n_rows = _n_rows(written)
        if kind == "csv":
            path.write_text(_parquet_as_csv(written), encoding="utf-8", newline="")
        else:
            written.replace(path)
    return Exported(path, f"{table}-{result.result_hash[:12]}.{kind}", media, n_rows)


def equity_columns(actor: Actor, backtest_id: str) -> dict[str, list[Any]]:
    """The curves of a run, one value a bar; a gap is ``None``."""
    _, result = finished(actor, backtest_id)
    interval = result.spec.interval
    times = [stamp_text(int(stamp), interval) for stamp in result.stamps]
    return {"at": times} | {name: _plain(getattr(result, name)) for name in files.CURVES}


def candle_columns(found: Candles) -> dict[str, list[Any]]:
    """Bars and averages of one symbol as plain columns; a gap is ``None``."""
    times = [stamp_text(int(stamp), found.interval) for stamp in found.stamps]
    averages = {f"ma{n}": line for n, line in found.averages.items()}
    return {"time": times} | {name: _plain(line) for name, line in {**found.columns, **averages}.items()}


def candle_csv(found: Candles) -> str:
    """The same as CSV; a gap is empty."""
    return as_csv(candle_columns(found))


def candle_parquet(found: Candles) -> bytes:
    """The same as Parquet, with instants."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    averages = {f"ma{n}": line for n, line in found.averages.items()}
    table = {"ts": pa.array(found.stamps, pa.timestamp("us")), **found.columns, **averages}
    into = io.BytesIO()
    pq.write_table(pa.table(table), into, compression="zstd")
    return into.getvalue()


def as_csv(columns: Mapping[str, list[Any]]) -> str:
    """Columns → text; a cell that a spreadsheet would run as a formula is written as text."""
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    writer.writerow([_cell(name) for name in columns])
    for row in zip(*columns.values(), strict=True):
        writer.writerow([_cell(value) for value in row])
    return into.getvalue()


def _n_rows(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.ParquetFile(path).metadata.num_rows)


def _parquet_as_csv(path: Path) -> str:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(path).read()
    names = table.column_names  # by place: a symbol may itself be called "at"
    rows = zip(*(table.column(place).to_pylist() for place in range(len(names))), strict=True)
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    writer.writerow([_cell(name) for name in names])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return into.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return "" if value is None else value


def _plain(line: Any) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in line]


def _media(kind: str) -> str:
    if kind not in FORMATS:
        raise UnknownTable(f"Nothing is written as {kind[:20]!r}.", f"Choose {' or '.join(FORMATS)}.", field="format")
    return FORMATS[kind]


def _temporary(kind: str) -> Path:
    folder = settings().data_dir / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{new_id()}.{kind}"
