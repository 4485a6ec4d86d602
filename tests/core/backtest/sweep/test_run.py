"""A sweep is so many single runs: the same trades, the same equity, whichever loop takes it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantboard.core.backtest.spec import parse_request
from quantboard.core.backtest.sweep.run import Asked, NothingToSweep, sets_of, sweep_crossings, sweep_source
from quantboard.core.progress import Cancelled
from quantboard.core.strategy.decision import EXIT, Decision
from quantboard.core.strategy.params import BadParameter, Declaration, Param
from quantboard.errors import CodeFailed
from tests.core.backtest.sweep.plays import COSTS, assert_equal_to_runs, pairs_of, quiet_bars, single, swept
from tests.core.backtest.worlds import bars_of, play


@pytest.mark.parametrize("average", ["sma", "ema", "wma"])
def test_lanes_are_single_runs(average: str) -> None:
    bars, rule = quiet_bars(), pairs_of(average)
    found = swept(bars, rule, **COSTS)
    assert found.way == "lanes"
    assert_equal_to_runs(found, bars, rule, **COSTS)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.002]))
def test_lanes_are_single_runs_on_random_markets(seed: int, commission: float) -> None:
    bars, rule = quiet_bars(seed, 120), pairs_of()
    found = swept(bars, rule, commission=commission)
    assert found.way == "lanes"
    for k in (0, 9, 20):
        result = single(bars, rule, k, commission=commission)
        assert found.metrics["n_trades"][k] == result.metrics["n_trades"]
        np.testing.assert_allclose(found.metrics["final_equity"][k], result.final_equity, rtol=1e-9)


@pytest.mark.parametrize(
    "options",
    [
        {"stop_loss": 0.05, "take_profit": 0.08},
        {"size": "percent:0.5"},
        {"size": "fixed:10", "stop_loss": 0.1, "stops_from": "next_bar"},
        {"lot": 1},
        {"warmup": 60},
    ],
)
def test_what_the_lanes_do_not_know_goes_through_the_event_loop(options: dict[str, object]) -> None:
    bars, rule = quiet_bars(), pairs_of()
    found = swept(bars, rule, **COSTS, **options)
    assert found.way == "events"
    assert_equal_to_runs(found, bars, rule, range(0, len(rule), 3), **COSTS, **options)


def test_both_ways() -> None:
    bars, rule = quiet_bars(), pairs_of(both_ways=True)
    long_only = swept(bars, rule, **COSTS)
    assert long_only.way == "lanes"
    assert_equal_to_runs(long_only, bars, rule, range(0, len(rule), 5), **COSTS)
    found = swept(bars, rule, short=True, **COSTS)
    assert found.way == "events"
    assert_equal_to_runs(found, bars, rule, range(0, len(rule), 5), short=True, **COSTS)
    assert (found.metrics["n_trades"] > long_only.metrics["n_trades"]).any()


@pytest.mark.parametrize(
    ("bars", "options"),
    [
        (quiet_bars(4, 150, 2), {}),
        (quiet_bars(4, 150), {"trailing": 0.05}),
        (quiet_bars(4, 150), {"per_order": 1.0}),
    ],
)
def test_the_rest_is_a_run_each(bars, options: dict[str, object]) -> None:
    rule = pairs_of()
    found = swept(bars, rule, **options)
    assert found.way == "runs"
    assert_equal_to_runs(found, bars, rule, range(0, len(rule), 4), **options)


@pytest.mark.parametrize("options", [{}, {"stop_loss": 0.05}])
def test_bars_before_the_period_feed_the_averages_only(options: dict[str, object]) -> None:
    bars, rule = quiet_bars(), pairs_of()
    span = {"from_on": bars.text_of(100), "to_on": bars.text_of(300), **options}
    assert_equal_to_runs(swept(bars, rule, **span), bars, rule, **span)


@pytest.mark.parametrize("options", [{}, {"stop_loss": 0.05}])
def test_the_number_of_threads_does_not_show(options: dict[str, object]) -> None:
    bars, rule = quiet_bars(), pairs_of()
    one, three = (swept(bars, rule, threads, **options) for threads in (1, 3))
    for name in one.metrics:
        np.testing.assert_array_equal(one.metrics[name], three.metrics[name])


def test_equal_averages_do_not_cross() -> None:
    """A halted price: both averages are the price itself, so that nothing happens until it moves."""
    flat = [(10.0, 10.0, 10.0, 10.0)] * 60
    bars = bars_of(*flat, *[(10.0 + k, 10.5 + k, 9.5 + k, 10.2 + k) for k in range(10)])
    rule = pairs_of()
    found = swept(bars, rule)
    assert found.way == "lanes"
    assert (found.metrics["n_trades"] == 0).all()
    assert (found.metrics["time_in_market"] == 9 / 70).all()
    assert np.isnan(found.metrics["win_rate"]).all()


def test_progress_and_cancel_between_chunks() -> None:
    seen: list[tuple[float, str]] = []
    bars, rule, request = quiet_bars(), pairs_of(), parse_request({})
    sweep_crossings(rule, bars, request, lambda share, stage, _: seen.append((share, stage)))
    assert [stage for _, stage in seen] == ["sweep"] * len(seen)
    assert seen[-1][0] == 1.0

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        sweep_crossings(rule, bars, request, stop)


DECLARED = Declaration(
    "averages", "signals", (Param("fast", "int", 2, 2, 50), Param("slow", "int", 7, 2, 90)), ("fast < slow",)
)


def test_sets_are_all_combinations_that_the_rules_allow() -> None:
    found = sets_of(DECLARED, {"fast": [5, "10"], "slow": (7, 20)})
    assert found == [{"fast": 5, "slow": 7}, {"fast": 5, "slow": 20}, {"fast": 10, "slow": 20}]
    assert sets_of(DECLARED, [{"slow": 30}]) == [{"fast": 2, "slow": 30}]
    with pytest.raises(NothingToSweep):
        sets_of(DECLARED, {"fast": [9], "slow": [5]})
    with pytest.raises(NothingToSweep):
        sets_of(DECLARED, ())
    with pytest.raises(BadParameter):
        sets_of(DECLARED, {"fast": [500]})


def evaluate(decide):
    def many(_source, bars, sets):
        return [decide(bars, **one) for one in sets]

    return Asked("source", DECLARED, many)


@pytest.mark.parametrize("options", [{}, {"stop_loss": 0.06}, {"per_order": 1.0}])
def test_a_persons_code_is_swept_as_it_runs(options: dict[str, object]) -> None:
    bars, rule = quiet_bars(n_bars=200), pairs_of()
    places = {(int(f), int(s)): k for k, (f, s) in enumerate(zip(rule.fast, rule.slow, strict=True))}

    def decide(bars, fast, slow):
        return rule.decision(places[fast, slow], bars)

    sets = sets_of(DECLARED, [{"fast": fast, "slow": slow} for fast, slow in places])
    found = sweep_source(evaluate(decide), bars, parse_request(options), sets)
    assert found.way == ("runs" if "per_order" in options else "events")
    assert_equal_to_runs(found, bars, rule, range(0, len(rule), 3), **options)
    assert found.params["slow"].tolist() == rule.slow.tolist()


def test_filters_of_the_universe_hold_in_a_sweep_too() -> None:
    bars, rule = quiet_bars(n_bars=150), pairs_of()
    found, plain = swept(bars, rule, listed_bars=80), swept(bars, rule)
    for k in range(0, len(rule), 5):
        decision = rule.decision(k, bars)
        admitted = Decision(signals=np.where(np.arange(150)[:, None] >= 79, decision.signals, decision.signals & EXIT))
        wanted = play(bars, admitted)
        assert found.metrics["n_trades"][k] == wanted.metrics["n_trades"]
        np.testing.assert_allclose(found.metrics["final_equity"][k], wanted.final_equity, rtol=1e-9)
    assert (found.metrics["n_trades"] < plain.metrics["n_trades"]).any()


def test_exits_that_the_code_chooses_for_each_set() -> None:
    bars, rule = quiet_bars(n_bars=200), pairs_of()

    def decide(bars, fast, slow):
        return Decision(signals=rule.decision(0, bars).signals, stop_loss=fast / 100)

    sets = sets_of(DECLARED, {"fast": [3, 8, 20], "slow": [40]})
    found = sweep_source(evaluate(decide), bars, parse_request({}), sets)
    wanted = [single(bars, rule, 0, stop_loss=fast / 100).final_equity for fast in (3, 8, 20)]
    np.testing.assert_allclose(found.metrics["final_equity"], wanted, rtol=1e-9)
    assert len(set(wanted)) > 1


def test_a_set_that_fails_fails_alone() -> None:
    bars, rule = quiet_bars(n_bars=200), pairs_of()

    def decide(bars, fast, slow):
        return CodeFailed("division by zero") if fast == 5 else rule.decision(0, bars)

    found = sweep_source(evaluate(decide), bars, parse_request({}), sets_of(DECLARED, {"fast": [4, 5, 6], "slow": [9]}))
    assert found.failed == {1: "division by zero"}
    assert np.isnan(found.metrics["sharpe"][1])
    assert found.row(1)["final_equity"] is None
    assert found.metrics["n_trades"][0] == found.metrics["n_trades"][2] > 0
