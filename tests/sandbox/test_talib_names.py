from quantboard.sandbox import policy
from quantboard.sandbox.talib_names import TALIB


def test_each_is_answered_by_a_built_in():
    assert len(TALIB) >= 150
    missing = [name for name, (code, _, _) in TALIB.items() if code not in policy.INDICATORS]
    assert not missing


def test_inputs_and_parameters():
    assert TALIB["MACD"] == ("macd", ("real",), (("fastperiod", 12), ("slowperiod", 26), ("signalperiod", 9)))
    assert TALIB["ATR"] == ("atr", ("high", "low", "close"), (("timeperiod", 14),))
