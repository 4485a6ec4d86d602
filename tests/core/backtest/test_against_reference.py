"""The kernels against an independent slow engine, on many random markets, signals and settings."""

from dataclasses import replace

import numpy as np
import pytest

from quantboard.core.backtest.hashing import NO_STAMP
from quantboard.core.backtest.trades import OPEN, REASONS
from quantboard.core.bars import Bars
from quantboard.core.calendar import bars_per_year, days_of
from quantboard.core.indicators.logic import shift
from quantboard.core.indicators.trend import sma
from quantboard.core.indicators.volatility import atr, stdev
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.reference import Reference
from tests.core.backtest.worlds import WORDS, play, random_bars, random_decision

N_FAST, N_PLAIN, N_RICH, BLOCKS = 150, 600, 2400, 6


def test_some_runs_equal_the_reference() -> None:
    for seed in range(N_FAST):
        compare_plain(seed)
        compare_rich(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_plain_runs_equal_the_reference(block: int) -> None:
    for seed in range(N_FAST + block * N_PLAIN // BLOCKS, N_FAST + (block + 1) * N_PLAIN // BLOCKS):
        compare_plain(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_runs_under_every_rule_equal_the_reference(block: int) -> None:
    for seed in range(N_FAST + block * N_RICH // BLOCKS, N_FAST + (block + 1) * N_RICH // BLOCKS):
        compare_rich(seed)


def compare_plain(seed: int) -> None:
    compare(*plain_world(np.random.default_rng(seed)), f"plain seed {seed}")


def compare_rich(seed: int) -> None:
    rng = np.random.default_rng(10_000 + seed)
    compare(*enriched(rng, *plain_world(rng)), f"rich seed {seed}")


def plain_world(rng: np.random.Generator) -> tuple[Bars, Decision, dict]:
    n_symbols = int(rng.integers(1, 5))
    bars = random_bars(rng, int(rng.integers(5, 70)), n_symbols, halts=rng.choice([0.0, 0.1]))
    kind = rng.choice(["signals", "weights"], p=[0.65, 0.35])
    short = bool(rng.random() < 0.5)
    decision = random_decision(rng, bars, kind, short=short)
    options = {
        "cash": 10_000.0,
        "commission": float(rng.choice([0.0, 0.001, 0.02])),
        "slippage": float(rng.choice([0.0, 0.002, 0.02])),
        "stamp_duty": float(rng.choice([0.0, 0.005])),
        "stop_loss": rng.choice([None, 0.03, 0.1]),
        "take_profit": rng.choice([None, 0.04, 0.15]),
        "stops_from": str(rng.choice(["entry_bar", "next_bar"])),
        "fill": str(rng.choice(["next_open", "next_close", "close"], p=[0.6, 0.2, 0.2])),
        "whole_units": bool(rng.random() < 0.3),
        "short": short,
        "size": None if kind == "weights" else str(rng.choice(["fixed:40", "percent:1", "percent:0.4", "weights"])),
    }
    return bars, decision, options


def enriched(rng: np.random.Generator, bars: Bars, decision: Decision, options: dict) -> tuple[Bars, Decision, dict]:
    """A few of the other rules at random, each often enough to meet every other."""

    def some(chance: float, **values):
        if rng.random() < chance:
            options.update({name: rng.choice(value).item() for name, value in values.items()})

    shape = bars.close.shape
    volume = rng.uniform(0, 400, shape)
    volume[np.isnan(bars.close)] = np.nan
    if rng.random() < 0.3:
        gone = rng.integers(0, shape[1])
        keep = shape[0] - int(rng.integers(3, 9))
        if keep > 3 and shape[1] > 1:
            columns = {name: panel.copy() for name, panel in bars.columns.items()}
            for panel in columns.values():
                panel[keep:, gone] = np.nan
            alive = ~np.isnan(columns["close"]).all(axis=1)
            if alive.all():
                bars = replace(bars, columns=columns)
                volume[keep:, gone] = np.nan
    bars = replace(bars, columns={**bars.columns, "volume": volume})
    some(0.2, per_share=[0.01, 0.5])
    some(0.2, per_order=[1.0, 20.0])
    some(0.2, min_commission=[5.0, 30.0])
    if rng.random() < 0.15:
        options["commission_tiers"] = [[0, 0.01], [1500, 0.004], [4000, 0.001]]
    some(0.2, spread=[0.1, 1.0])
    some(0.2, impact=[0.01, 0.3])
    some(0.15, volatility_slippage=[0.1, 0.5])
    some(0.2, borrow=[0.05, 0.5], interest=[0.0, 0.03])
    some(0.2, price_limit=[0.03, 0.1])
    some(0.2, t_plus_1=[True])
    some(0.2, lot=[5, 10])
    some(0.2, max_volume=[0.05, 0.3], volume_rest=["wait", "drop"])
    some(0.15, min_volume=[40.0, 150.0])
    some(0.2, max_weight=[0.2, 0.5])
    some(0.2, max_holdings=[1, 2])
    some(0.25, leverage=[1.5, 3.0], maintenance=[0.0, 0.3])
    some(0.3, both_rule=["pessimistic", "optimistic", "adaptive"])
    some(0.25, trailing=[0.04, 0.12])
    some(0.2, max_bars=[1, 3, 8])
    some(0.2, stop_loss=["atr:1.5", "amount:150", "ma:5"])
    some(0.15, take_profit=["atr:2", "amount:200"])
    some(0.1, trailing=["atr:2"])
    some(0.2, close_at_end=[True])
    some(0.2, warmup=[3, 10])
    if decision.weights is not None:
        some(0.3, cash_rule=["sequential"])
        some(0.3, no_trade_band=[0.03, 0.17])
        return bars, decision, options
    some(0.25, pyramiding=[2, 4])
    some(0.2, size=["equal", "volatility:0.2", "percent:0.7"])
    some(0.3, order_life=["gtc", "bar"])
    if options["fill"] == "next_open" and rng.random() < 0.35:
        limit = bars.close * rng.uniform(0.95, 1.05, shape)
        stop = bars.close * rng.uniform(0.95, 1.05, shape)
        limit[rng.random(shape) < 0.5] = np.nan
        stop[rng.random(shape) < 0.3] = np.nan
        decision = replace(decision, limit=limit, stop=stop)
    if rng.random() < 0.5:
        strength = rng.normal(0, 1, shape).round(1)
        strength[rng.random(shape) < 0.1] = np.nan
        decision = replace(decision, strength=strength)
    return bars, decision, options


def compare(bars: Bars, decision: Decision, options: dict, label: str) -> None:
    result = play(bars, decision, **options)
    said = reference(bars, decision, options)
    label = f"{label}: {options}"
    np.testing.assert_allclose(result.equity, said.equity, rtol=1e-9, atol=1e-6, err_msg=label)
    assert len(result.trades) == len(said.trades), label
    rows = {int(stamp): row for row, stamp in enumerate(bars.stamps)}
    for k, trade in enumerate(said.trades):
        mine = result.trades
        assert (mine.symbol[k], mine.side[k]) == (trade["symbol"], trade["side"]), label
        assert rows[int(mine.entry_at[k])] == trade["entry"], label
        assert (None if mine.exit_at[k] == NO_STAMP else rows[int(mine.exit_at[k])]) == trade["exit"], label
        assert (None if mine.reason[k] == OPEN else REASONS[mine.reason[k]]) == trade["reason"], label
        assert mine.bars_held[k] == trade["bars"], label
        for name in ("units", "entry_price", "fees", "pnl", "mfe", "mae"):
            value = getattr(mine, name)[k]
            least = 1e-6 if name in ("pnl", "units") else 1e-9
            assert value == pytest.approx(trade[name], rel=1e-9, abs=least), (name, label)
        if trade["exit"] is not None:
            assert mine.exit_price[k] == pytest.approx(trade["exit_price"], rel=1e-9), label
    places = [(row["at"], row["symbol"], row["reason"]) for row in result.rejected]
    assert places == [(bars.text_of(row), bars.symbols[n], why) for row, n, why in said.rejected], label


def reference(bars: Bars, decision: Decision, options: dict) -> Reference:
    prices = np.stack([bars.open, bars.high, bars.low, bars.close], axis=-1)
    table = [[None if np.isnan(bar[0]) else tuple(bar.tolist()) for bar in row] for row in prices]
    given = dict(options)
    kind, _, number = (given.pop("size") or "weights").partition(":")
    given["size"] = (kind, float(number or 0))
    given["price_limits"] = ()
    a_year = bars_per_year(bars.stamps, bars.interval, bars.zone)
    given["borrow_bar"], given["interest_bar"] = given.get("borrow", 0.0) / a_year, given.get("interest", 0.0) / a_year
    sigma = stdev(bars.close / shift(bars.close, 1) - 1, 20)
    outside = {"days": days_of(bars.stamps, bars.interval, bars.zone).tolist(), "sigma": shift(sigma, 1).tolist()}
    if any(given.get(name) for name in ("impact", "max_volume", "min_volume")):
        outside["volume"] = bars.volume.tolist()
    outside["range"] = atr(bars, 14).tolist()
    if str(given.get("stop_loss")).startswith("ma"):
        outside["average"] = carried(sma(bars.close, 5)).tolist()
    for name in ("limit", "stop", "strength"):
        if getattr(decision, name) is not None:
            outside[name] = getattr(decision, name).tolist()
    sizes = None if decision.size is None else decision.size.tolist()
    if kind == "volatility":
        with np.errstate(divide="ignore"):
            sizes = np.minimum(float(number) / (sigma * np.sqrt(a_year)), given.get("leverage", 1.0)).tolist()
    words, weights = None, None
    early = given.pop("warmup", 0)
    if decision.signals is not None:
        words = [[{word for word, code in WORDS.items() if value & code} for value in row] for row in decision.signals]
        words[:early] = [[set() for _ in bars.symbols] for _ in words[:early]]
    else:
        weights = narrowed(decision.weights, given).tolist()
        weights[:early] = [[np.nan] * len(bars.symbols) for _ in weights[:early]]
    return Reference(table, signals=words, sizes=sizes, weights=weights, outside=outside, **given).run()


def carried(panel: np.ndarray) -> np.ndarray:
    out = panel.copy()
    for t in range(1, len(out)):
        out[t] = np.where(np.isnan(out[t]), out[t - 1], out[t])
    return out


def narrowed(weights: np.ndarray, options: dict) -> np.ndarray:
    out = weights.copy()
    for row in out:
        if most := options.get("max_weight"):
            for n, weight in enumerate(row):
                if abs(weight) > most:
                    row[n] = most if weight > 0 else -most
        if places := options.get("max_holdings"):
            wanted = sorted((n for n in range(len(row)) if abs(row[n]) > 0), key=lambda n: (-abs(row[n]), n))
            for n in wanted[places:]:
                row[n] = 0.0
    return out
