"""What a table of the report holds, as a file: the chosen trades or orders as CSV, Excel or Parquet."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from quantboard.core.access import Actor
from quantboard.core.backtest.views.journal import Asked, Journal, Order
from quantboard.core.backtest.views.selection import Selection, chosen
from quantboard.errors import InvalidInput
from quantboard.services import exports, spreadsheets
from quantboard.services.report_source import opened

FORMATS = {**exports.FORMATS, "xlsx": spreadsheets.MEDIA}
TRADE = (
    *("index", "symbol", "side", "units", "entry_at", "entry_price", "exit_at", "exit_price", "pnl", "return", "fees"),
    *("bars_held", "mfe", "mae", "exit_reason"),
)


class BadFormat(InvalidInput):
    """Tables of a report are not written like that."""

    code = "report.bad_format"


@dataclass(frozen=True)
class Made:
    """A file in memory."""

    body: bytes
    name: str
    media: str
    n_rows: int


def trades(actor: Actor, backtest_id: str, wanted: Selection, kind: str) -> Made:
    """The chosen trades in their order."""
    source = opened(actor, backtest_id)
    found = chosen(source.result.trades, source.symbols, wanted.checked())
    told = source.result.trades.taken(found).rows(source.symbols, source.result.spec.interval)
    rows = [{"index": int(n), **row} for n, row in zip(found, told, strict=True)]
    return _made({name: [row[name] for row in rows] for name in TRADE}, "trades", kind, source.result.result_hash)


def orders(actor: Actor, backtest_id: str, asked: Asked, kind: str) -> Made:
    """The chosen orders in their order; what was not filled has gaps."""
    result = opened(actor, backtest_id).result
    book = Journal(result)
    rows = [asdict(book.order(int(k))) for k in book.chosen(asked.checked())]
    names = [field.name for field in fields(Order)]
    return _made({name: [row[name] for row in rows] for name in names}, "orders", kind, result.result_hash)


def _made(columns: Mapping[str, Sequence[Any]], title: str, kind: str, result_hash: str) -> Made:
    if kind not in FORMATS:
        raise BadFormat(f"Nothing is written as {kind[:20]!r}.", f"Choose {', '.join(FORMATS)}.", field="format")
    written = {"csv": _csv, "parquet": _parquet, "xlsx": spreadsheets.workbook}[kind](columns)
    n_rows = len(next(iter(columns.values())))
    return Made(written, f"{title}-{result_hash[:12]}.{kind}", FORMATS[kind], n_rows)


def _csv(columns: Mapping[str, Sequence[Any]]) -> bytes:
    return exports.as_csv({name: list(values) for name, values in columns.items()}).encode()


def _parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    into = io.BytesIO()
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), into, compression="zstd")
    return into.getvalue()
