"""What those who watch are told."""

import json

import numpy as np

from quantboard.core.backtest import engine
from quantboard.core.backtest.spec import parse_request, resolve_spec
from quantboard.core.strategy.decision import ENTRY, EXIT, Decision
from quantboard.core.strategy.params import Declaration
from quantboard.services import watching
from quantboard.services.watching import Watched, told
from tests.core.backtest.worlds import random_bars


def ran(monkeypatch, n_bars=900, chunk=100):
    monkeypatch.setattr(engine, "CELLS_A_CHUNK", chunk)
    bars = random_bars(np.random.default_rng(2), n_bars, 1, halts=0.0)
    codes = np.random.default_rng(3).choice(np.array([0, 0, ENTRY, EXIT], dtype=np.int8), bars.close.shape)
    request = parse_request({"from": "2020-03-01"})
    resolved = resolve_spec(request, Declaration("x", "signals"), "source", bars)
    decision = Decision(signals=codes)
    return resolved, decision


def test_curve_and_fills_are_those_of_the_account(monkeypatch):
    resolved, decision = ran(monkeypatch)
    shown = []

    def hold(halfway):
        shown.append(told(halfway, resolved.bars, resolved.first))

    result = engine.run(resolved.spec, resolved.bars, decision, lambda *_: None, engine.Course(None, hold))
    last = shown[-1]
    equity = json.loads(last["equity"])
    assert len(equity) == watching.MOST_POINTS
    assert (equity[0], equity[-1]) == (round(result.equity[0], 2), round(result.equity[-1], 2))
    assert (last["n_bars"], last["n_period"]) == (str(len(result.stamps)), str(len(result.stamps)))
    fills = json.loads(last["fills"])
    assert int(last["n_fills"]) == len(result.fills.at) == fills[-1][0]
    newest = fills[-1]
    assert newest[2] == bars_symbol(resolved)
    assert newest[3] == ("buy" if result.fills.side[-1] > 0 else "sell")
    assert abs(newest[5] / result.fills.price[-1] - 1) < 1e-5
    day = np.datetime64(int(result.fills.at[-1]), "us").astype("datetime64[D]")
    assert newest[1] == str(day)
    assert all(len(json.loads(one["fills"])) <= watching.MOST_FILLS for one in shown)


def bars_symbol(resolved):
    return resolved.bars.symbols[0]


def test_a_new_stage_passes_at_once_and_others_are_thinned(monkeypatch):
    resolved, _ = ran(monkeypatch)
    seen = []
    clock = [100.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: clock[0])
    watched = Watched(lambda fraction, stage, detail: seen.append((fraction, stage, sorted(detail))))
    watched.begin(resolved.bars, resolved.first)
    book = engine.at.opened(50, 1, 1000.0, 8)
    watched(0.1, "load", {})
    watched(0.2, "simulate", {"date": "a"})
    watched.hold(engine.Halfway(10, book))
    watched(0.3, "simulate", {"date": "b"})  # too soon
    clock[0] += 0.2
    watched(0.4, "simulate", {"date": "c"})
    watched(0.9, "metrics", {})
    assert [(fraction, stage) for fraction, stage, _ in seen] == [
        (0.1, "load"),
        (0.2, "simulate"),
        (0.4, "simulate"),
        (0.9, "metrics"),
    ]
    assert "equity" in seen[2][2]
    assert "equity" in seen[3][2]
    assert "equity" not in seen[1][2]
