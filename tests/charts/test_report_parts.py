"""The further sections of the report file."""

from dataclasses import replace

import numpy as np
import pytest
from runs import SOURCE, result_of

from quantboard.charts import report_parts as parts
from quantboard.charts.report import report_html
from quantboard.core.backtest.views import breakdown, expenses
from quantboard.core.flag import Flag, Honesty
from tests.core.backtest.views.some import result_of as several


@pytest.fixture(scope="module")
def result():
    return several()


def test_flags_stand_above_warnings_and_are_not_told_twice(result):
    flag = Flag("data.splits", "warning", "Unadjusted <b>.", {}, "Import again.")
    told = parts.doubts(replace(result, warnings=("Unadjusted <b>.", "Short."), examined=Honesty(flags=(flag,))))
    assert told.count("Unadjusted &lt;b&gt;.") == 1
    assert told.index("Import again.") < told.index("Short.")


def test_the_numbers_are_those_of_the_views(result):
    page = report_html(result, SOURCE)
    for key in breakdown.KEYS:
        for group in breakdown.by(key, result.trades, result.symbols):
            assert f"<td>{group.pnl:,.2f}".replace("-", "−") in page
    assert f"{expenses.expenses(result).total:,.2f}" in page
    assert f"{result.metrics['max_drawdown'] * 100:.2f} %".replace("-", "−") in parts.drawdowns(result)
    for title in ("Worst drawdowns", "Moving Sharpe", "Exposure", "Who earned it", "Costs"):
        assert f"<h2>{title}" in page


def test_what_a_run_cannot_fill_is_left_out():
    short = result_of(8, every=0)
    assert (parts.moving(short), parts.groups(short), parts.drawdowns(short)) == ("", "", "")
    assert "Moving" not in report_html(short, SOURCE)


def test_compared_with_nothing_it_has_one_curve(result):
    bare = replace(result, benchmark=np.full(len(result.benchmark), np.nan))
    assert report_html(bare, SOURCE).count('class="b"') == report_html(result, SOURCE).count('class="b"') - 1
