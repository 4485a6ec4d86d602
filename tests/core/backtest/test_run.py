import json
import os
import subprocess
import sys

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


def entering(source, bars, params):
    return Decision(
        signals=signals_of(bars, entry=[(t, n) for t in range(bars.n_bars) for n in range(len(bars.symbols))])
    )


PLAIN = Declaration("x", "signals")
RISING = bars_of(*[((100.0, 100.0, 100.0, 100.0), (p, p, p, p)) for p in (50.0, 55.0, 60.0, 90.0)], symbols="AB")


def test_what_it_is_compared_with_changes_no_trade() -> None:
    usual = backtest("source", PLAIN, RISING, parse_request({"symbols": "A"}), entering)
    other = backtest("source", PLAIN, RISING, parse_request({"symbols": "A", "benchmark": "symbol:B"}), entering)
    assert other.result_hash == usual.result_hash
    assert other.spec.digest() != usual.spec.digest()
    assert usual.metrics["benchmark_total_return"] == 0.0
    assert abs(other.metrics["benchmark_total_return"] - 0.8) < 1e-12
    assert other.benchmark[-1] == 180_000.0
    elsewhere = RISING.select(["B"])
    request = parse_request({"symbols": "A", "benchmark": "data:some-id:B"})
    third = backtest("source", PLAIN, RISING.select(["A"]), request, entering, reference=elsewhere)
    assert third.benchmark.tolist() == other.benchmark.tolist()
    assert third.spec.benchmark == "other:B"
    assert third.spec.benchmark_hash == elsewhere.data_hash()


def test_compared_with_nothing_says_so() -> None:
    usual = backtest("source", PLAIN, RISING, parse_request({}), entering)
    bare = backtest("source", PLAIN, RISING, parse_request({"benchmark": "none"}), entering)
    assert bare.result_hash == usual.result_hash
    for name in ("benchmark_total_return", "benchmark_cagr", "excess_return", "beta"):
        assert bare.metrics[name] is None, name
    assert bare.metrics_na["excess_return"] == "no benchmark was chosen"
    assert bare.metrics["total_return"] == usual.metrics["total_return"]
    assert bare.metrics["sharpe"] == usual.metrics["sharpe"]


def test_filters_of_the_universe_hold_entries_back() -> None:
    result = backtest("source", PLAIN, RISING, parse_request({"symbols": "A", "listed_bars": 3}), entering)
    assert result.trades.entry_at.tolist() == [RISING.stamps[3]]
    assert any(text.startswith("The filters of the universe let 0.5 of 1 symbols") for text in result.warnings)


PROGRAM = """
import json
from quantboard.settings import prepare_environment
prepare_environment()
from quantboard.core.backtest.run import backtest
from quantboard.core.backtest.spec import parse_request
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration
from tests.core.backtest.worlds import bars_of, signals_of
bars = bars_of(*[(10.0, 11.0, 9.0, 10.0)] * 9)
decision = Decision(signals=signals_of(bars, entry=[2]))
seen = [[], []]
for stages in seen:
    step = lambda share, stage, detail: stages.append(stage)
    backtest("source", Declaration("test", "signals"), bars, parse_request({}), lambda *_: decision, step)
print(json.dumps(seen))
"""


def test_compiling_is_told_in_the_first_run_of_a_process_only() -> None:
    given = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=given, capture_output=True, text=True, check=True)
    first, second = json.loads(done.stdout)
    assert "compile" in first
    assert "compile" not in second
    assert [stage for stage in first if stage != "compile"] == second
