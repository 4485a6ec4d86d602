"""Implausible figures: each limit from both sides."""

from types import SimpleNamespace

import numpy as np
import pytest

from quantboard.core.honesty.plausible import flags_of


class Trades:
    def __init__(self, pnl, is_open=None):
        self.pnl = np.array(pnl, dtype=float)
        self.symbol = np.zeros(len(self.pnl), dtype=int)
        self.is_open = np.zeros(len(self.pnl), dtype=bool) if is_open is None else np.array(is_open)

    def __len__(self):
        return len(self.pnl)

    def taken(self, which):
        return Trades(self.pnl[which])


def codes(pnl=(1.0, -0.5) * 20, is_open=None, **metrics):
    usual = {"sharpe": 1.0, "cagr": 0.1, "win_rate": 0.5, "time_in_market": 0.5}
    result = SimpleNamespace(metrics={**usual, **metrics}, trades=Trades(pnl, is_open), symbols=("A",))
    return {flag.code: flag for flag in flags_of(result)}


def test_an_ordinary_result_has_none():
    assert codes() == {}


@pytest.mark.parametrize(
    ("code", "name", "below", "above"),
    [
        ("result.sharpe", "sharpe", 4.0, 4.01),
        ("result.cagr", "cagr", 3.0, 3.01),
        ("result.win_rate", "win_rate", 0.9, 0.91),
        ("result.low_exposure", "time_in_market", 0.049, 0.05),
    ],
)
def test_limits(code, name, below, above):
    raised = [code in codes(**{name: value}) for value in (below, above)]
    assert raised == ([True, False] if code == "result.low_exposure" else [False, True])


def test_what_is_not_available_raises_nothing():
    assert codes(sharpe=None, cagr=None, win_rate=None, time_in_market=None) == {}
    assert "result.low_exposure" not in codes(time_in_market=0.0)


def test_few_trades():
    assert codes(pnl=(1.0, -0.5) * 15) == {}
    assert codes(pnl=(1.0, -0.5) * 14)["result.few_trades"].values == {"n_trades": 28, "limit": 30}
    assert codes(pnl=())["result.few_trades"].severity == "info"
    assert codes(pnl=(1.0, -0.5) * 15, is_open=[True] + [False] * 29)["result.few_trades"].values["n_trades"] == 29


def test_one_trade_that_made_it():
    many = (1.0,) * 40
    assert codes(pnl=(*many, 40.0)) == {}
    flag = codes(pnl=(*many, 41.0))["result.one_trade"]
    assert flag.values["share"] == pytest.approx(41 / 81)
    assert "made 51% of the whole profit" in flag.message
    assert "would have lost money" in codes(pnl=(*(-0.5,) * 40, 41.0))["result.one_trade"].message
    assert "result.one_trade" not in codes(pnl=(-1.0,) * 40)


def test_a_share_of_winners_needs_some_trades():
    assert "result.win_rate" not in codes(pnl=(1.0,) * 9, win_rate=1.0)
    assert "result.win_rate" in codes(pnl=(1.0,) * 10, win_rate=1.0)
