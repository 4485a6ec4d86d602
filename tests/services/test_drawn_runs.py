"""A drawing and the code that a person would write decide the same: equal result hashes."""

import pytest

from quantboard import research
from quantboard.core.backtest.trades import REASONS
from quantboard.core.builder.parsing import graph_of
from quantboard.core.builder.source import source_of
from quantboard.store import library

EXPERT = """
name = "Mine"
exits = Exits(stop_loss=0.05, trailing="atr:3", max_bars=60)

def signals(bars, p):
    line, signal, _ = macd(bars.close, 12, 26, 9)
    buy = cross_above(line, signal) & (rsi(bars.close, 14) < 60) & top(roc(bars.close, 20), 3)
    return Signals(entry=buy, exit=cross_below(line, signal), size=np.full(bars.close.shape, 0.25))
"""
DRAWN = EXPERT.replace("np.full(bars.close.shape, 0.25)", "0.25").replace("_ =", "histogram =")


@pytest.fixture(scope="module")
def box():
    with research.sandbox() as runner:
        yield runner


@pytest.fixture(scope="module")
def bars():
    return research.load(library.sample_path())


@pytest.mark.parametrize("key", library.strategy_keys())
def test_a_template_and_its_drawing_give_the_same_result(key, box, bars):
    source = library.strategy_source(key)
    drawn = source_of(graph_of(source)).text
    options = {"short": "short_entry" in source, "commission": 0.0005}
    first, second = (research.run_source(one, bars, box=box, **options) for one in (source, drawn))
    assert first.result_hash == second.result_hash
    assert len(first.trades) > 0


def test_an_expert_s_code_and_a_drawing_give_the_same_result(box, bars):
    graph = graph_of(DRAWN)
    assert {"trailing", "time_exit", "stop_loss", "size_share", "top"} <= {one.kind for one in graph.nodes}
    expert = research.run_source(EXPERT, bars, box=box)
    drawn = research.run_source(source_of(graph).text, bars, box=box)
    assert expert.result_hash == drawn.result_hash
    reasons = {REASONS[one] for one in expert.trades.reason}
    assert {"trailing", "time"} & reasons
    assert expert.spec.rules.max_bars == 60
