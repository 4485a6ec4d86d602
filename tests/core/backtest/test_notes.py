import numpy as np

from quantboard.core.backtest.notes import data_notes
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, signals_of

BARS = bars_of(*[(100.0, 100.0, 100.0, 100.0)] * 3)


def test_no_costs_are_said() -> None:
    assert play(BARS).warnings == ("No costs were set: no commission, no slippage, no stamp duty.",)
    assert play(BARS, slippage=0.001).warnings == ()


def test_sizes_that_are_not_used_are_said() -> None:
    decision = Decision(signals=signals_of(BARS, entry=[0]), size=np.full((3, 1), 0.5))
    assert any("sizes" in note for note in play(BARS, decision, commission=0.1).warnings)


def test_a_change_that_looks_like_a_split_is_said() -> None:
    closes = [100.0 + i % 3 for i in range(15)] + [50.0 + i % 2 for i in range(15)]
    bars = bars_of(*[(c, c, c, c) for c in closes])
    (note,) = data_notes(bars, 0, len(closes))
    assert note == f"The prices look unadjusted, changing as by a split: {bars.symbols[0]} {bars.text_of(15)}."
    assert data_notes(bars, 16, len(closes)) == ()
