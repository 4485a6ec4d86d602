"""What is typed, what is asked, and what is said about it."""

import pytest

from quantboard.core.backtest.spec import RunRequest, parse_request
from quantboard.core.strategy.params import Declaration
from quantboard.ui.backtests import form
from tests.ui.backtests.filled import DECLARED, EVERY, filled


def test_a_declaration_makes_the_fields():
    fast, slow, calm, way = form.fields_of(DECLARED, {"slow": 50})
    assert (fast.label, fast.value, fast.limits, fast.help) == ("Fast", "10", "2 – 200", "Bars of the fast average")
    assert slow.value == "50"
    assert (calm.label, calm.value, calm.limits) == ("Is calm", "true", "")
    assert way.choices == ("both", "up")


def test_percents_travel_as_fractions_without_noise():
    request = form.request_of(filled(commission="0.07", stop_loss="5", slippage=""), [], ["A"])
    assert request.costs.commission == 0.0007
    assert request.costs.slippage == 0.0
    assert request.stop_loss == 0.05
    assert request.take_profit is None
    assert request.symbols == ("A",)
    assert (request.size, request.short, request.fill) == (None, False, "next_open")


@pytest.mark.parametrize(
    ("kind", "amount", "size"),
    [("even", "7", None), ("fixed", "7", "fixed:7.0"), ("percent", "50", "percent:0.5"), ("weights", "", "weights")],
)
def test_sizes(kind, amount, size):
    assert form.request_of(filled(size_kind=kind, size_amount=amount), [], None).size == size


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"cash": "none"}, "cash"),
        ({"cash": "-1"}, "cash"),
        ({"commission": "abc"}, "commission"),
        ({"commission": "100"}, "commission"),
        ({"from": "2020-13-01"}, "from"),
        ({"from": "2021-01-01", "to": "2020-01-01"}, "from"),
        ({"size_kind": "percent", "size_amount": "150"}, "size_amount"),
        ({"size_kind": "fixed", "size_amount": ""}, "size_amount"),
        ({"size_kind": "volatility", "size_amount": "-1"}, "size_amount"),
        ({"stop_loss": "100"}, "stop_loss"),
        ({"stop_loss": "2.5", "stop_loss_kind": "ma"}, "stop_loss"),
        ({"take_profit": "2", "take_profit_kind": "ma"}, "take_profit"),
        ({"trailing": "x"}, "trailing"),
        ({"price_limits": "A20"}, "price_limits"),
        ({"commission_tiers": "0:200"}, "commission_tiers"),
        ({"max_holdings": "1.5"}, "max_holdings"),
        ({"max_weight": "150"}, "max_weight"),
        ({"leverage": "2", "maintenance": "50"}, "maintenance"),
        ({"leverage": "0"}, "leverage"),
    ],
)
def test_a_bad_field_is_named(given, field):
    found = form.check(filled(**given), form.fields_of(DECLARED, {}), ["A"], DECLARED)
    assert found.request is None
    assert set(found.errors) == {field}


def test_all_bad_fields_are_named_at_once_and_in_percent():
    found = form.check(filled(commission="900", tick="x", borrow="-1"), [], ["A"], Declaration("A", "signals", (), ()))
    assert set(found.errors) == {"commission", "tick", "borrow"}
    assert found.errors["commission"] == "Give a percentage from 0 to below 100."


def test_target_weights_take_no_other_size():
    weights = Declaration("A", "weights", (), ())
    assert set(form.check(filled(size_kind="fixed"), [], ["A"], weights).errors) == {"size_kind"}
    assert form.check(filled(size_kind="weights"), [], ["A"], weights).errors == {}


def test_ranges_and_rules_are_told_at_the_parameter():
    out_of_range = form.fields_of(DECLARED, {"fast": 1})
    assert "params.fast" in form.check(filled(), out_of_range, ["A"], DECLARED).errors
    broken = form.check(filled(), form.fields_of(DECLARED, {"fast": 40}), ["A"], DECLARED)
    shown = form.with_errors(form.fields_of(DECLARED, {"fast": 40}), broken.errors)
    assert "fast < slow" in shown[0].error
    assert shown[1].error == ""


def test_a_stored_request_fills_the_form_again():
    fields = filled(
        commission="0.05", stop_loss="7.5", size_kind="percent", size_amount="33", short="true", cash="5000"
    )
    request = form.request_of(fields, [], ["A"])
    assert form.request_of(form.form_of(request.as_dict()), [], ["A"]) == request


@pytest.mark.parametrize(
    "other",
    [{}, {"stop_loss": "ma:20", "size": "equal"}, {"lot": 1.0, "size": "fixed:12.5"}, {"size": None, "trailing": None}],
)
def test_every_option_of_a_stored_run_comes_back(other):
    stored = EVERY | other
    assert set(stored) == set(parse_request(stored).as_dict())
    fields = form.form_of(stored)
    assert form.request_of(fields, [], ["A"]) == parse_request(stored)
    assert set(fields) == set(form.DEFAULTS)


def test_what_was_not_set_stays_empty():
    assert form.form_of(RunRequest().as_dict()) == filled(commission="0", slippage="0")
    assert form.request_of(filled(commission="", slippage=""), [], None) == RunRequest()
    assert form.form_of({"whole_units": True})["whole_units"] == "true"  # runs of the first engine


def test_pairs_may_be_typed_as_chinese_is():
    request = form.request_of(filled(price_limits="A：20，B:5"), [], None)
    assert request.limits.price_limits == (("A", 0.2), ("B", 0.05))


@pytest.mark.parametrize(
    ("kind", "asked"), [("percent", 0.02), ("atr", "atr:2"), ("amount", "amount:2"), ("ma", "ma:2")]
)
def test_a_stop_is_measured_by_its_kind(kind, asked):
    assert form.request_of(filled(stop_loss="2", stop_loss_kind=kind), [], None).stop_loss == asked
    assert form.request_of(filled(stop_loss="", stop_loss_kind=kind), [], None).stop_loss is None


def test_periods_end_with_the_data_and_start_inside_it():
    assert form.years_back("2013-03-01", 1, "2000-03-01") == "2012-03-02"
    assert form.years_back("2013-03-01", 5, "2012-01-01") == "2012-01-01"
    assert form.years_back("2012-02-28", 1, "2000-01-01") == "2011-02-28"


def test_a_template_speaks_of_its_parameters_in_the_readers_language():
    fast, slow, *_ = form.fields_of(DECLARED, {}, {"fast": ("快线周期", "快线的 K 线数。")})
    assert (fast.label, fast.help) == ("快线周期", "快线的 K 线数。")
    assert slow.label == "Slow"


def test_parameters_and_rules_are_told_in_the_words_of_the_form():
    shown = form.fields_of(DECLARED, {}, {"fast": ("快线周期", ""), "slow": ("慢线周期", "")})
    assert form.labelled({"fast": 10, "slow": 30, "other": 1}, shown) == {"快线周期": 10, "慢线周期": 30, "other": 1}
    assert form.in_labels("fast * 2 < slow + faster", shown) == "快线周期 * 2 < 慢线周期 + faster"
