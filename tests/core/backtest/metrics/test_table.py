import json
import math

from quantboard.core.backtest.metrics.table import ACCOUNT, SIDES, TRADES
from tests.core.backtest.worlds import bars_of, play

FLAT = (100.0, 100.0, 100.0, 100.0)


def test_every_metric_has_a_number_or_a_reason() -> None:
    result = play(bars_of(FLAT, FLAT, FLAT), entry=[0])
    n_metrics = sum(len(group) for group in ACCOUNT.values()) + len(SIDES) * len(TRADES)
    assert len(result.metrics) == n_metrics >= 100
    for name, value in result.metrics.items():
        assert (value is None) == (name in result.metrics_na)
        assert value is None or math.isfinite(value)
    assert result.metrics_na["sharpe"] == "returns do not vary"
    assert result.metrics_na["win_rate_short"] == "no closed trade"
    shape = json.loads(json.dumps(result.as_json(), allow_nan=False))
    assert set(shape["sides"]) == {"all", "long", "short"}
    assert shape["sides"]["long"]["win_rate"] is None
    assert shape["sides_na"]["long"]["win_rate"] == "no closed trade"
    assert shape["samples"]["sharpe"] == 3
    assert shape["intervals"]["positive_bars"][0] == 0


def test_sides() -> None:
    up = (120.0, 120.0, 120.0, 120.0)
    result = play(bars_of(FLAT, FLAT, up, FLAT, FLAT), entry=[0], short_entry=[1], short_exit=[2], short=True)
    assert (result.metrics["n_trades"], result.metrics["n_trades_long"], result.metrics["n_trades_short"]) == (2, 1, 1)
    assert result.metrics["win_rate"] == 1.0
