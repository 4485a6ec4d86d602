"""Which decisions the event loop takes, and the sums of a whole run."""

import numpy as np

from quantboard.core.backtest.spec import parse_request, resolve_spec
from quantboard.core.backtest.sweep.events import events_of, sums_of, sums_of_decisions
from quantboard.core.backtest.sweep.table import metrics_of
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration
from tests.core.backtest.sweep.plays import COSTS, EQUAL, pairs_of, quiet_bars, single


def stage(**options):
    bars, rule = quiet_bars(), pairs_of()
    found = resolve_spec(parse_request(options), Declaration("test", "signals"), "source", bars)
    return events_of(found, rule.decision(0, bars)), rule


def test_only_plain_signals_take_the_fast_loop() -> None:
    events, rule = stage()
    signals = rule.decision(0, quiet_bars()).signals
    assert events.run_for(Decision(signals=signals)) is not None
    assert events.run_for(Decision(signals=signals, stop_loss=0.1)) is not None
    assert events.run_for(Decision(signals=signals, stop_loss="atr:2")) is None
    assert events.run_for(Decision(signals=signals, trailing=0.1)) is None
    assert events.run_for(Decision(signals=signals, size=np.ones(signals.shape))) is None
    assert events.run_for(Decision(weights=np.ones(signals.shape))) is None


def test_fast_and_slow_decisions_keep_their_places() -> None:
    events, rule = stage(**COSTS)
    bars = quiet_bars()
    plain, moved = rule.decision(0, bars), rule.decision(4, bars)
    slow = Decision(signals=plain.signals, trailing=0.05)
    out, is_fast = sums_of_decisions(events, [plain, slow, moved])
    alone = [sums_of_decisions(events, [one])[0][0] for one in (plain, slow, moved)]
    np.testing.assert_array_equal(out, np.array(alone))
    assert not is_fast
    assert sums_of_decisions(events, [plain, moved])[1]


def test_the_sums_of_a_whole_run_give_its_metrics() -> None:
    bars, rule = quiet_bars(), pairs_of()
    result = single(bars, rule, 3, stop_loss=0.06, **COSTS)
    found = metrics_of(sums_of(result)[None], 100_000.0, bars.n_bars, result.bars_per_year)
    for name in EQUAL:
        np.testing.assert_allclose(found[name][0], result.metrics[name], rtol=1e-9)
