"""The report's plain data."""

import numpy as np
import pytest
from runs import result_of

from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from quantboard.ui.backtests import report_view as view
from quantboard.ui.text.metrics import METRICS


@pytest.fixture(scope="module")
def result():
    return result_of()


def test_every_metric_has_a_name_in_both_languages():
    names = {rule.__name__ for group in (*ACCOUNT.values(), TRADES) for rule in group}
    assert names == set(METRICS)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_tiles(result, language):
    tiles = {tile.key: tile for tile in view.tiles_of(result, language)}
    assert tiles["total_return"].sign == int(np.sign(result.metrics["total_return"]))
    assert tiles["n_trades"].value == f"{result.metrics['n_trades']:.0f}"
    assert all(tile.value and tile.sub for tile in tiles.values())


def test_months_carry_text_and_ground(result):
    newest, oldest = view.months_of(result)
    assert (newest.year, oldest.year) == ("2020", "2019")
    assert len(newest.cells) == 12
    assert newest.cells[-1] == view.Cell("", "transparent")
    assert {cell.ground[:13] for cell in oldest.cells if cell.text.startswith("−")} <= {"var(--qb-loss"}


def test_what_is_undefined_says_why():
    rows = view.trade_metrics(result_of(every=0), "en")
    assert rows[1].all == "n/a"
    assert rows[1].why


@pytest.mark.parametrize("column", view.SORTS)
def test_trades_sort_by_every_column(result, column):
    up, down = (view.order_of(result.trades, column, ascending=way) for way in (True, False))
    assert up == down[::-1]
    assert sorted(up) == list(range(len(result.trades)))


def test_trades_sort_by_profit_and_keep_their_index(result):
    order = view.order_of(result.trades, "pnl", ascending=False)
    rows = view.trade_rows(result, order[:5], "en")
    assert [row.index for row in rows] == order[:5]
    assert rows[0].sign == 1
    assert result.trades.pnl[order[0]] == result.trades.pnl.max()
    assert view.order_of(result.trades, "nonsense", ascending=True) == view.order_of(
        result.trades, "entry_at", ascending=True
    )


def test_markers_are_in_order_of_time(result):
    marks = view.markers_of(result, "AAA")
    n_open = int(result.trades.is_open.sum())
    assert len(marks) == 2 * len(result.trades) - n_open
    assert [mark["time"] for mark in marks] == sorted(mark["time"] for mark in marks)
    assert {mark["side"] for mark in marks} == {"buy", "sell"}


def test_the_manifest_names_what_decided(result):
    facts = {fact.name: fact.value for fact in view.manifest_of(result, {"numpy": "2"})}
    assert facts["result hash"] == result.result_hash
    assert facts["spec digest"] == result.spec.digest()
    assert facts["stop loss"] == "–"
    assert facts["numpy"] == "2"
