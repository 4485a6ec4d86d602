"""A finished run with everything in it, made without a worker: what a strategy would have decided is decided here."""

from dataclasses import replace

import numpy as np
import pytest

from quantboard.core.backtest.run import backtest
from quantboard.core.backtest.spec import parse_request
from quantboard.core.flag import Flag, Honesty
from quantboard.core.indicators.trend import sma
from quantboard.core.strategy.decision import signals
from quantboard.db import backtests as rows
from quantboard.db.base import new_id
from quantboard.services import backtests
from quantboard.services.work import work
from quantboard.store import bars as store_bars
from quantboard.store import results as files
from tests.services.backtesting import DECLARATION, SOURCE, asked, sample

OPTIONS = {"symbols": "AAPL,IBM,MSFT", "max_holdings": 2, "stop_loss": 0.1, "slippage": 0.0005, "short": True}
HONESTY = Honesty(
    flags=(
        Flag("result.few_trades", "warning", "There are 12 closed trades.", {}, "Run a longer period."),
        Flag("costs.break_even", "info", "Costs matter little.", {}, ""),
    ),
    cost_map={
        "commission": [0.0, 0.001],
        "slippage": [0.0, 0.001, 0.002],
        "total_return": [[0.5, 0.4, 0.3], [0.2, -0.1, -0.3]],
        "break_even": 0.0012,
        "break_even_at_least": False,
    },
    delay_curve={"bars": [0, 1, 2], "total_return": [0.5, 0.4, -0.1]},
)


def crossing(_source, bars, params):
    """Fast above slow is long, below is short."""
    fast, slow = (
        np.column_stack(
            [sma(np.ascontiguousarray(bars.close[:, k]), int(params[name])) for k in range(len(bars.symbols))]
        )
        for name in ("fast", "slow")
    )
    return signals(entry=fast > slow, exit=fast <= slow, short_entry=fast < slow, short_exit=fast >= slow)


def finished(actor, dataset=None, name="Averages", **given):
    """A run as a worker leaves it; gives its id."""
    options = {**OPTIONS, **given}
    view = asked(actor, dataset or sample(actor), name=name, **options)
    with work() as w:
        row = rows.get(w.session, view.id)
        bars = store_bars.read(row.version_id, tuple(options["symbols"].split(",")))
        request = parse_request({"commission": 0.001, **options})
        result = replace(backtest(SOURCE, DECLARATION, bars, request, crossing), examined=HONESTY)
        row.result_id, row.result_hash, row.spec_digest = new_id(), result.result_hash, result.spec.digest()
        files.write(row.result_id, result, SOURCE, {"dataset_version": row.version_id})
        w.session.add(row)
    return view.id


@pytest.fixture
def run(bob):
    return finished(bob)


@pytest.fixture
def result(bob, run):
    return backtests.report(bob, run).result
