import json

import numpy as np
import pytest

from quantboard.db.base import new_id
from quantboard.settings import settings
from quantboard.store import results
from tests.core.backtest.worlds import bars_of, play, random_bars, random_decision

SOURCE = 'name = "ü"\r\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def random_result():
    """With open trades and rejected orders."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        bars = random_bars(rng, 60, 3)
        decision = random_decision(rng, bars, "signals", short=True)
        result = play(bars, decision, short=True, stop_loss=0.05, size="fixed:1500", commission=0.001)
        if result.rejected and result.trades.is_open.any():
            return result
    raise AssertionError("no such world")


def test_read_gives_what_was_written_bit_for_bit(folder):
    result, key = random_result(), new_id()
    results.write(key, result, SOURCE, {"python": "3"})
    stored = results.read(key)
    assert stored.source == SOURCE
    assert stored.manifest == {"python": "3"}
    assert json.dumps(stored.result.as_json()) == json.dumps(result.as_json())
    assert stored.result.trades.is_open.any()
    assert stored.result.rejected
    for name in (*results.CURVES, "positions", "closes", "stamps"):
        mine, theirs = getattr(stored.result, name), getattr(result, name)
        assert mine.dtype == theirs.dtype
        assert mine.tobytes() == theirs.tobytes(), name
    for part in ("fills", "trades"):
        for name, column in vars(getattr(result, part)).items():
            assert getattr(getattr(stored.result, part), name).tobytes() == column.tobytes(), (part, name)
    assert not list((folder / "tmp").iterdir())


def test_sides_and_intervals_lie_beside_and_old_results_make_their_own(folder):
    result, key = random_result(), new_id()
    results.write(key, result, SOURCE, {})
    stored = results.read_sides(key)
    assert stored == json.loads(json.dumps(result.certainty.as_dict()))
    assert set(stored["sides"]) == {"all", "long", "short"}
    (folder / "results" / key[:2] / key / results.SIDES).unlink()
    assert results.read_sides(key) == stored


def test_a_result_without_trades(folder):
    key = new_id()
    results.write(key, play(bars_of((1.0, 1.0, 1.0, 1.0))), SOURCE, {})
    assert len(results.read(key).result.trades) == 0


def test_a_symbol_may_be_called_at(folder):
    key, flat = new_id(), (1.0, 1.0, 1.0, 1.0)
    result = play(bars_of((flat, flat), (flat, flat), symbols=("at", "symbol")), entry=[(0, 1)])
    results.write(key, result, SOURCE, {})
    assert results.read(key).result.positions.tobytes() == result.positions.tobytes()


def test_tables_are_for_people_too(tmp_path):
    import pyarrow.parquet as pq

    result = random_result()
    results.write_tables(result, tmp_path)
    trades = pq.read_table(tmp_path / "trades.parquet")
    assert trades.num_rows == len(result.trades)
    assert set(trades.column("exit_reason").to_pylist()) <= {"signal", "stop_loss", None}
    assert pq.read_table(tmp_path / "equity.parquet").column("at").type.tz == "UTC"


def test_removed_and_unknown_ones_are_missing(folder):
    key = new_id()
    results.write(key, random_result(), SOURCE, {})
    results.remove(key)
    with pytest.raises(results.MissingResult):
        results.read(key)
