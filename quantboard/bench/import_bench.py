"""A file of prices read, checked and stored as a version, beside the bare reader on the same file."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from quantboard.bench.timing import Row, once_ms, row
from quantboard.readers.read import read
from quantboard.settings import choose, settings
from quantboard.store import bars as store

N_SYMBOLS, N_DAYS = 100, 5_000


def measure(*, big: bool = False) -> list[Row]:  # noqa: ARG001
    """500 000 rows, 100 symbols: from the CSV to the stored version."""
    before = settings().data_dir
    with tempfile.TemporaryDirectory() as folder:
        choose(data_dir=str(Path(folder) / "data"))
        try:
            path = write_table(Path(folder) / "table.csv")
            whole = once_ms(lambda: store.write(read(path, path.name).rows, {"step": "bench"}))
            peer = once_ms(_bare_reader(path))
        finally:
            choose(data_dir=str(before))
    return [row("import", "500 000 rows: read, check, store", whole / 1000, "s", f"pyarrow.csv {peer / 1000:.2f} s")]


def write_table(path: Path) -> Path:
    """A seeded long table, made up for measuring."""
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


def _bare_reader(path: Path) -> Callable[[], object]:
    from pyarrow import csv

    return lambda: csv.read_csv(path)
