"""Known leaks are found, clean code is left alone; and the pure part picks cuts and compares."""

import os

import numpy as np
import pytest

from quantboard.core.honesty import lookahead
from quantboard.core.honesty.lookahead import Told, Verdict, acting_rows, check, cuts_of, differing, outputs_of
from quantboard.core.honesty.noise import made_up
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import resolve
from quantboard.sandbox import leaks
from quantboard.sandbox.runner import Sandbox
from quantboard.store import library
from tests.core.honesty.clean import CLEAN
from tests.core.honesty.leaking import LEAKING

CUTS_AT_LEAST = 8
RETURNS = "return Signals(entry=bars.close < late, exit=bars.close > late)"


@pytest.fixture(scope="module")
def box():
    with Sandbox(cache_dir=os.environ["NUMBA_CACHE_DIR"], memory_mb=256, time_limit_s=10) as made:
        yield made


@pytest.fixture(scope="module")
def bars():
    return made_up(400)


def verdict_on(box, source, bars) -> Verdict:
    return leaks.look(box, source, bars, {}, box.evaluate(source, bars, {}))


def leaking_line(source: str) -> int:
    return next(number for number, line in enumerate(source.splitlines(), 1) if "# leaks" in line)


def test_the_corpus_is_large_enough():
    assert len(LEAKING) >= 20
    assert len(CLEAN) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("name", LEAKING)
def test_a_known_leak_is_caught_where_it_begins(box, bars, name):
    source = LEAKING[name]
    verdict = verdict_on(box, source, bars)
    assert not verdict.clean
    assert verdict.first_bar
    assert verdict.output
    assert verdict.line == leaking_line(source)
    assert verdict.hint


@pytest.mark.parametrize("name", CLEAN)
def test_clean_code_passes(box, bars, name):
    verdict = verdict_on(box, CLEAN[name], bars)
    assert verdict.clean, verdict
    assert not verdict.unchecked
    assert verdict.n_checked >= CUTS_AT_LEAST


@pytest.mark.parametrize("key", library.strategy_keys())
def test_every_shipped_strategy_passes(box, bars, key):
    source = library.strategy_source(key)
    values = resolve(box.check(source).declaration, {})
    verdict = leaks.look(box, source, bars, values, box.evaluate(source, bars, values))
    assert verdict.clean, verdict
    assert not verdict.unchecked


def test_a_price_far_ahead_is_seen_through_noise(box, bars):
    """Cuts fail, since the row is not there; noise in its place moves what was decided."""
    source = f"def signals(bars, p):\n    late = bars.close[390]\n    {RETURNS}\n"
    verdict = verdict_on(box, source, bars)
    assert not verdict.clean
    assert verdict.line == 2


def test_code_that_fails_on_every_shorter_history_is_not_called_clean(box, bars):
    source = f"def signals(bars, p):\n    late = bars.close[399] * 0\n    {RETURNS}\n"
    verdict = verdict_on(box, source, bars)
    assert verdict.clean
    assert "shorter histories" in verdict.unchecked


def test_few_bars_tell_nothing(bars):
    few = lookahead.Verdict(True, unchecked="There are fewer than 20 bars.")
    told, move = check(made_up(19), {}, {"x": np.zeros(19)}, lambda *_: [])
    assert (told, move) == (few, None)


def test_the_row_of_the_move_is_the_earliest(bars):
    full = {"x": np.arange(400.0)}

    def decide(bars, params, uptos):
        answers = [np.arange(float(upto)) for upto in uptos]
        for answer in answers:
            answer[7:9] += 1.0
        return [{"x": answer} for answer in answers]

    verdict, move = check(bars, {}, full, decide)
    assert (move.row, verdict.first_bar, verdict.output) == (7, bars.text_of(7), "x")


def test_weights_count_on_the_bars_of_their_rhythm_only(bars):
    weights = np.zeros((400, 3))
    decision = Decision(weights=weights, rebalance="month_end")
    told = Told(outputs_of(decision), acting_rows(decision, bars))
    acting = np.flatnonzero(told.acting)
    other = weights.copy()
    other[acting[2] + 1] = 1.0
    assert list(told.moves(Decision(weights=other[:200], rebalance="month_end"), 200)) == []
    other[acting[2]] = 1.0
    (move,) = told.moves(Decision(weights=other[:200], rebalance="month_end"), 200)
    assert move.row == acting[2]


def test_an_exit_that_moves_is_told(bars):
    signals = np.zeros((400, 3), dtype=np.int8)
    told = Told(outputs_of(Decision(signals=signals, stop_loss=0.05)), None)
    assert list(told.moves(Decision(signals=signals[:50], stop_loss=0.05), 50)) == []
    (move,) = told.moves(Decision(signals=signals[:50], stop_loss=0.06), 50)
    assert (move.output, move.row) == ("stop_loss", 49)
    assert [one.output for one in told.moves(Decision(signals=signals[:50]), 50)] == ["stop_loss"]


def test_rounding_is_no_difference():
    one = np.array([[1.0, np.nan, 0.0, np.nan]])
    other = np.array([[1.0 + 1e-12, np.nan, -0.0, 1.0]])
    assert differing(one, other).tolist() == [[False, False, False, True]]
    assert differing(np.zeros((2, 1)), np.zeros((3, 1))).all()


@pytest.mark.parametrize("cells", [1, 500, 5_000, 10**7])
def test_cuts_stay_within_their_budget(bars, cells):
    told = {"entry": bars.close > 100.0}
    cuts = cuts_of(bars, told, cells, seed=1)
    assert cuts == sorted(set(cuts))
    assert sum(cuts) <= max(cells // 3, bars.n_bars * 2 // 3)
    assert cuts
    assert all(2 <= cut < bars.n_bars for cut in cuts)
    assert cuts == cuts_of(bars, told, cells, seed=1)


def test_long_data_costs_about_one_more_run():
    seen = []

    def decide(bars, params, uptos):
        seen.extend(uptos)
        return [{"x": np.zeros(upto)} for upto in uptos]

    verdict, _ = check(made_up(4_000, ("A",)), {}, {"x": np.zeros(4_000)}, decide, cells=4_000)
    assert verdict.clean
    assert 2_000 < sum(seen) <= 4_000


def test_some_cuts_end_where_something_was_decided(bars):
    entry = np.zeros((400, 3), dtype=bool)
    entry[[77, 301]] = True
    cuts = cuts_of(bars, {"entry": entry}, 10**7, seed=0)
    assert {78, 302} <= set(cuts)
