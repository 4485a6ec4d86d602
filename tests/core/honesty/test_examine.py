"""The whole examination of a run."""

from dataclasses import replace

import numpy as np
import pytest

from quantboard.core.backtest.run import backtest
from quantboard.core.backtest.spec import parse_request
from quantboard.core.honesty.examine import NO_LOOK, Examiner, Witness
from quantboard.core.honesty.lookahead import Verdict
from quantboard.core.honesty.noise import made_up
from quantboard.core.progress import Cancelled
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration
from quantboard.errors import CodeFailed

DECLARED = Declaration("Test", "signals")


@pytest.fixture(scope="module")
def bars():
    return made_up(900)


@pytest.fixture(scope="module")
def decision(bars):
    above = bars.close > np.roll(bars.close, 5, axis=0)
    above[:5] = False
    return Decision(signals=np.where(above, 1, 2).astype(np.int8))


def examined(bars, decision, look=None, on_step=None, **options):
    witness = Witness("source", look)
    evaluate = witness.deciding(lambda *_: decision)
    return witness.examined(backtest("source", DECLARED, bars, parse_request(options), evaluate), on_step)


def codes(result):
    return {flag.code: flag for flag in result.flags}


def test_a_plain_run_has_its_flags(bars, decision):
    found = codes(examined(bars, decision, lambda *_: Verdict(True, n_checked=9)))
    assert {"costs.none", "data.survivorship"} <= set(found)
    assert "lookahead.found" not in found
    assert "fill.at_decision" not in found


def test_fills_at_the_deciding_close(bars, decision):
    found = codes(examined(bars, decision, fill="close", commission=0.001))
    assert found["fill.at_decision"].severity == "warning"
    assert "costs.none" not in found


def test_a_leak_comes_first(bars, decision):
    verdict = Verdict(False, "2010-02-03", "entry", 4, "Do.", 9, "AAA", "2010-02-05")
    first = examined(bars, decision, lambda *_: verdict).flags[0]
    assert (first.code, first.severity, first.hint) == ("lookahead.found", "error", "Do.")
    assert first.message == (
        "The code looks ahead in line 4: entry (AAA) at 2010-02-03 changes with bars after 2010-02-05."
    )


def test_what_could_not_be_checked_is_said(bars, decision):
    def fails(*_):
        raise CodeFailed("It broke.")

    assert codes(examined(bars, decision))["lookahead.unchecked"].message.endswith(NO_LOOK)
    assert codes(examined(bars, decision, fails))["lookahead.unchecked"].message.endswith("It broke.")


def test_it_is_lazy_without_a_watcher_and_asked_once(bars, decision):
    asked = []
    result = examined(bars, decision, lambda *_: asked.append(1) or Verdict(True))
    assert asked == []
    assert result.flags == result.flags
    assert asked == [1]


def test_a_watcher_sees_the_phase_and_may_stop_it(bars, decision):
    seen = []
    examined(bars, decision, on_step=lambda fraction, stage, _: seen.append((fraction, stage)))
    assert {stage for _, stage in seen} == {"check"}
    assert [share for share, _ in seen] == sorted(share for share, _ in seen)
    assert 0.95 < seen[0][0] < seen[-1][0] < 0.97

    def stop(*_):
        raise Cancelled

    with pytest.raises(Cancelled):
        examined(bars, decision, on_step=stop)


def test_flags_are_no_part_of_the_hash(bars, decision):
    result = examined(bars, decision)
    before = result.result_hash
    assert result.flags
    assert replace(result, examined=replace(result.honesty, flags=())).result_hash == before


def test_nothing_traded_needs_no_re_runs(bars):
    honesty = examined(bars, Decision(signals=np.zeros(bars.close.shape, dtype=np.int8))).honesty
    assert (honesty.cost_map, honesty.delay_curve, honesty.band) == (None, None, None)
    assert "costs.none" not in {flag.code for flag in honesty.flags}


def test_who_saw_nothing_says_nothing(bars, decision):
    result = examined(bars, decision)
    assert Witness("source").examined(result) is result


def test_the_filters_of_the_universe_count_in_re_runs(bars, decision):
    result = examined(bars, decision, listed_bars=400, commission=0.001)
    own = result.honesty.cost_map["own"]["total_return"]
    run = Examiner("source", bars, decision)
    assert run(result).cost_map["own"]["total_return"] == own
    fees = result.honesty.cost_map["commission"].index(0.0005)
    fewer_costs = examined(bars, decision, listed_bars=400, commission=0.0005)
    found = result.honesty.cost_map["total_return"][fees][0]
    assert found == pytest.approx(fewer_costs.final_equity / fewer_costs.spec.cash - 1.0, abs=1e-12)
