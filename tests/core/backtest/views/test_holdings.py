import numpy as np
import pytest

from quantboard.core.backtest.views import holdings
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def result():
    return result_of()


def test_a_day_is_what_the_positions_say(result):
    row = int(np.flatnonzero(np.count_nonzero(result.positions, axis=1) == 2)[0])
    held = holdings.held_at(result, row)
    assert len(held) == 2
    assert {one.symbol: one.units for one in held} == {
        symbol: units for symbol, units in zip(result.symbols, result.positions[row], strict=True) if units
    }
    assert sum(one.value for one in held) + result.cash[row] == pytest.approx(result.equity[row])
    assert sum(abs(one.weight) for one in held) == pytest.approx(result.gross[row] / result.equity[row])


def test_parts_and_cash_make_the_whole(result):
    rows = np.arange(len(result.stamps))
    parts = holdings.parts_at(result, rows, most=2)
    assert len(parts.symbols) == 2
    np.testing.assert_allclose(parts.weights.sum(axis=1) + parts.others + parts.cash, 1.0)
    assert set(holdings.parts_at(result, rows).symbols) == set(result.symbols)


@pytest.mark.parametrize("ratio", [0.5, 1.0, 3.0])
def test_boxes_fill_the_square_without_overlap(ratio):
    sizes = [60.0, 25.0, 10.0, 4.0, 3.0, 2.0, 1.0, 0.5]
    boxes = holdings.boxes(sizes, ratio)
    for size, box in zip(sizes, boxes, strict=True):
        assert box.width * box.height == pytest.approx(size / sum(sizes))
        assert box.x >= -1e-12
        assert box.x + box.width <= 1 + 1e-9
        assert box.y + box.height <= 1 + 1e-9
    for one, two in [(a, b) for k, a in enumerate(boxes) for b in boxes[:k]]:
        apart = (
            one.x >= two.x + two.width - 1e-9
            or two.x >= one.x + one.width - 1e-9
            or one.y >= two.y + two.height - 1e-9
            or two.y >= one.y + one.height - 1e-9
        )
        assert apart


def test_nothing_has_no_boxes():
    assert holdings.boxes([]) == holdings.boxes([0.0]) == []
    assert len(holdings.boxes([1.0, 0.0])) == 2
