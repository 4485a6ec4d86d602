"""All, long and short beside each other, by hand."""

import numpy as np
import pytest

from quantboard.core.backtest.metrics.sides import OF_POSITIONS, OF_TRADES
from tests.core.backtest.worlds import bars_of, play, random_bars, random_decision


def at(price: float) -> tuple[float, float, float, float]:
    return (price, price, price, price)


def test_a_long_and_a_short_trade() -> None:
    bars = bars_of(at(100), at(100), at(110), at(110), at(120), at(120))
    # long 10 from 100 to 110, then short 10 from 110 to 120
    result = play(
        bars, entry=[0], short_entry=[1], short_exit=[3], size="fixed:10", cash=10_000, short=True, commission=0.01,
        slippage=0.0, stamp_duty=0.02,
    )  # fmt: skip
    sides = result.sides
    assert [sides[name]["n_trades"] for name in ("all", "long", "short")] == [2, 1, 1]
    assert sides["long"]["net_profit"] == pytest.approx(100 - 10 - 11 - 22)
    assert sides["short"]["net_profit"] == pytest.approx(-100 - 11 - 22 - 12)
    assert sides["all"]["net_profit"] == pytest.approx(result.final_equity - 10_000)
    assert [sides[name]["win_rate"] for name in ("all", "long", "short")] == [0.5, 1.0, 0.0]
    assert [sides[name]["time_in_market"] for name in ("all", "long", "short")] == [3 / 6, 1 / 6, 2 / 6]
    assert [sides[name]["n_fills"] for name in ("all", "long", "short")] == [4, 2, 2]
    assert sides["long"]["commission_paid"] == pytest.approx(21)
    assert sides["short"]["commission_paid"] == pytest.approx(23)
    assert (sides["long"]["stamp_duty_paid"], sides["short"]["stamp_duty_paid"]) == (22, 22)
    assert sides["long"]["max_gross_exposure"] == pytest.approx(1000 / result.equity[1])
    assert sides["short"]["profit_factor"] == 0.0
    assert sides["long"]["profit_factor"] is None
    assert result.certainty.sides_na["long"]["profit_factor"] == "no trade lost"


def test_open_positions_of_each_side() -> None:
    bars = bars_of(*[(at(100), at(100))] * 2, (at(110), at(110)), symbols="AB")
    result = play(bars, entry=[(0, 0)], short_entry=[(0, 1)], size="fixed:10", cash=10_000, short=True)
    assert [result.sides[name]["open_profit"] for name in ("all", "long", "short")] == [0.0, 100.0, -100.0]
    assert [result.sides[name]["n_open_trades"] for name in ("all", "long", "short")] == [2, 1, 1]
    assert [result.sides[name]["average_holdings"] for name in ("all", "long", "short")] == [4 / 3, 2 / 3, 2 / 3]


@pytest.mark.parametrize("kind", ["signals", "weights"])
@pytest.mark.parametrize("seed", range(8))
def test_sides_add_up(kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    bars = random_bars(rng, 80, 3)
    options = {"commission": 0.001, "slippage": 0.002, "stamp_duty": 0.001, "stop_loss": 0.05, "cash": 10_000}
    result = play(bars, random_decision(rng, bars, kind, short=True), short=True, **options)
    sides = result.sides
    for name in ("n_trades", "net_profit", "fees_paid", "gross_exposure", "average_holdings", "n_open_trades",
                 "open_profit", "n_fills", "commission_paid", "stamp_duty_paid", "slippage_paid"):  # fmt: skip
        assert sides["long"][name] + sides["short"][name] == pytest.approx(sides["all"][name], abs=1e-6), name
    fills = result.trades.fees.sum()
    assert sides["all"]["commission_paid"] + sides["all"]["stamp_duty_paid"] == pytest.approx(fills)
    assert sides["all"]["time_in_market"] == result.metrics["time_in_market"]
    closed = result.trades.taken(~result.trades.is_open)
    for side, name in ((1, "long"), (-1, "short")):
        still_open = result.trades.is_open & (result.trades.side == side)
        paid = closed.fees[closed.side == side].sum() + result.trades.fees[still_open].sum()
        assert sides[name]["commission_paid"] + sides[name]["stamp_duty_paid"] == pytest.approx(paid)


def test_every_side_has_every_name_and_a_reason_for_none() -> None:
    result = play(bars_of(at(100), at(100)))
    names = [rule.__name__ for rule in (*OF_TRADES, *OF_POSITIONS)]
    for side in ("all", "long", "short"):
        assert list(result.sides[side]) == names
        assert {name for name, value in result.sides[side].items() if value is None} == set(
            result.certainty.sides_na[side]
        )
