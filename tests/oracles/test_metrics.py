"""The metrics of a real run against empyrical-reloaded and quantstats; ``metrics/peers.py`` says where they differ."""

import math
from statistics import NormalDist

import empyrical
import numpy as np
import pytest

from quantboard.core.backtest.metrics.peers import DIFFERENCES, EMPYRICAL, QUANTSTATS
from quantboard.core.backtest.metrics.table import account_of
from quantboard.core.bars import MICROSECONDS_A_DAY
from tests.core.backtest.worlds import play
from tests.oracles.asking import ask
from tests.oracles.scenes import CASH, COMMISSION, crossings, market
from tests.oracles.test_engines import signalled

A = 252
Z = NormalDist().inv_cdf(0.05)


@pytest.fixture(scope="module")
def run():
    bars = market("IBM")
    result = play(bars, signalled(*crossings(bars, 10, 30)), size="percent:1", cash=CASH, commission=COMMISSION)
    assert result.bars_per_year == A
    account = account_of(result)
    return result, account.returns, account.benchmark_returns


def test_empyrical(run) -> None:
    result, r, b = run
    told = {
        "total_return": empyrical.cum_returns_final(r),
        "cagr": empyrical.cagr(r),
        "volatility": empyrical.annual_volatility(r),
        "downside_deviation": empyrical.downside_risk(r),
        "var_95": empyrical.value_at_risk(r),
        "tail_ratio": empyrical.tail_ratio(r),
        "max_drawdown": empyrical.max_drawdown(r),
        "sharpe": empyrical.sharpe_ratio(r),
        "sortino": empyrical.sortino_ratio(r),
        "calmar": empyrical.calmar_ratio(r),
        "omega": empyrical.omega_ratio(r),
        "beta": empyrical.beta(r, b),
    }
    for name, value in told.items():
        assert result.metrics[name] == pytest.approx(value, rel=1e-9), name


def annual(r: np.ndarray) -> float:
    return float(np.prod(1 + r) ** (A / len(r)) - 1)


def test_where_empyrical_differs(run) -> None:
    result, r, b = run
    ours = result.metrics
    mean = ours["alpha"] / A
    tail = np.sort(r)[: int((len(r) - 1) * 0.05) + 1]
    theirs = {
        "alpha": (empyrical.alpha(r, b), (1 + mean) ** A - 1),
        "cvar_95": (empyrical.conditional_value_at_risk(r), float(tail.mean())),
        "information_ratio": (empyrical.excess_sharpe(r, b), ours["information_ratio"] / math.sqrt(A)),
        "up_capture": (empyrical.up_capture(r, b), annual(r[b > 0]) / annual(b[b > 0])),
        "down_capture": (empyrical.down_capture(r, b), annual(r[b < 0]) / annual(b[b < 0])),
    }
    differs(theirs, ours, EMPYRICAL, but={"cvar_95"})  # without ties it is equal


@pytest.mark.slow
def test_quantstats(run, tmp_path) -> None:
    result, r, b = run
    ours = result.metrics
    told = ask("quantstats", tmp_path, days=result.stamps // MICROSECONDS_A_DAY, returns=r, benchmark=b)
    same = {
        **{
            name: name
            for name in ("volatility", "sharpe", "sortino", "cagr", "calmar", "max_drawdown", "alpha", "beta")
        },
        **{name: name for name in ("skew", "kurtosis", "omega", "tail_ratio")},
        "gain_to_pain": "gain_to_pain_ratio",
        "best_bar": "best",
        "worst_bar": "worst",
        "total_return": "comp",
    }
    for name, theirs in same.items():
        assert ours[name] == pytest.approx(float(told[theirs]), rel=1e-9), name
    differs(of_quantstats(told, ours, r), ours, QUANTSTATS)


def of_quantstats(told, ours, r) -> dict[str, tuple[float, float]]:
    """Its number beside what its definition gives from ours or from the returns."""
    mean, spread, n = r.mean(), r.std(ddof=1), len(r)
    up, down = r[r > 0], r[r < 0]
    wins, payoff = len(up) / (len(up) + len(down)), up.mean() / -down.mean()
    s = mean / spread
    error = math.sqrt((1 - ours["skew"] * s + (ours["kurtosis"] + 2) / 4 * s**2) / (n - 1))
    return {
        "information_ratio": (told["information_ratio"], ours["information_ratio"] / math.sqrt(A)),
        "treynor": (told["treynor_ratio"], ours["total_return"] / ours["beta"]),
        "var_95": (told["value_at_risk"], mean + spread * Z),
        "cvar_95": (told["cvar"], mean - spread * NormalDist().pdf(Z) / 0.05),
        "ulcer_index": (told["ulcer_index"], ours["ulcer_index"] * math.sqrt(n / (n - 1))),
        "recovery_factor": (told["recovery_factor"], abs(r.sum()) / -ours["max_drawdown"]),
        "probabilistic_sharpe": (told["probabilistic_sharpe_ratio"], NormalDist().cdf(s / error)),
        "win_rate": (told["win_rate"], wins),
        "payoff": (told["payoff_ratio"], payoff),
        "profit_factor": (told["profit_factor"], ours["omega"]),
        "kelly": (told["kelly_criterion"], wins - (1 - wins) / payoff),
    }


def differs(theirs, ours, library: str, but=frozenset()) -> None:
    """Each difference that the documentation names is one, and is what it says."""
    assert set(theirs) == {name for name, where, _ in DIFFERENCES if where == library}
    for name, (value, explained) in theirs.items():
        assert float(value) == pytest.approx(explained, rel=1e-7), name
        if name not in but:
            assert float(value) != pytest.approx(ours[name], rel=1e-9), name
