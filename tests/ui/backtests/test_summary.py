"""What is said before a run."""

import re

import pytest

from quantboard.core.backtest.spec import RunRequest
from quantboard.core.backtest.terms import TERMS
from quantboard.ui.backtests import form
from quantboard.ui.backtests.presets import MARKETS
from quantboard.ui.backtests.summary import summary
from quantboard.ui.text.catalogue import both
from tests.ui.backtests.filled import DECLARED, EVERY, filled


def told(request, language="en", symbols=("A", "B")):
    span = ("2000-01-03", "2013-03-01")
    return summary(language, request, strategy="Averages", dataset="Sample", symbols=symbols, span=span)


def test_the_summary_says_what_will_happen():
    lines = told(form.request_of(filled(stop_loss="5"), form.fields_of(DECLARED, {}), ["A", "B"]))
    assert lines[:2] == ["Averages on A, B of Sample.", "From 2000-01-03 to 2013-03-01."]
    assert "Starts with 100,000; commission 0.05 %, slippage 0.05 %." in lines
    assert "Exits: stop-loss 5 %." in lines
    assert lines[-1] == "Long only, equal shares of equity; orders fill at the next open."
    free = told(form.request_of(filled(commission="0", slippage="0"), [], None), "zh-CN", ["A"] * 9)
    assert "9 个标的" in free[0]
    assert "未设任何成本" in free[2]


def test_a_plain_run_says_nothing_of_what_is_as_usual():
    assert len(told(RunRequest())) == 4


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_option_that_differs_is_named(language):
    text = "\n".join(told(form.request_of(form.form_of(EVERY), [], ["A"]), language))
    for name in {*TERMS, "stop_loss", "take_profit"} - {"slippage"}:  # the only one that is at its default
        words = re.split(r"\{\w+\}", both(f"run.say_{name}")[language == "zh-CN"])
        assert max(words, key=len).strip() in text, name
    for part in ("2.5 × ATR" if language == "en" else "2.5 倍 ATR", "7.5", "0:0.1, 100000:0.05", "A:20, B.SZ:5"):
        assert part in text


def test_a_market_is_told_in_words():
    lines = told(form.request_of(filled(**MARKETS["a_shares"]), [], None))
    assert (
        "Starts with 100,000; commission 0.03 %, slippage 0.1 %, stamp duty 0.1 % on sales, at least 5 a fill." in lines
    )
    assert (
        "Market rules: price limit ±10 %, sales from the next session on (T+1), lots of 100, "
        "at most 20 % in one symbol, at most 10 holdings." in lines
    )
