"""Every indicator of the catalogue runs behind the walls, where nothing can be loaded any more."""

import numpy as np

from quantboard.core.bars import from_rows
from quantboard.core.indicators.catalog import CATALOG
from quantboard.core.indicators.entry import Entry

DRAWN = [entry for entry in CATALOG if entry.is_drawn and entry.category != "financial"]  # those need other columns


def call_of(entry: Entry) -> str:
    columns = {"x": "bars.close", "y": "bars.high"}
    given = ["bars"] if entry.takes_bars else [columns[name] for name in entry.inputs]
    return f"{entry.code}({', '.join([*given, *map(repr, entry.defaults().values())])})"


def test_each_of_them_answers(box):
    n_rows = 400
    walk = 100.0 + np.cumsum(np.random.default_rng(5).normal(size=n_rows))
    prices = {"open": walk, "high": walk + 1.0, "low": walk - 1.0, "close": walk + 0.2, "volume": np.full(n_rows, 1e5)}
    bars = from_rows(np.repeat("A", n_rows), np.arange(n_rows) * 86_400_000_000, prices)
    called = "".join(f"    found = {call_of(entry)}\n    count += 1\n" for entry in DRAWN)
    source = f"def weights(bars, p):\n    count = 0\n{called}    return 0.0 * bars.close + count\n"
    assert box.evaluate(source, bars, {}).weights[-1, 0] == len(DRAWN) > 200
