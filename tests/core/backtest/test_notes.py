import numpy as np

from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, signals_of

BARS = bars_of(*[(100.0, 100.0, 100.0, 100.0)] * 3)


def test_no_costs_are_said() -> None:
    assert play(BARS).warnings == ("No costs were set: no commission, no slippage, no stamp duty.",)
    assert play(BARS, slippage=0.001).warnings == ()


def test_sizes_that_are_not_used_are_said() -> None:
    decision = Decision(signals=signals_of(BARS, entry=[0]), size=np.full((3, 1), 0.5))
    assert any("sizes" in note for note in play(BARS, decision, commission=0.1).warnings)
