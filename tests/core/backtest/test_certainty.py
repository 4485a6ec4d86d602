import json

from quantboard.core.backtest.certainty import Certainty, certainty_of


def test_there_and_back_as_plain_data() -> None:
    one = Certainty({"sharpe": (0.1, 0.9)}, {"sharpe": 12}, {"long": {"payoff": None}}, {"long": {"payoff": "why"}})
    shape = json.loads(json.dumps(one.as_dict()))
    again = certainty_of(shape)
    assert again.as_dict() == shape == one.as_dict()
    assert again.intervals["sharpe"] == (0.1, 0.9)
    assert Certainty().as_dict() == {"intervals": {}, "samples": {}, "sides": {}, "sides_na": {}}
