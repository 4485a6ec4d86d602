from dataclasses import replace

import numpy as np
import pytest

from quantboard.core.backtest.metrics.table import measure
from quantboard.core.backtest.views.accounts import account
from quantboard.core.backtest.views.versus import FIGURES, versus
from tests.core.backtest.views.some import result_of


def test_the_figures_of_the_benchmark_are_the_metrics_of_a_run_that_is_it():
    result = result_of()
    found = versus(account(result))
    same = measure(replace(result, equity=result.benchmark)).metrics
    for name in FIGURES:
        assert found[name] == pytest.approx(same[name]), name
    assert found["total_return"] == pytest.approx(result.metrics["benchmark_total_return"])
    assert found["cagr"] == pytest.approx(result.metrics["benchmark_cagr"])


def test_compared_with_nothing_there_are_none():
    result = result_of(60)
    bare = replace(result, benchmark=np.full(len(result.benchmark), np.nan))
    assert set(versus(account(bare)).values()) == {None}
