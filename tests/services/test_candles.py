"""Bars for charts, and files to take away."""

from pathlib import Path

import numpy as np
import pytest

from quantboard.core.access import Actor
from quantboard.core.indicators.trend import sma
from quantboard.core.progress import silent
from quantboard.readers.read import read_bars
from quantboard.services import candles, datasets
from quantboard.services.candles import BadExport, BadPeriod

DATA = Path(__file__).parents[1] / "data"


def test_thinning_keeps_extremes_and_sums_volume() -> None:
    columns = {
        "open": np.array([1.0, 2, 3, 4, 5]),
        "high": np.array([9.0, 2, 3, 8, 5]),
        "low": np.array([1.0, 0.5, 3, 4, 5]),
        "close": np.array([1.0, 2, 3, 4, 5]),
        "volume": np.array([1.0, 1, np.nan, 1, 1]),
    }
    made = {name: values.tolist() for name, values in candles.thinned(columns, 2).items()}
    expected = {"open": [1, 3, 5], "high": [9, 8, 5], "low": [0.5, 3, 5], "close": [2, 4, 5], "volume": [2, 1, 1]}
    assert made == expected


def test_the_sample_is_served_with_averages_over_all_history(ann: Actor) -> None:
    view = datasets.load_sample_now(ann, silent)
    found = candles.candles(ann, view.id, "IBM", ("2010-01-01", None), 100_000, [20])
    whole = datasets.bars_of(ann, view.id, ["IBM"])
    assert found.averages[20][0] == sma(whole.close[:, 0].copy(), 20)[whole.n_bars - found.n_bars]
    assert candles.candles(ann, view.id, "IBM", most=100).step == 33
    with pytest.raises(BadPeriod):
        candles.candles(ann, view.id, "IBM", averages=[0])


def test_an_export_reads_back_the_same(ann: Actor, tmp_path: Path) -> None:
    view = datasets.import_now(ann, "K", [DATA / "kaggle.csv"], {}, silent)
    for name in ("out.csv", "out.parquet"):
        assert candles.export(ann, view.id, tmp_path / name) == 5
        assert read_bars(tmp_path / name).data_hash() == view.data_hash
    with pytest.raises(BadExport):
        candles.export(ann, view.id, tmp_path / "out.doc")
