"""Rows of a sweep, its best sets, and what is undefined."""

import numpy as np
import pytest

from quantboard.core.backtest.sweep.table import METRICS, NoSuchMetric, metrics_of
from tests.core.backtest.sweep.plays import pairs_of, quiet_bars, swept


def test_the_best_sets_come_first() -> None:
    found = swept(quiet_bars(), pairs_of())
    best = found.best("total_return", 5)
    assert [row["total_return"] for row in best] == sorted(found.metrics["total_return"], reverse=True)[:5]
    assert best[0]["params"].keys() == {"fast", "slow"}
    assert set(best[0]) == {"params", *METRICS}
    calmest = found.best("max_drawdown", 1, least=True)[0]
    assert calmest["max_drawdown"] == found.metrics["max_drawdown"].min()
    with pytest.raises(NoSuchMetric):
        found.best("beauty")


def test_sets_without_the_metric_are_left_out() -> None:
    found = swept(quiet_bars(n_bars=30), pairs_of())
    assert np.isnan(found.metrics["sharpe"]).any()
    assert len(found.best("sharpe", 100)) == np.count_nonzero(~np.isnan(found.metrics["sharpe"]))


def test_an_account_that_did_nothing_and_one_that_was_lost() -> None:
    nothing, lost = [100.0, 0, 0, 0, 0, 0, 0, 0], [-5.0, -1.0, 1.0, 1.0, -1.05, 1, 0, 1]
    found = metrics_of(np.array([nothing, lost]), 100.0, 10, 252.0)
    assert found["total_return"].tolist() == pytest.approx([0.0, -1.05])
    assert np.isnan(found["sharpe"][0])
    assert np.isnan(found["sortino"][0])
    assert np.isnan(found["calmar"][0])
    assert np.isnan(found["cagr"][1])
    assert found["win_rate"][1] == 0
