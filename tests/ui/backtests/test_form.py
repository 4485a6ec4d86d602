"""What is typed, what is asked, and what is said about it."""

import pytest

from quantboard.core.strategy.params import Declaration, Param
from quantboard.ui.backtests import form

DECLARED = Declaration(
    "Double moving average",
    "signals",
    (
        Param("fast", "int", 10, 2, 200, help="Bars of the fast average"),
        Param("slow", "int", 30, 5, 400),
        Param("is_calm", "bool", True),
        Param("way", "choice", "both", choices=("both", "up")),
    ),
    ("fast < slow",),
)


def filled(**given):
    return {**form.DEFAULTS, **given}


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
    ],
)
def test_a_bad_field_is_named(given, field):
    found = form.check(filled(**given), form.fields_of(DECLARED, {}), ["A"], DECLARED)
    assert found.request is None
    assert set(found.errors) == {field}


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
    stored = {
        "cash": request.cash,
        "commission": request.costs.commission,
        "slippage": request.costs.slippage,
        "stamp_duty": request.costs.stamp_duty,
        "stop_loss": request.stop_loss,
        "take_profit": None,
        "size": request.size,
        "short": request.short,
        "fill": request.fill,
    }
    assert form.request_of(form.form_of(stored), [], ["A"]) == request


def test_periods_end_with_the_data_and_start_inside_it():
    assert form.years_back("2013-03-01", 1, "2000-03-01") == "2012-03-02"
    assert form.years_back("2013-03-01", 5, "2012-01-01") == "2012-01-01"
    assert form.years_back("2012-02-28", 1, "2000-01-01") == "2011-02-28"


def test_the_summary_says_what_will_happen():
    request = form.request_of(filled(stop_loss="5"), form.fields_of(DECLARED, {}), ["A", "B"])
    lines = form.summary(
        "en", request, strategy="Averages", dataset="Sample", symbols=["A", "B"], span=("2000-01-03", "2013-03-01")
    )
    assert lines[:2] == ["Averages on A, B of Sample.", "From 2000-01-03 to 2013-03-01."]
    assert any("commission 0.05 %" in line for line in lines)
    assert any("Stop-loss 5 %" in line for line in lines)
    assert "Long only" in lines[-1]
    free = form.request_of(filled(commission="0", slippage="0"), [], None)
    told = form.summary("zh-CN", free, strategy="S", dataset="D", symbols=["A"] * 9, span=("a", "b"))
    assert "9 个标的" in told[0]
    assert "未设任何成本" in told[2]


def test_a_template_speaks_of_its_parameters_in_the_readers_language():
    fast, slow, *_ = form.fields_of(DECLARED, {}, {"fast": ("快线周期", "快线的 K 线数。")})
    assert (fast.label, fast.help) == ("快线周期", "快线的 K 线数。")
    assert slow.label == "Slow"
