"""The table of options covers what the engine knows, with words and help for each."""

from quantboard.core.backtest.options import RUN_OPTIONS
from quantboard.core.backtest.spec import RunRequest
from quantboard.ui.backtests import form
from quantboard.ui.backtests.options import DEFAULTS, MARKET, OPTIONS, changed
from quantboard.ui.text.catalogue import both
from quantboard.ui.text.glossary import entry


def test_every_option_of_the_engine_is_on_the_page():
    assert {one.name for one in OPTIONS} == {*RUN_OPTIONS, "from", "to"}


def test_every_option_has_its_words_and_its_card():
    for option in OPTIONS:
        if option.kind != "date":
            assert both(f"run.{option.name}"), option.name
            assert entry(option.card).text_zh, option.name
        if option.kind == "choice":
            assert all(both(f"run.{word}") for word in option.words), option.name


def test_the_defaults_are_those_of_the_engine_but_for_the_costs():
    assert form.request_of({**DEFAULTS, "commission": "0", "slippage": "0"}, [], None) == RunRequest()


def test_what_was_changed_is_counted_by_section():
    assert changed(DEFAULTS, MARKET) == []
    assert changed({**DEFAULTS, "lot": "100", "tick": " 0.01 ", "commission": "9"}, MARKET) == ["lot"]
