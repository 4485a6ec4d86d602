from dataclasses import replace

import pytest

from quantboard.core.backtest.views.journal import Asked
from quantboard.core.backtest.views.log import KINDS, BadLog, Log
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def result():
    return replace(result_of(), warnings=("Take care.",))


@pytest.fixture(scope="module")
def log(result):
    return Log(result)


def lines(log, kind="", **asked):
    return [log.line(int(k)) for k in log.chosen(Asked(**asked), kind)]


def test_it_tells_everything_in_order_of_time(result, log):
    told = lines(log)
    n_closed = int((~result.trades.is_open).sum())
    assert len(told) == len(log) == 1 + len(result.fills) + len(result.rejected) + n_closed
    assert (told[0].kind, told[0].reason, told[0].at) == ("warning", "Take care.", "")
    assert [one.at for one in told] == sorted(one.at for one in told)
    assert lines(log, sort="-at") == told[::-1]


def test_what_ended_leads_to_its_trade(result, log):
    ended = lines(log, "win") + lines(log, "loss")
    assert sorted(one.trade for one in ended) == [k for k in range(len(result.trades)) if not result.trades.is_open[k]]
    for one in ended:
        assert one.pnl == result.trades.pnl[one.trade]
        assert (one.kind == "win") == (one.pnl > 0)


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind(log, kind):
    assert {one.kind for one in lines(log, kind)} == {kind}


def test_symbol_days_and_words(log):
    assert {one.symbol for one in lines(log, symbol="CCC")} == {"CCC"}
    assert lines(log, symbol="NOPE") == []
    days = lines(log, from_on="2019-06-01", to_on="2019-06-30")
    assert {one.at[:7] for one in days} == {"2019-06"}
    assert {one.reason for one in lines(log, words="max_holdings ccc")} == {"max_holdings"}


def test_the_text_has_a_line_each(log):
    text = log.text(log.chosen(Asked(), "rejected"))
    assert text.count("\n") == len(lines(log, "rejected"))
    assert "rejected" in text.splitlines()[0]


def test_an_unknown_kind_is_refused(log):
    with pytest.raises(BadLog):
        log.chosen(Asked(), "gossip")
