import numpy as np
import pytest

from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.market import DecisionUnfit, closes_before, gone_rows, scene_of
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, signals_of, spec_for

FLAT = (100.0, 100.0, 100.0, 100.0)


def test_only_what_a_run_needs_is_laid_out() -> None:
    bars = bars_of(*[FLAT] * 4)
    spec, bars = spec_for(bars)
    scene = scene_of(spec, bars, Decision(signals=signals_of(bars, entry=[0])), 1, 4)
    assert scene.market.close.shape == (3, 1)
    assert scene.market.volume.shape == scene.market.range.shape == (1, 1)
    assert not any(array.flags.writeable for array in (*scene.market, *scene.wish, *scene.run))
    assert scene.run.rates[at.LEVERAGE] == 1.0


def test_a_symbol_is_gone_after_five_rows_without_a_bar() -> None:
    close = np.full((9, 3), 1.0)
    close[4:, 0] = np.nan
    close[5:, 1] = np.nan
    assert gone_rows(close).tolist() == [3, -1, -1]


def test_the_last_close_before_the_period() -> None:
    bars = bars_of((FLAT, None), ((90.0, 90.0, 90.0, 90.0), None), (None, FLAT), symbols="AB")
    before = closes_before(bars, 2)
    assert before[0] == 90.0
    assert np.isnan(before[1])


def test_arrays_of_another_shape_are_refused() -> None:
    spec, bars = spec_for(bars_of(*[FLAT] * 3))
    decision = Decision(signals=signals_of(bars, entry=[0]), limit=np.zeros((2, 1)))
    with pytest.raises(DecisionUnfit):
        scene_of(spec, bars, decision, 0, 3)
