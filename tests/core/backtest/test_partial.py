import numpy as np

from quantboard.core.backtest import engine
from quantboard.core.backtest.partial import until
from quantboard.core.backtest.spec import parse_request, resolve_spec
from quantboard.core.strategy.decision import ENTRY, EXIT, Decision
from quantboard.core.strategy.params import Declaration
from tests.core.backtest.worlds import random_bars

OPTIONS = {"commission": 0.001, "stop_loss": 0.05}


def halfway_at(row, bars, decision, monkeypatch):
    """A run that was stopped at the border of the chunk that ends at ``row``."""
    monkeypatch.setattr(engine, "CELLS_A_CHUNK", row * len(bars.symbols))
    resolved = resolve_spec(parse_request(OPTIONS), Declaration("x", "signals"), "source", bars)
    held = []

    class Stop(Exception):
        pass

    def step(*_):
        raise Stop

    try:
        engine.run(resolved.spec, resolved.bars, decision, step, engine.Course(None, held.append))
    except Stop:
        return resolved, held[0]
    raise AssertionError("it was not stopped")


def test_a_stopped_run_is_the_beginning_of_the_whole_one(monkeypatch):
    rng = np.random.default_rng(5)
    bars = random_bars(rng, 300, 3)
    codes = rng.choice(np.array([0, ENTRY, EXIT], dtype=np.int8), bars.close.shape)
    decision = Decision(signals=codes)
    resolved, halfway = halfway_at(120, bars, decision, monkeypatch)
    part = until(resolved, decision, halfway)
    whole = engine.run(resolved.spec, resolved.bars, decision)
    assert (part.stamps == whole.stamps[:120]).all()
    assert (part.equity == whole.equity[:120]).all()
    assert (part.positions == whole.positions[:120]).all()
    n_fills = int((whole.fills.at <= part.stamps[-1]).sum())
    assert len(part.fills.at) == n_fills > 0
    assert part.spec == whole.spec
    assert part.metrics["total_return"] == part.equity[-1] / resolved.spec.cash - 1
    assert "unfinished" in part.warnings[-1]


def test_one_bar_is_no_result(monkeypatch):
    bars = random_bars(np.random.default_rng(1), 50, 2, halts=0.0)
    decision = Decision(signals=np.zeros(bars.close.shape, dtype=np.int8))
    resolved, halfway = halfway_at(1, bars, decision, monkeypatch)
    assert until(resolved, decision, halfway) is None
