"""The names a strategy may use."""

from quantboard.core.indicators.catalog import CATALOG
from quantboard.core.indicators.facade import BUILTINS, MEANINGS, warm

WORDS = """sma ema wma rsi macd atr stdev bbands highest lowest roc
cross_above cross_below shift change hold rank zscore where"""


def test_the_facade_holds_the_first_version_and_the_whole_catalogue():
    assert set(BUILTINS) >= set(WORDS.split())
    assert set(BUILTINS) == {entry.code for entry in CATALOG} == set(MEANINGS)


def test_warming_a_name_compiles_what_it_needs_and_nothing_compiles_later():
    from quantboard.core.indicators.turns import kernels

    warm(["vortex"])
    assert len(kernels.vortex.dispatcher.signatures) == 1
    assert not kernels.vortex.dispatcher._can_compile
