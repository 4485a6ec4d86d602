"""What the bars make doubtful: each flag with the data that raises it and the data that does not."""

import numpy as np
import pytest

from quantboard.core.bars import MICROSECONDS_A_DAY
from quantboard.core.honesty.data import Facts, facts_of, flags_of
from quantboard.core.honesty.noise import made_up

LONG = 900  # weekdays: more than three years


def codes(bars, source="", facts=None, first=0, last=None):
    found = flags_of(bars, first, bars.n_bars if last is None else last, source, facts or Facts())
    return {flag.code: flag for flag in found}


def test_nothing_is_said_of_plain_bars():
    assert codes(made_up(300)) == {}


def test_all_alive_at_the_end_of_a_long_time():
    flag = codes(made_up(LONG))["data.survivorship"]
    assert flag.severity == "warning"
    assert flag.values["n_symbols"] == 3
    assert flag.values["years"] == pytest.approx(3.45, abs=0.1)


@pytest.mark.parametrize("n_symbols", [1, 2])
def test_a_few_symbols_are_no_universe(n_symbols):
    assert codes(made_up(LONG, tuple("AB"[:n_symbols]))) == {}


def test_one_that_disappeared_is_enough():
    bars = made_up(LONG)
    for panel in bars.columns.values():
        panel[-50:, 1] = np.nan
    assert "data.survivorship" not in codes(bars)
    assert "data.survivorship" in codes(bars, last=LONG - 50)


def test_adjusted_prices():
    bars = made_up(300)
    assert codes(bars, facts=Facts(adjusted=True))["data.adjusted"].severity == "warning"
    assert codes(bars, facts=Facts(adjusted=False)) == {}
    bars.columns["adj_close"] = bars.close * 0.5
    assert codes(bars, "x = bars.close")["data.adjusted"].severity == "info"
    assert codes(bars, "x = bars.adj_close")["data.adjusted"].severity == "warning"


def test_raw_prices_with_a_split():
    bars = made_up(300)
    for name in ("open", "high", "low", "close"):
        bars.columns[name][150:, 2] /= 2.0
    flag = codes(bars)["data.splits"]
    assert flag.values == {"n": 1, "places": [f"CCC {bars.text_of(150)}"]}
    assert "data.splits" not in codes(bars, first=160)


@pytest.mark.parametrize(("n_still", "is_told"), [(4, False), (5, True), (30, True)])
def test_prices_that_stand_still(n_still, is_told):
    bars = made_up(300)
    for name in ("open", "high", "low", "close"):
        bars.columns[name][100 : 100 + n_still, 1] = bars.close[99, 1]
    found = codes(bars)
    assert ("data.stale" in found) is is_told
    if is_told:
        assert found["data.stale"].values["share"] == {"BBB": pytest.approx(n_still / 300)}


def test_repaired_bars_and_the_hold_out():
    found = codes(made_up(300), facts=Facts(n_repaired=7, holdout_from="2020-01-01", holdout_opened=True))
    assert found["data.repaired"].values == {"n_repaired": 7}
    assert found["holdout.opened"].values == {"from": "2020-01-01"}
    assert "holdout.opened" not in codes(made_up(300), facts=Facts(holdout_from="2020-01-01"))


def test_facts_of_a_manifest():
    assert facts_of({}) == Facts()
    manifest = {"adjusted": True, "n_repaired": 3, "holdout": {"from": "2010-01-01"}}
    assert facts_of(manifest, "2009-12-31") == Facts(True, 3, "2010-01-01", False)
    assert facts_of(manifest, "2010-01-01").holdout_opened
    assert facts_of(manifest).holdout_opened


@pytest.mark.parametrize(
    ("name", "header", "says"),
    [
        ("prices.csv", "Close", None),
        ("prices.csv", "Adj Close", True),
        ("AAPL_adjusted.csv", "Close", True),
        ("AAPL_unadjusted.csv", "Close", None),
        ("600000_qfq.csv", "收盘", True),
        ("a.csv", "前复权价", True),
        ("不复权.csv", "收盘", None),
        ("adjacent.csv", "Close", None),
    ],
)
def test_names_may_say_that_prices_are_adjusted(name, header, says):
    file = {"name": name, "plan": {"names": ["Date", header], "roles": {"date": 0, "close": 1}}}
    assert facts_of({"files": [file]}).adjusted is says
    assert facts_of({"files": [file], "adjusted": False}).adjusted is False


def test_repairs_are_counted_from_the_report():
    findings = [
        {"code": "repaired_fill", "count": 4},
        {"code": "repaired_swap", "count": 1},
        {"code": "gap", "count": 9},
    ]
    assert facts_of({"report": {"findings": findings}}).n_repaired == 5


def test_a_span_is_measured_in_years():
    bars = made_up(LONG)
    assert (bars.stamps[-1] - bars.stamps[0]) / MICROSECONDS_A_DAY / 365.25 > 3
