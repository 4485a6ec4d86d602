import pytest

from quantboard.core.backtest.views.journal import SORTS, Asked, BadQuestion, Journal
from tests.core.backtest.views.some import result_of


@pytest.fixture(scope="module")
def result():
    return result_of()


@pytest.fixture(scope="module")
def book(result):
    return Journal(result)


def found(book, **asked):
    return [book.order(int(k)) for k in book.chosen(Asked(**asked).checked())]


def test_it_holds_every_fill_and_every_refusal(result, book):
    assert len(book) == len(result.fills) + len(result.rejected)
    everything = found(book)
    assert [one.at for one in everything] == sorted(one.at for one in everything)
    filled = [one for one in everything if one.state == "filled"]
    assert sum(one.commission for one in filled) == pytest.approx(result.metrics["commission_paid"])
    refused = [one for one in everything if one.state == "rejected"]
    assert [(one.symbol, one.at, one.reason) for one in refused] == [
        (one["symbol"], one["at"], one["reason"]) for one in result.rejected
    ]
    assert all(one.units is None for one in refused)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"state": "rejected"}, lambda one: one.state == "rejected"),
        ({"symbol": "CCC"}, lambda one: one.symbol == "CCC"),
        ({"side": "sell"}, lambda one: one.side == "sell"),
        ({"from_on": "2019-05-01", "to_on": "2019-05-31"}, lambda one: one.at[:7] == "2019-05"),
        ({"words": "stop_loss bbb"}, lambda one: one.reason == "stop_loss" and one.symbol == "BBB"),
    ],
)
def test_a_filter_keeps_exactly_what_it_says(book, asked, holds):
    everything = found(book)
    assert found(book, **asked) == [one for one in everything if holds(one)] != everything


@pytest.mark.parametrize("column", SORTS)
def test_orders_are_sorted_both_ways(book, column):
    def key(one):
        if column == "fees":
            return -1.0 if one.units is None else one.commission + one.stamp_duty
        value = getattr(one, column)
        return (value == "buy") if column == "side" else -1.0 if value is None else value

    up = [key(one) for one in found(book, sort=column)]
    assert up == sorted(up)
    assert [key(one) for one in found(book, sort=f"-{column}")] == sorted(up, reverse=True)


def test_lines_tell_each_order(book):
    lines = list(book.lines(book.chosen(Asked(state="rejected"))))
    assert lines[0].startswith("2019-01-07  rejected  sell  CCC")
    assert lines[0].endswith("max_holdings")


@pytest.mark.parametrize("asked", [{"state": "lost"}, {"side": "up"}, {"sort": "mood"}])
def test_nonsense_is_refused(asked):
    with pytest.raises(BadQuestion):
        Asked(**asked).checked()
