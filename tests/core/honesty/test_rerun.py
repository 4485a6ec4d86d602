"""What is run again is the engine's own account, to the bit."""

import numpy as np
import pytest

from quantboard.core.honesty.rerun import Run, in_steps
from quantboard.core.progress import Cancelled
from tests.core.backtest.worlds import play, random_bars, random_decision, spec_for


@pytest.mark.parametrize("kind", ["signals", "weights"])
def test_under_the_same_terms_it_is_the_same(kind):
    rng = np.random.default_rng(9)
    bars = random_bars(rng, 300, 3)
    decision = random_decision(rng, bars, kind, short=False)
    options = {"commission": 0.001, "slippage": 0.0005, "from": "2020-02-01"}
    result = play(bars, decision, **options)
    spec, chosen = spec_for(bars, kind, **options)
    run = Run(spec, chosen, decision)
    assert run.equity().tobytes() == result.equity.tobytes()
    assert run.total_return() == pytest.approx(result.metrics["total_return"])
    assert run.n_cells == len(result.stamps) * 3


def test_other_costs_are_those_of_a_run_of_their_own():
    rng = np.random.default_rng(10)
    bars = random_bars(rng, 300, 1)
    decision = random_decision(rng, bars, "signals", short=False)
    spec, chosen = spec_for(bars, commission=0.001, stamp_duty=0.001, commission_tiers="0:0.01,100:0.02")
    changed = Run(spec, chosen, decision).with_costs(0.003, 0.002)
    plain = play(bars, decision, commission=0.003, slippage=0.002, stamp_duty=0.001)
    assert changed.equity().tobytes() == plain.equity.tobytes()


def test_it_can_be_stopped_between_two_runs():
    rng = np.random.default_rng(11)
    bars = random_bars(rng, 50, 1)
    spec, chosen = spec_for(bars)
    run = Run(spec, chosen, random_decision(rng, bars, "signals", short=False))
    seen = []

    def stop(fraction, stage, detail):
        seen.append((fraction, stage))
        if len(seen) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(in_steps([run] * 5, 5, stop, (0.5, 1.0)))
    assert seen == [(0.5, "check"), (0.6, "check"), (0.7, "check")]
