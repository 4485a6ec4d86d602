"""What is said before a run."""

import re

import pytest

from quantboard.core.backtest.spec import RunRequest, parse_request
from quantboard.core.backtest.terms import TERMS
from quantboard.core.backtest.universe import Universe
from quantboard.ui.backtests import form
from quantboard.ui.backtests.presets import MARKETS
from quantboard.ui.backtests.summary import Names, summary
from quantboard.ui.text.catalogue import both
from tests.ui.backtests.filled import DECLARED, EVERY, filled


def told(request, language="en", symbols=("A", "B")):
    names = Names("Averages", "Sample", symbols, ("2000-01-03", "2013-03-01"), {"abc": "Indices"})
    return summary(language, request, names)


def test_the_summary_says_what_will_happen():
    lines = told(form.request_of(filled(stop_loss="5"), form.fields_of(DECLARED, {}), ["A", "B"]))
    assert lines[:2] == ["Averages on A, B of Sample.", "From 2000-01-03 to 2013-03-01."]
    assert "Starts with 100,000; commission 0.05 %, slippage 0.05 %." in lines
    assert "Exits: stop-loss 5 %." in lines
    assert lines[-2:] == [
        "Long only, equal shares of equity; orders fill at the next open.",
        "Compared with buying and holding equal parts of the chosen symbols.",
    ]
    free = told(form.request_of(filled(commission="0", slippage="0"), [], None), "zh-CN", ["A"] * 9)
    assert "9 个标的" in free[0]
    assert "未设任何成本" in free[2]


def test_a_plain_run_says_nothing_of_what_is_as_usual():
    assert len(told(RunRequest())) == 5


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_option_that_differs_is_named(language):
    text = "\n".join(told(form.request_of(form.form_of(EVERY), [], ["A"]), language))
    for name in {*TERMS, "stop_loss", "take_profit", "exclude", *Universe.__dataclass_fields__} - {
        "slippage"
    }:  # the only one that is at its default
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
        "Market rules: price limit ±10 %, sales from the next session on (T+1), lots of 500, "
        "at most 20 % in one symbol, at most 10 holdings." in lines
    )


@pytest.mark.parametrize(
    ("benchmark", "said"),
    [
        ("none", "Compared with nothing."),
        ("symbol:A@pe", "Compared with buying and holding A pe."),
        ("data:abc:000300", "Compared with buying and holding 000300 of Indices."),
    ],
)
def test_the_benchmark_is_named(benchmark, said):
    assert told(parse_request({"benchmark": benchmark}))[-1] == said


def test_the_universe_is_named():
    lines = told(parse_request({"exclude": "B", "listed_bars": 60, "least_value": 1e6, "no_st": True}))
    assert (
        "Universe: without B, listed for at least 60 sessions, mean traded value of 1000000 or more, no ST shares."
        in lines
    )
