"""Cost map, break-even and delay: every cell is what a run of its own gives."""

from types import SimpleNamespace

import numpy as np
import pytest

from quantboard.core.honesty import costs
from quantboard.core.honesty.costs import break_even, cost_map, delay_curve, delayed, flags_of
from quantboard.core.honesty.rerun import Run
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, random_bars, random_decision, signals_of, spec_for

FLAT = (100, 100, 100, 100)
UP = (110, 110, 110, 110)


def run_of(bars, decision, kind="signals", **options):
    spec, chosen = spec_for(bars, kind, **options)
    return Run(spec, chosen, decision)


def total(result):
    return result.final_equity / result.spec.cash - 1.0


@pytest.fixture(scope="module")
def random_run():
    rng = np.random.default_rng(3)
    bars = random_bars(rng, 400, 2)
    decision = random_decision(rng, bars, "signals", short=False)
    return bars, decision, run_of(bars, decision, commission=0.0007, per_order=1.0)


def test_each_cell_is_a_run_of_its_own(random_run):
    bars, decision, run = random_run
    found = cost_map(run, run.total_return())
    assert found["commission"] == [0.0, 0.0005, 0.0007, 0.001, 0.002, 0.005]
    assert found["slippage"] == [0.0, 0.0005, 0.001, 0.002, 0.005]
    for i, j in ((0, 0), (2, 0), (4, 3), (5, 4)):
        options = {"commission": found["commission"][i], "slippage": found["slippage"][j], "per_order": 1.0}
        assert found["total_return"][i][j] == pytest.approx(total(play(bars, decision, **options)), abs=1e-12)
    assert found["own"]["total_return"] == found["total_return"][2][0]


def test_the_break_even_of_one_trade_by_hand():
    """Buys 100 at 100, sells at 110: c on both sides takes 100·100·c + 100·110·c = the gain of 1000 at c = 1/21."""
    bars = bars_of(FLAT, FLAT, UP, UP, UP)
    decision = Decision(signals=signals_of(bars, entry=[0], exit=[2]))
    run = run_of(bars, decision, size="fixed:100")
    found = cost_map(run, run.total_return())
    assert found["break_even"] == pytest.approx(1 / 21, rel=0.011)
    assert run.with_costs(found["break_even"], 0.0).total_return() > 0
    assert run.with_costs(found["break_even"] * 1.011, 0.0).total_return() <= 0


def test_break_even_at_its_borders():
    assert break_even(lambda rate: -1.0) is None
    assert break_even(lambda rate: 1.0) == costs.MOST
    assert break_even(lambda rate: 0.00001 - rate) == pytest.approx(0.00001, rel=0.02)
    asked = []
    break_even(lambda rate: asked.append(rate) or 1e-9 - rate)
    assert len(asked) <= costs.MOST_STEPS + 2


def test_a_delay_moves_decisions_down():
    decision = Decision(
        signals=np.array([[1], [2], [0], [1]], dtype=np.int8), size=np.array([[0.1], [0.2], [0.3], [0.4]])
    )
    bars = bars_of(FLAT, FLAT, FLAT, FLAT)
    later = delayed(decision, bars, 2)
    assert later.signals.tolist() == [[0], [0], [1], [2]]
    assert later.signals.dtype == np.int8
    assert np.isnan(later.size[:2]).all()
    assert later.size[2:].tolist() == [[0.1], [0.2]]
    assert delayed(decision, bars, 9).signals.tolist() == [[0]] * 4


def test_the_rhythm_of_weights_is_kept_before_they_move():
    bars = bars_of(*[FLAT] * 40)  # from 6 January 2020 on: the last bar of January is row 25
    decision = Decision(weights=np.full((40, 1), 0.5), rebalance="month_end")
    later = delayed(decision, bars, 1)
    assert later.rebalance is None
    assert np.flatnonzero(~np.isnan(later.weights[:, 0])).tolist() == [26]


def test_the_curve_by_hand():
    """The price rises from 100 to 110 on the open of row 2: bought a bar later there is nothing to gain."""
    bars = bars_of(FLAT, FLAT, UP, UP, UP, UP)
    decision = Decision(signals=signals_of(bars, entry=[0]))
    run = run_of(bars, decision, size="fixed:100")
    found = delay_curve(run, run.total_return())
    assert found["total_return"] == pytest.approx([0.01, 0.0, 0.0])


def result(own, fills=4):
    return SimpleNamespace(fills=range(fills), final_equity=1 + own)


def told(own, edge):
    return {"break_even": edge, "break_even_at_least": edge == costs.MOST, "own": {"total_return": own}}


@pytest.mark.parametrize(
    ("own", "edge", "severity", "words"),
    [
        (0.5, 0.0004, "warning", "up to a cost of 0.040%"),
        (0.5, 0.004, "info", "up to a cost of 0.400%"),
        (0.5, costs.MOST, "info", "at least 10%"),
        (-0.1, 0.0004, "warning", "Costs take the whole gain"),
        (-0.2, None, "info", "Without any cost"),
    ],
)
def test_what_the_map_tells(own, edge, severity, words):
    (flag,) = flags_of(result(own), told(own, edge), None)
    assert (flag.code, flag.severity) == ("costs.break_even", severity)
    assert words in flag.message


@pytest.mark.parametrize(("late", "n_flags"), [(0.24, 1), (0.26, 0), (-0.1, 1)])
def test_half_the_gain_must_outlast_a_bar(late, n_flags):
    found = flags_of(result(0.5), None, {"bars": [0, 1, 2], "total_return": [0.5, late, 0.0]})
    assert [flag.code for flag in found] == ["delay.sensitive"] * n_flags
