"""Look-ahead through the sandbox: crossings, budgets, time."""

import pytest

from quantboard.core.honesty import lookahead
from quantboard.core.honesty.noise import made_up
from quantboard.sandbox import leaks
from quantboard.sandbox.leaks import cells_within, look

CLEAN = "def signals(bars, p):\n    up = bars.close > sma(bars.close, 10)\n    return Signals(entry=up, exit=~up)\n"
LEAK = "def signals(bars, p):\n    up = bars.close > np.mean(bars.close)\n    return Signals(entry=up, exit=~up)\n"


@pytest.fixture(scope="module")
def walk():
    return made_up(300)


@pytest.fixture
def crossings(box, monkeypatch):
    seen, cross = [], box._cross
    monkeypatch.setattr(box, "_cross", lambda *given, **more: seen.append(given[0]) or cross(*given, **more))
    return seen


def test_clean_code_costs_two_crossings(box, walk, crossings):
    full = box.evaluate(CLEAN, walk, {})
    crossings.clear()
    assert look(box, CLEAN, walk, {}, full).clean
    assert crossings == ["run", "run"]


def test_a_leak_costs_two_more_for_its_line(box, walk, crossings):
    full = box.evaluate(LEAK, walk, {})
    crossings.clear()
    verdict = look(box, LEAK, walk, {}, full)
    assert (verdict.clean, verdict.line) == (False, 2)
    assert len(crossings) == 3


def test_slow_code_gets_fewer_cuts():
    bars = made_up(1_000)
    assert cells_within(bars, 0.01) == lookahead.CELLS
    assert cells_within(bars, 0.5) == 3_000
    assert 3_000 < cells_within(bars, 0.05) < lookahead.CELLS
    assert cells_within(made_up(700_000, ("A",)), 5.0) == 700_000


def test_its_limits_are_given_back(box, walk):
    before = box.time_limit_s
    look(box, CLEAN, walk, {}, box.evaluate(CLEAN, walk, {}))
    assert box.time_limit_s == before


def test_code_that_never_ends_on_shorter_histories_is_stopped_soon(box, monkeypatch):
    monkeypatch.setattr(leaks, "PATIENCE", 1.0)
    monkeypatch.setattr(lookahead, "MOST_CUTS", 2)
    bars = made_up(60, ("A",))
    source = (
        "def signals(bars, p):\n    while bars.n_bars < 60:\n        x = 1\n    return Signals(entry=bars.close > 0)\n"
    )
    full = box.evaluate(source, bars, {})
    verdict = look(box, source, bars, {}, full, 0.01)
    assert verdict.clean
    assert "shorter histories" in verdict.unchecked


def test_traces_are_checked_like_all_answers():
    from quantboard.sandbox.answered import trace

    good = [3, "x", "a", "5:1"]
    assert trace([good, [3, "x", "a"], "no", [True, "x", "a", "1"], [3, "y\x00", "i", "٣x"]]) == (
        (3, "x", "a", "5:1"),
        (3, "y", "i", "0"),
    )
    assert trace({"a": 1}) == ()
    assert len(trace([good] * 5000)) == 1000
