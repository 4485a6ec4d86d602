"""The numbers in the figures, not the picture."""

import numpy as np
import pytest
from runs import SOURCE, result_of

from quantboard.charts.distribution import distribution_figure
from quantboard.charts.equity import equity_figure
from quantboard.charts.exposure import exposure_figure
from quantboard.charts.monthly import by_year, yearly_figure
from quantboard.charts.report import report_html
from quantboard.charts.style import as_plain
from quantboard.charts.thin import MOST, thin
from quantboard.charts.wording import shown
from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from quantboard.palette import DARK, LIGHT


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
    bars = distribution_figure(result).data[0]
    before = np.concatenate(([result.spec.cash], result.equity[:-1]))
    assert sum(bars.y) == int((result.equity != before).sum())


def test_exposure_is_a_share_of_equity(result):
    gross, net = exposure_figure(result).data
    np.testing.assert_allclose(gross.y, result.gross / result.equity, atol=1e-4)
    assert gross.y == net.y


@pytest.mark.parametrize("draw", [equity_figure, yearly_figure, distribution_figure, exposure_figure])
def test_every_figure_becomes_plain_data_on_a_clear_ground(draw, result):
    plain = as_plain(draw(result, palette=DARK))
    assert plain["layout"]["paper_bgcolor"].endswith(" 0)")
    assert plain["data"]
    assert as_plain(draw(result_of(every=0)))["layout"]


def test_the_report_is_one_file_that_needs_nothing(result):
    page = report_html(result, SOURCE, "My run & more")
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert "My run &amp; more" in page
    assert "By hand &lt;b&gt;" in page
    assert result.result_hash in page
    assert page.count("<polyline") == 3
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
