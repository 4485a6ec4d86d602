"""The numbers in the figures, not the picture."""

from dataclasses import replace

import numpy as np
import pytest
from runs import SOURCE, result_of

from quantboard.charts.costs import KINDS, costs_figure, delay_figure, map_figure
from quantboard.charts.distribution import distribution_figure
from quantboard.charts.equity import View, equity_figure, is_thinned, rows_of
from quantboard.charts.excursions import excursions_figure
from quantboard.charts.exposure import exposure_figure
from quantboard.charts.holdings import holdings_figure
from quantboard.charts.monthly import by_year, yearly_figure
from quantboard.charts.report import report_html
from quantboard.charts.rolling import rolling_figure
from quantboard.charts.style import as_plain
from quantboard.charts.thin import MOST, thin
from quantboard.charts.wording import shown
from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from quantboard.core.backtest.views.accounts import account
from quantboard.core.backtest.views.expenses import by_year as by_year_of_costs
from quantboard.core.backtest.views.falls import worst
from quantboard.core.backtest.views.rolling import rolling
from quantboard.core.backtest.views.spread import spread
from quantboard.core.flag import Honesty
from quantboard.palette import DARK, LIGHT
from tests.core.backtest.views.some import result_of as several


@pytest.fixture(scope="module")
def result():
    return result_of()


def test_equity_shows_both_curves_and_the_drawdown_on_one_time_axis(result):
    benchmark, equity, drawdown = equity_figure(result).data
    assert equity.x == benchmark.x == drawdown.x
    assert equity.x[0] == "2019-01-01"
    np.testing.assert_allclose(equity.y, result.equity, atol=0.006)
    assert min(drawdown.y) == pytest.approx(result.metrics["max_drawdown"], abs=1e-6)
    assert drawdown.yaxis == "y2"


def test_the_deepest_drawdown_is_marked(result):
    note = equity_figure(result).layout.annotations[0]
    assert note.y == pytest.approx(result.metrics["max_drawdown"])


def test_an_account_that_never_fell_has_no_mark():
    assert not equity_figure(result_of(every=0)).layout.annotations


def test_long_runs_are_thinned_and_keep_their_extremes():
    long = result_of(12_000)
    _, equity, drawdown = equity_figure(long).data
    assert len(equity.x) <= MOST
    assert max(equity.y) == pytest.approx(long.equity.max(), abs=0.01)
    assert min(drawdown.y) == pytest.approx(long.metrics["max_drawdown"], abs=1e-6)
    assert (equity.x[0], equity.x[-1]) == ("2019-01-01", str(np.datetime64("2019-01-01") + 11_999))


def test_thin_keeps_short_curves_whole_and_stands_gaps():
    assert len(thin(np.arange(10.0))) == 10
    gapped = np.where(np.arange(9_000) % 3 == 0, np.nan, np.sin(np.arange(9_000)))
    rows = thin(gapped, most=100)
    assert len(rows) <= 100
    assert np.nanmax(gapped[rows]) == np.nanmax(gapped)


def test_months_multiply_to_the_total(result):
    years = by_year(result)
    assert [year.year for year in years] == [2020, 2019]
    growth = np.prod([1 + year.total for year in years])
    assert growth - 1 == pytest.approx(result.metrics["total_return"])
    assert np.prod([1 + year.benchmark for year in years]) - 1 == pytest.approx(
        result.metrics["benchmark_total_return"]
    )
    known = [month for year in years for month in year.months if month is not None]
    assert max(known) == pytest.approx(result.metrics["best_month"])
    assert min(known) == pytest.approx(result.metrics["worst_month"])
    assert years[0].months[-1] is None


def test_yearly_bars(result):
    ours, theirs = yearly_figure(result).data
    assert ours.x == ("2019", "2020")
    assert ours.y[0] == pytest.approx(by_year(result)[1].total, abs=1e-6)
    assert theirs.y[1] == pytest.approx(by_year(result)[0].benchmark, abs=1e-6)


def test_distribution_counts_every_bar_that_moved(result):
    made = distribution_figure(spread(account(result)))
    bars, normal = made.data
    assert max(normal.y) > 0
    marked = [shape.x0 for shape in made.layout.shapes]
    assert marked == [spread(account(result)).mean, spread(account(result)).quantile_05]
    before = np.concatenate(([result.spec.cash], result.equity[:-1]))
    assert sum(bars.y) == int((result.equity != before).sum())


def test_equity_in_percent_and_rebased_for_a_logarithmic_axis(result):
    percent = equity_figure(result, view=View(is_percent=True)).data[1].y
    assert percent[-1] == pytest.approx(result.metrics["total_return"], abs=1e-5)
    rebased = equity_figure(result, view=View(is_percent=True, is_rebased=True)).data[1].y
    assert rebased[-1] == pytest.approx(100 * (1 + result.metrics["total_return"]), abs=0.01)


def test_the_deepest_falls_are_shaded_by_their_rank():
    result = several()
    layout = equity_figure(result, view=View(n_shaded=3)).layout
    found = worst(account(result), 3)
    assert [shape.x0 for shape in layout.shapes] == [
        str(result.stamps[fall.first].astype("datetime64[us]"))[:10] for fall in found
    ]
    assert [note.text for note in layout.annotations][-3:] == ["1", "2", "3"]


def test_a_part_of_a_long_run_is_drawn_in_more_detail():
    long = result_of(12_000)
    seen = (3_000, 4_000)
    rows = rows_of(long, account(long), View(rows=seen))
    inside = rows[(rows >= seen[0]) & (rows < seen[1])]
    assert len(inside) == 1_000
    assert len(rows) <= MOST // 2 + 1_000
    assert rows_of(long, account(long), View()).size <= MOST
    assert is_thinned(long)


def test_the_band_lies_around_the_equity(result):
    band = {"at": ["2019-01-01", "2020-11-30"], "low": [9e4, 5e4], "high": [1.1e5, 7e4]}
    unsure = replace(result, examined=Honesty(band=band))
    low, high, *_ = equity_figure(unsure, view=View(has_band=True)).data
    assert (list(low.y), list(high.y), high.fill) == (band["low"], band["high"], "tonexty")
    assert len(equity_figure(unsure).data) == 3


def test_compared_with_nothing_there_is_no_curve_of_it(result):
    bare = replace(result, benchmark=np.full(len(result.benchmark), np.nan))
    assert [trace.name for trace in equity_figure(bare).data] == ["Strategy", "Drawdown"]
    assert len(yearly_figure(bare).data) == 1


def test_rolling_curves_are_those_of_the_window(result):
    moved = rolling(account(result), 60)
    sharpe, volatility, beta = rolling_figure(result, moved).data
    np.testing.assert_allclose(sharpe.y[60:], moved.sharpe[60:], atol=1e-4)
    assert sharpe.y[0] is None
    assert (volatility.yaxis, beta.yaxis) == ("y2", "y3")


def test_holdings_and_cash_make_the_whole(result):
    held, cash = holdings_figure(result).data
    rows = [result.stamps.searchsorted(np.datetime64(day, "us").astype(np.int64)) for day in held.x]
    np.testing.assert_allclose(np.add(held.y, cash.y), 1.0, atol=2e-4)
    np.testing.assert_allclose(cash.y, (result.cash / result.equity)[rows], atol=1e-4)


def test_the_map_and_the_delays_show_what_was_checked():
    told = {"commission": [0.0, 0.001], "slippage": [0.0, 0.002], "total_return": [[0.5, 0.1], [0.2, None]]}
    heat = map_figure(told, {"commission": "c", "slippage": "s"}).data[0]
    assert [list(row) for row in heat.z] == told["total_return"]
    assert (heat.y[1], heat.x[1], heat.zmax, heat.zmin) == ("0.10%", "0.20%", 0.5, -0.5)
    bars = delay_figure({"bars": [0, 1], "total_return": [0.4, -0.1]}, ("now", "later")).data[0]
    assert (list(bars.y), bars.text[1]) == ([0.4, -0.1], "−10.0%")


def test_exposure_is_a_share_of_equity(result):
    gross, net, turned = exposure_figure(result).data
    assert sum(turned.y) == pytest.approx(
        result.metrics["turnover"] * len(result.stamps) / result.bars_per_year, abs=0.01
    )
    np.testing.assert_allclose(gross.y, result.gross / result.equity, atol=1e-4)
    assert gross.y == net.y


def spread_figure(result, palette=LIGHT):
    return distribution_figure(spread(account(result)), palette=palette)


def moving_figure(result, palette=LIGHT):
    return rolling_figure(result, rolling(account(result), 60), palette=palette)


def scatter_figure(result, palette=LIGHT):
    closed = result.trades.taken(~result.trades.is_open)
    points = {"mae": closed.mae.tolist(), "mfe": closed.mfe.tolist(), "return": closed.gain.tolist()}
    n = len(closed)
    return excursions_figure({**points, "index": list(range(n)), "symbol": ["AAA"] * n}, palette=palette)


def years_of_costs(result, palette=LIGHT):
    years = [vars(year) for year in by_year_of_costs(result, account(result))]
    return costs_figure(years, {kind: kind for kind in KINDS}, palette)


FIGURES = (
    *(equity_figure, yearly_figure, spread_figure, exposure_figure, moving_figure, holdings_figure),
    *(scatter_figure, years_of_costs),
)


@pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
def test_every_figure_becomes_plain_data_on_a_clear_ground(draw, result):
    plain = as_plain(draw(result, palette=DARK))
    assert plain["layout"]["paper_bgcolor"].endswith(" 0)")
    assert plain["data"] or draw is years_of_costs
    assert as_plain(draw(result_of(every=0)))["layout"]


def test_the_report_is_one_file_that_needs_nothing(result):
    page = report_html(result, SOURCE, "My run & more")
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert "My run &amp; more" in page
    assert "By hand &lt;b&gt;" in page
    assert result.result_hash in page
    assert page.count("<polyline") == 7  # two curves, drawdown, Sharpe, volatility, gross and net
    assert shown("total_return", result.metrics["total_return"]) in page


def test_the_report_of_a_run_without_trades_says_why():
    page = report_html(result_of(every=0), SOURCE)
    assert "n/a: " in page


def test_every_metric_has_a_way_to_be_shown(result):
    for name in [rule.__name__ for group in (*ACCOUNT.values(), TRADES) for rule in group]:
        assert shown(name, 0.5)
        assert shown(name, None) == "n/a"
    assert shown("win_rate_long", 0.5) == "50.00 %"
    assert shown("n_trades", 1234.0) == "1,234"


def test_where_rising_is_red_gain_and_loss_change_places(result):
    page = report_html(result, SOURCE, is_red_up=True)
    assert f"--gain:{LIGHT.loss};--loss:{LIGHT.gain};" in page
    assert f"--gain:{LIGHT.gain};--loss:{LIGHT.loss};" in report_html(result, SOURCE)
