"""The patterns of this family against TA-Lib: every bar of thousands, and each pattern seen at least once."""

import pytest

from tests.core.indicators.candles.staged import found_somewhere
from tests.core.indicators.oracle import check, entries


@pytest.mark.parametrize("entry", entries("candles.double"), ids=lambda entry: entry.code)
def test_equals_talib(entry):
    check(entry)
    assert found_somewhere(entry) > 0
