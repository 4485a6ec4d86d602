import numpy as np
import pytest

from quantboard.core.backtest.ledger import book as at
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play

FLAT = (100.0, 100.0, 100.0, 100.0)


def test_the_list_of_rejections_is_bounded_and_their_number_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at, "MOST_LISTED", 7)
    for symbols in ("A", "AB"):  # the fast loop and the general one
        bars = bars_of(*[FLAT if symbols == "A" else (FLAT, FLAT)] * 60, symbols=symbols)
        result = play(bars, entry=[(row, 0) for row in range(60)], size="fixed:1000", cash=50_000)
        assert (len(result.rejected), result.n_rejected) == (7, 59)
        assert [row["at"] for row in result.rejected] == [bars.text_of(row) for row in range(1, 8)]
        assert "59 orders rejected: cash 59." in result.warnings
        assert "Of the rejected orders the first 7 are listed, the other 52 only counted." in result.warnings
        assert result.as_json()["n_rejected"] == 59


def test_a_million_rejections_take_no_more_room() -> None:
    book = at.opened(10, 3, 1000.0, 4)
    assert book.reject_ints.shape == at.grown(book).reject_ints.shape == (at.N_REJECT_INTS, at.MOST_LISTED)


def test_average_price_and_fees_of_a_growing_position() -> None:
    bars = bars_of(FLAT, FLAT, (200.0, 200.0, 200.0, 200.0), (150.0, 150.0, 150.0, 150.0))
    weights = np.array([[0.5], [0.9], [0.1], [np.nan]])
    result = play(bars, Decision(weights=weights), cash=1000, commission=0.01, stamp_duty=0.02)
    bought = result.fills.units[:2]
    assert result.trades.entry_price[0] == pytest.approx((bought[0] * 100 + bought[1] * 200) / bought.sum())
    sold = result.fills.units[2]
    entry_fees = result.fills.commission[:2].sum() * sold / bought.sum()
    (closed,) = result.trades.fees[~result.trades.is_open]
    assert closed == pytest.approx(entry_fees + sold * 150 * 0.03)


def test_fees_per_share_with_a_minimum_and_per_order() -> None:
    bars = bars_of(*[FLAT] * 4)
    small = play(bars, entry=[0], exit=[1], size="fixed:10", per_share=0.02, min_commission=5, per_order=1)
    assert small.fills.commission.tolist() == [6.0, 6.0]
    large = play(bars, entry=[0], exit=[1], size="fixed:500", per_share=0.02, min_commission=5, per_order=1)
    assert large.fills.commission.tolist() == [11.0, 11.0]


def test_commission_by_tiers_of_the_orders_value() -> None:
    bars = bars_of(*[FLAT] * 4)
    tiers = "0:0.01,2000:0.001"
    assert play(bars, entry=[0], size="fixed:10", commission_tiers=tiers).fills.commission.tolist() == [10.0]
    assert play(bars, entry=[0], size="fixed:20", commission_tiers=tiers).fills.commission.tolist() == [2.0]


def test_percent_spends_its_part_with_every_fee() -> None:
    bars = bars_of(*[FLAT] * 3)
    for options in ({"per_order": 7}, {"min_commission": 50}, {"per_share": 0.3, "commission": 0.001}):
        result = play(bars, entry=[0], size="percent:0.5", cash=10_000, **options)
        assert result.cash[-1] == pytest.approx(5_000.0)


def test_half_the_spread_and_the_impact_worsen_a_fill() -> None:
    bars = bars_of(*[FLAT] * 4)
    bars.columns["volume"] = np.full((4, 1), 1000.0)
    result = play(bars, entry=[0], exit=[1], size="fixed:100", spread=0.4, impact=0.1)
    assert result.fills.price.tolist() == pytest.approx([101.2 - 0.0, 98.8])  # 0.2 of spread and 1 % of impact
