"""The report's plain data."""

from dataclasses import replace

import numpy as np
import pytest
from runs import result_of

from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from quantboard.core.flag import Flag, Honesty
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
    row = next(row for row in rows if row.key == "win_rate")
    assert row.all == "n/a"
    assert row.why


def test_flags_come_with_a_name_and_the_gravest_first():
    grave, mild = Flag("result.sharpe", "warning", "Too good.", {}, "Doubt it."), Flag("x.y", "info", "So.", {})
    rows = view.flags_of(replace(result_of(60), examined=Honesty(flags=(grave, mild))), "zh-CN")
    assert [(row.code, row.kind, row.tab) for row in rows] == [("result.sharpe", "warn", ""), ("x.y", "quiet", "")]
    assert rows[0].name == "夏普过高"
    assert rows[1].name == "x.y"


def test_a_warning_that_a_flag_tells_is_not_told_twice():
    told = Flag("data.splits", "warning", "Unadjusted.", {})
    result = replace(result_of(60), warnings=("Unadjusted.", "Short."), examined=Honesty(flags=(told,)))
    assert view.unflagged(result) == ["Short."]


def test_a_metric_row_has_its_interval_and_its_sample(result):
    row = view.metric_row(result, "sharpe", "en")
    low, high = result.intervals["sharpe"]
    assert (f"{abs(low):.2f}" in row.interval, f"{abs(high):.2f}" in row.interval) == (True, True)
    assert row.sample == f"{result.certainty.samples['sharpe']:,}"
    assert view.metric_row(result, "win_rate_long", "en").long == row_of(result, "win_rate")


def row_of(result, name):
    return next(row.all for row in view.trade_metrics(result, "en") if row.key == name)


def test_the_manifest_names_what_decided(result):
    facts = {fact.name: fact.value for fact in view.manifest_of(result, {"numpy": "2"})}
    assert facts["result hash"] == result.result_hash
    assert facts["spec digest"] == result.spec.digest()
    assert facts["stop loss"] == "–"
    assert facts["numpy"] == "2"
