import json

import pytest

from quantboard.core.backtest.result import hash_of
from tests.core.backtest.worlds import bars_of, play

FLAT = (100.0, 100.0, 100.0, 100.0)


def test_the_object_for_programs() -> None:
    result = play(bars_of(*[FLAT] * 4), entry=[0], exit=[1], size="fixed:1")
    shape = json.loads(json.dumps(result.as_json(), allow_nan=False))
    assert {
        "result_hash",
        "spec",
        "spec_digest",
        "data_hash",
        "metrics",
        "metrics_na",
        "final_equity",
        "warnings",
    } <= set(shape)
    assert shape["spec_digest"] == result.spec.digest()
    assert shape["trades"][0]["exit_at"] == "2020-01-08"
    assert shape["bars_per_year"] == 252
    assert shape["result_hash"] == hash_of(result.symbols, result.trades, result.stamps, result.equity)


def test_weights_are_values_over_equity() -> None:
    result = play(bars_of(*[FLAT] * 3), entry=[0], size="percent:0.25")
    assert result.weights[:, 0].tolist() == pytest.approx([0, 0.25, 0.25])
