"""The assumptions in words."""

from dataclasses import replace

import pytest

from quantboard.core.backtest.spec import parse_request
from quantboard.core.backtest.terms import TERMS
from quantboard.ui.backtests.report_words import assumptions
from quantboard.ui.text.assumptions import TEXT
from tests.core.backtest.views.some import result_of
from tests.ui.backtests.filled import EVERY

FREE = ("symbols", "params", "from", "to", "price_limits", "commission_tiers")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_plain_run_says_that_it_costs_nothing(language):
    plain = result_of(60, **dict.fromkeys(("commission", "slippage", "stamp_duty", "borrow", "interest"), 0.0))
    told = assumptions(plain, language)
    assert TEXT["assumption.no_costs"][language == "zh-CN"] in told
    assert any("2" in line for line in told)
    assert not [line for line in told if "{" in line]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("fill", ["next_open", "next_close", "close"])
def test_every_term_that_is_set_is_told(language, fill):
    asked = {name: value for name, value in EVERY.items() if name in TERMS and name not in FREE and name != "warmup"}
    request, result = parse_request({**asked, "leverage": 2.0}), result_of(60)
    terms = {"costs": request.costs, "limits": request.limits, "rules": request.rules}
    plain = assumptions(result, language)
    told = assumptions(replace(result, spec=replace(result.spec, fill=fill, **terms)), language)
    assert TEXT[f"assumption.fill_{fill}"][language == "zh-CN"] in told
    assert len(told) > len(plain) + 12
    assert not [line for line in told if "{" in line]


@pytest.mark.parametrize("distance", ["atr:2", "amount:500", "ma:20", 0.05])
def test_every_kind_of_stop_has_its_words(distance):
    told = assumptions(result_of(60, stop_loss=distance), "en")
    assert [line for line in told if line.startswith("A stop-loss lies at")]
