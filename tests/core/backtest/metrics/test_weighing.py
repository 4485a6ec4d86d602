from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES, account_of
from quantboard.core.backtest.metrics.weighing import weigh
from tests.core.backtest.worlds import bars_of, play

RISING = [(100.0 + k, 101.0 + k, 99.0 + k, 100.0 + k) for k in range(12)]


def test_every_metric_has_a_sample_and_some_an_interval() -> None:
    result = play(bars_of(*RISING), entry=[0, 4, 8], exit=[2, 6], size="fixed:1")
    assert set(result.certainty.samples) == set(result.metrics)
    assert result.certainty.samples["win_rate"] == result.certainty.samples["win_rate_long"] == 2
    assert result.certainty.samples["win_rate_short"] == 0
    assert result.certainty.samples["sharpe"] == 12
    assert set(result.intervals) <= set(result.metrics)
    for name, (low, high) in result.intervals.items():
        assert low <= result.metrics[name] <= high, name
    assert {"sharpe", "cagr", "win_rate", "win_rate_long"} <= set(result.intervals)
    assert "win_rate_short" not in result.intervals


def test_nothing_is_weighed_before_somebody_asks() -> None:
    result = play(bars_of(*RISING), entry=[0])
    assert callable(result.weighed)
    assert result.certainty is result.certainty


def test_a_lost_account() -> None:
    flat = (100.0, 100.0, 100.0, 100.0)
    bars = bars_of(flat, flat, (300.0, 300.0, 300.0, 300.0), flat)
    result = play(bars, short_entry=[0], size="percent:1", short=True, cash=10_000)
    names = tuple(metric.__name__ for group in ACCOUNT.values() for metric in group)
    found = weigh(account_of(result), dict(result.metrics), dict(result.metrics_na), names)
    assert "cagr" not in found.intervals
    assert found.sides["short"]["gross_exposure"] is None
    assert found.sides_na["short"]["gross_exposure"] == "the account was lost"
    assert len(found.samples) == len(names) + 3 * len(TRADES)
