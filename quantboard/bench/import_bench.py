"""A file of prices read, checked and stored as a version, beside the bare readers on the same file in the same run."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from quantboard.bench.timing import Row, row
from quantboard.readers.read import read
from quantboard.settings import choose, settings
from quantboard.store import bars as store

N_SYMBOLS, N_DAYS = 100, 5_000
BIG_DAYS = 100_000  # minutes a symbol: 10 million rows, about 580 MB


def measure(*, big: bool = False) -> list[Row]:
    """500 000 daily rows, 100 symbols; with ``big`` ten million one-minute rows too, each import a fresh process."""
    before = settings().data_dir
    with tempfile.TemporaryDirectory() as folder:
        choose(data_dir=str(Path(folder) / "data"))
        try:
            rows = _rows("500 000 rows", write_table(Path(folder) / "table.csv"))
            if big:
                rows += _rows("10 million rows", write_minutes(Path(folder) / "minutes.csv"))
        finally:
            choose(data_dir=str(before))
    return rows


def _rows(what: str, path: Path) -> list[Row]:
    """Wall and processor seconds and peak memory of the import and of the bare readers, each in its own process."""
    wall, cpu, peak = _apart("import", path)
    peers = {name: _apart(name, path) for name in ("pyarrow", "pandas")}
    told = ", ".join(f"{name} {other[0]:.2f} s (cpu {other[1]:.2f} s)" for name, other in peers.items())
    size = path.stat().st_size / 1e6
    return [
        {**row("import", f"{what} ({size:.0f} MB): read, check, store", wall, "s", told), "cpu": round(cpu, 3)},
        row("import", f"{what}: peak memory", peak, "MB"),
        row("import", f"{what}: times the bare pyarrow reader", cpu / max(peers["pyarrow"][1], 1e-9), "× cpu"),
        row("import", f"{what}: times the bare pandas reader", cpu / max(peers["pandas"][1], 1e-9), "× cpu"),
    ]


def _apart(what: str, path: Path) -> tuple[float, float, float]:
    code = (
        f"from quantboard.bench.import_bench import alone; alone({what!r}, {str(path)!r}, {str(settings().data_dir)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    wall, cpu, peak = (float(word) for word in done.stdout.split())
    return wall, cpu, peak


def alone(what: str, path: str, data_dir: str) -> None:
    """One measurement in a process of its own: prints wall seconds, processor seconds and peak megabytes."""
    choose(data_dir=data_dir)
    work = _works(Path(path))[what]
    start, cpu = time.perf_counter(), time.process_time()
    work()
    spent = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    sys.stdout.write(f"{spent[0]} {spent[1]} {peak}\n")


def _works(path: Path) -> dict[str, Callable[[], object]]:
    def whole() -> object:
        found = read(path, path.name, calendars=True)
        return store.write(found.rows, {"step": "bench"}, {"report": found.report.as_dict()})

    def arrow() -> object:
        from pyarrow import csv

        return csv.read_csv(path)

    def pandas() -> object:
        import pandas as pd

        return pd.read_csv(path)

    return {"import": whole, "pyarrow": arrow, "pandas": pandas}


def write_table(path: Path) -> Path:
    """A seeded long table of days, made up for measuring."""
    random = np.random.default_rng(3)
    days = np.busday_offset(np.datetime64("2000-01-03"), np.arange(N_DAYS)).astype(str)
    with path.open("w") as out:
        out.write("symbol,date,open,high,low,close,volume\n")
        for number in range(N_SYMBOLS):
            close = 50 * np.exp(np.cumsum(random.normal(0, 0.01, N_DAYS)))
            out.writelines(
                f"S{number:03},{day},{c:.4f},{c * 1.01:.4f},{c * 0.99:.4f},{c:.4f},{1000 + number}\n"
                for day, c in zip(days, close, strict=True)
            )
    return path


def write_minutes(path: Path) -> Path:
    """A seeded long table of minutes around the clock, written through Arrow."""
    import pyarrow as pa
    from pyarrow import csv

    random = np.random.default_rng(4)
    stamps = np.datetime64("2020-01-01T00:00:00") + np.arange(BIG_DAYS).astype("timedelta64[m]")
    texts = pa.array(np.char.replace(stamps.astype(str), "T", " "))
    with path.open("wb") as out:
        out.write(b"symbol,date,open,high,low,close,volume\n")
        for number in range(N_SYMBOLS):
            close = np.round(50 * np.exp(np.cumsum(random.normal(0, 0.0005, BIG_DAYS))), 4)
            table = pa.table(
                {
                    "symbol": pa.array([f"S{number:03}"] * BIG_DAYS),
                    "date": texts,
                    "open": close,
                    "high": np.round(close * 1.001, 4),
                    "low": np.round(close * 0.999, 4),
                    "close": close,
                    "volume": random.integers(1, 100_000, BIG_DAYS),
                }
            )
            csv.write_csv(table, out, csv.WriteOptions(include_header=False, quoting_style="none"))
    return path
