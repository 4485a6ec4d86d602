"""The loops of this family against TA-Lib, on real, made, short and tied bars."""

import pytest

from tests.core.indicators.oracle import check, entries


@pytest.mark.parametrize("entry", entries("turns"), ids=lambda entry: entry.code)
def test_equals_talib(entry):
    check(entry)
