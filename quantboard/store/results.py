"""Results of runs: immutable folders of Parquet tables, one JSON object and the source that ran."""

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from quantboard.core.backtest.certainty import Certainty, certainty_of
from quantboard.core.backtest.metrics.table import weighed
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.spec import spec_of
from quantboard.core.backtest.trades import OPEN, REASONS, Fills, Trades
from quantboard.core.flag import Honesty, honesty_of
from quantboard.errors import NotFound
from quantboard.store import atomic, paths

if TYPE_CHECKING:
    import pyarrow as pa

EQUITY, POSITIONS, CLOSES, FILLS, TRADES = (
    f"{name}.parquet" for name in ("equity", "positions", "closes", "fills", "trades")
)
FACTS, SOURCE, HONESTY, SIDES = "result.json", "source.py", "honesty.json", "sides.json"
CURVES = ("equity", "cash", "gross", "net", "traded", "benchmark", "financing")
NO_STAMP = np.iinfo(np.int64).min


class MissingResult(NotFound):
    """The files of a result are not there."""

    code = "result.missing"


@dataclass(frozen=True, eq=False)
class Stored:
    """A result as it was kept."""

    result: BacktestResult
    source: str
    manifest: dict[str, Any]


def write(result_id: str, result: BacktestResult, source: str, manifest: Mapping[str, Any]) -> None:
    """Put a result in place, all or nothing; each attempt has an id of its own."""
    facts = {
        "spec": result.spec.as_dict(),
        "zone": result.zone,
        "rejected": result.rejected,
        "warnings": list(result.warnings),
        "metrics": dict(result.metrics),
        "metrics_na": dict(result.metrics_na),
        "result_hash": result.result_hash,
        "n_ambiguous": result.n_ambiguous,
        "n_rejected": result.n_rejected,
        "manifest": dict(manifest),
    }
    with atomic.new_folder(paths.result(result_id)) as folder:
        write_tables(result, folder)
        _write(_wide(result, result.closes), folder / CLOSES)
        (folder / FACTS).write_text(json.dumps(facts, allow_nan=False, ensure_ascii=False), encoding="utf-8")
        (folder / SOURCE).write_text(source, encoding="utf-8", newline="")
        checked = json.dumps(result.honesty.as_dict(), allow_nan=False, ensure_ascii=False)
        (folder / HONESTY).write_text(checked, encoding="utf-8")
        (folder / SIDES).write_text(json.dumps(result.certainty.as_dict(), allow_nan=False), encoding="utf-8")


def write_tables(result: BacktestResult, folder: Path) -> None:
    """Equity, positions, fills and trades as Parquet; instants in UTC, symbols and reasons as text."""
    import pyarrow as pa

    curves = {name: getattr(result, name) for name in CURVES}
    _write(pa.table({"at": _instants(result.stamps), **curves}), folder / EQUITY)
    _write(_wide(result, result.positions), folder / POSITIONS)
    fills, trades, symbols = result.fills, result.trades, np.array(result.symbols, dtype=object)
    _write(
        pa.table(
            {
                "at": _instants(fills.at),
                "symbol": pa.array(symbols[fills.symbol], pa.string()),
                "side": fills.side,
                "units": fills.units,
                "price": fills.price,
                "commission": fills.commission,
                "stamp_duty": fills.stamp_duty,
                "slippage": fills.slippage,
                "reason": _reasons(fills.reason),
                "decided_at": _instants(fills.decided_at),
            }
        ),
        folder / FILLS,
    )
    _write(
        pa.table(
            {
                "symbol": pa.array(symbols[trades.symbol], pa.string()),
                "side": trades.side,
                "units": trades.units,
                "entry_at": _instants(trades.entry_at),
                "entry_price": trades.entry_price,
                "exit_at": _instants(trades.exit_at),
                "exit_price": trades.exit_price,
                "fees": trades.fees,
                "pnl": trades.pnl,
                "return": trades.gain,
                "bars_held": trades.bars_held,
                "mfe": trades.mfe,
                "mae": trades.mae,
                "exit_reason": _reasons(trades.reason),
            }
        ),
        folder / TRADES,
    )


def read(result_id: str) -> Stored:
    """What was written, bit for bit; raises ``MissingResult``."""
    return read_folder(paths.result(result_id))


def read_folder(folder: Path) -> Stored:
    """The same of a folder anywhere, such as an unpacked archive."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        source = (folder / SOURCE).read_bytes().decode()
        equity, positions, closes, fills, trades = (
            _read(folder / name) for name in (EQUITY, POSITIONS, CLOSES, FILLS, TRADES)
        )
    except FileNotFoundError:
        raise MissingResult("The files of this result are gone.", "Run the backtest again.") from None
    spec = spec_of(facts["spec"])
    place = {symbol: n for n, symbol in enumerate(spec.symbols)}
    result = BacktestResult(
        spec=spec,
        zone=facts["zone"],
        stamps=_stamps(equity, "at"),
        **{name: _numbers(equity, name) if name in equity.column_names else np.zeros(len(equity)) for name in CURVES},
        positions=_panel(positions, spec.symbols),
        closes=_panel(closes, spec.symbols),
        fills=_fills(fills, place),
        trades=_trades(trades, place),
        rejected=facts["rejected"],
        warnings=tuple(facts["warnings"]),
        metrics=facts["metrics"],
        metrics_na=facts["metrics_na"],
        result_hash=facts["result_hash"],
        n_ambiguous=facts.get("n_ambiguous", 0),
        n_rejected=facts.get("n_rejected", len(facts["rejected"])),
        examined=_examined(folder),
        weighed=_certainty(folder) or weighed,
    )
    return Stored(result, source, facts["manifest"])


def read_honesty(result_id: str) -> dict[str, Any] | None:
    """What was checked of a run: flags, lookahead, cost_map, delay_curve, band; ``None`` for runs before there was."""
    return _honesty(paths.result(result_id))


def _honesty(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / HONESTY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def read_sides(result_id: str) -> dict[str, Any]:
    """The trade statistics of all, long and short positions, with intervals, samples and reasons; of any result."""
    folder = paths.result(result_id)
    return (_certainty(folder) or read_folder(folder).result.certainty).as_dict()


def _certainty(folder: Path) -> Certainty | None:
    """As it was stored; ``None`` for runs before there was any."""
    try:
        text = (folder / SIDES).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return certainty_of(json.loads(text))


def _examined(folder: Path) -> Honesty:
    found = _honesty(folder)
    return Honesty() if found is None else honesty_of(found)


def older_than(seconds: float) -> list[str]:
    """The ids of results put in place longer ago."""
    before = time.time() - seconds
    return [folder.name for folder in paths.results() if folder.stat().st_mtime < before]


def size_of(result_id: str) -> int:
    """How many bytes a result takes."""
    return paths.size(paths.result(result_id))


def remove(result_id: str) -> None:
    """Forget a result."""
    shutil.rmtree(paths.result(result_id), ignore_errors=True)


def _fills(table: "pa.Table", place: Mapping[str, int]) -> Fills:
    floats = ("units", "price", "commission", "stamp_duty", "slippage")
    return Fills(
        at=_stamps(table, "at"),
        symbol=_places(table, place),
        side=_numbers(table, "side"),
        **{name: _numbers(table, name) for name in floats},
        reason=_codes(table, "reason"),
        decided_at=_stamps(table, "decided_at"),
    )


def _trades(table: "pa.Table", place: Mapping[str, int]) -> Trades:
    plain = ("side", "units", "entry_price", "exit_price", "fees", "pnl", "bars_held", "mfe", "mae")
    return Trades(
        symbol=_places(table, place),
        entry_at=_stamps(table, "entry_at"),
        exit_at=_stamps(table, "exit_at"),
        **{name: _numbers(table, name) for name in plain},
        reason=_codes(table, "exit_reason"),
    )


def _wide(result: BacktestResult, panel: NDArray[Any]) -> "pa.Table":
    import pyarrow as pa

    columns = [_instants(result.stamps), *(np.ascontiguousarray(panel[:, n]) for n in range(panel.shape[1]))]
    return pa.Table.from_arrays([pa.array(column) for column in columns], names=["at", *result.symbols])


def _instants(stamps: NDArray[np.int64]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(stamps, mask=stamps == NO_STAMP).cast(pa.timestamp("us", "UTC"))


def _reasons(codes: NDArray[np.int64]) -> "pa.Array":
    import pyarrow as pa

    return pa.array([None if code == OPEN else REASONS[code] for code in codes], pa.string())


def _write(table: "pa.Table", path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")


def _read(path: Path) -> "pa.Table":
    import pyarrow.parquet as pq

    return pq.ParquetFile(path).read()


def _stamps(table: "pa.Table", name: str) -> NDArray[np.int64]:
    import pyarrow as pa

    column = table.column(name).cast(pa.int64()).combine_chunks()
    return np.array(column.fill_null(NO_STAMP).to_numpy(zero_copy_only=False), dtype=np.int64)


def _numbers(table: "pa.Table", name: str) -> NDArray[Any]:
    return np.array(table.column(name).to_numpy())


def _panel(table: "pa.Table", symbols: tuple[str, ...]) -> NDArray[np.float64]:
    panel = np.empty((table.num_rows, len(symbols)))
    for n in range(len(symbols)):  # by place: a symbol may itself be called "at"
        panel[:, n] = table.column(n + 1).to_numpy()
    return panel


def _places(table: "pa.Table", place: Mapping[str, int]) -> NDArray[np.int64]:
    return np.array([place[symbol] for symbol in table.column("symbol").to_pylist()], dtype=np.int64)


def _codes(table: "pa.Table", name: str) -> NDArray[np.int64]:
    texts = table.column(name).to_pylist()
    return np.array([OPEN if text is None else REASONS.index(text) for text in texts], dtype=np.int64)
