import numpy as np

from quantboard.core.backtest.benchmark import buy_and_hold, filled_forward
from tests.core.backtest.worlds import bars_of


def test_equal_parts_at_each_first_open() -> None:
    bars = bars_of(
        ((10.0, 12.0, 10.0, 11.0), None),
        ((11.0, 11.0, 11.0, 11.0), (50.0, 60.0, 50.0, 60.0)),
        (None, (60.0, 60.0, 60.0, 60.0)),
        symbols="AB",
    )
    # 500 at 10 → 50 units; the other 500 wait for the first open at 50 → 10 units
    assert buy_and_hold(bars.open, bars.close, 1000.0).tolist() == [1050.0, 1150.0, 1150.0]


def test_last_known_closes() -> None:
    panel = np.array([[np.nan], [1.0], [np.nan], [2.0], [np.nan]])
    assert filled_forward(panel)[1:, 0].tolist() == [1.0, 1.0, 2.0, 2.0]
    assert np.isnan(filled_forward(panel)[0, 0])
