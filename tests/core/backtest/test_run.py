import pytest

from quantboard.core.backtest.run import backtest
from quantboard.core.backtest.spec import parse_request
from quantboard.core.progress import Cancelled
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration, Param
from tests.core.backtest.worlds import bars_of, signals_of

BARS = bars_of(*[((100.0, 100.0, 100.0, 100.0), (50.0, 50.0, 50.0, 50.0))] * 6, symbols="AB")
DECLARATION = Declaration("x", "signals", params=(Param("fast", "int", 10, 2, 200),))


def evaluate(source, bars, params):
    assert source == "source"
    assert params == {"fast": 12}
    return Decision(signals=signals_of(bars, entry=[0]))


def test_one_composition() -> None:
    seen = []
    request = parse_request({"params": {"fast": "12"}, "symbols": "B", "from": "2019-01-01"})
    step = lambda fraction, stage, detail: seen.append((fraction, stage, dict(detail)))  # noqa: E731
    result = backtest("source", DECLARATION, BARS, request, evaluate, step)
    assert result.symbols == ("B",)
    assert len(result.trades) == 1
    assert result.warnings[0].startswith("The data starts on 2020-01-06")
    stages = [stage for _, stage, _ in seen if stage != "compile"]
    assert stages == ["compute", "simulate", "metrics"]
    assert [fraction for fraction, _, _ in seen] == sorted(fraction for fraction, _, _ in seen)
    assert seen[-2][2] == {"date": "2020-01-11"}


def test_the_watcher_can_stop_it() -> None:
    def step(fraction, stage, detail):
        if stage == "simulate":
            raise Cancelled

    with pytest.raises(Cancelled):
        backtest("source", DECLARATION, BARS, parse_request({"params": {"fast": 12}}), evaluate, step)
