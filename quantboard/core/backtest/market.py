"""The arrays of a run, cut to its period and laid out for the kernel: market, wishes of the strategy, configuration."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest import fields
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.spec import BacktestSpec, OptionsClash, WrongSizing
from quantboard.core.bars import PRICES, Bars
from quantboard.core.calendar import bars_per_year, days_of
from quantboard.core.indicators.logic import shift
from quantboard.core.indicators.trend import sma
from quantboard.core.indicators.volatility import atr, stdev
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.exits import KINDS, Exits, effective, measured
from quantboard.core.strategy.weights import limited, prepare
from quantboard.errors import CodeFailed

NOTHING = np.zeros((1, 1))
GONE_AFTER = 5  # rows without a bar at the end of the data
RANGE_BARS = 14
SIGMA_BARS = 20


class DecisionUnfit(CodeFailed):
    """The strategy returned arrays that do not fit its bars."""

    code = "code.wrong_shape"


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything the kernel reads."""

    period: Bars
    run: at.Run
    market: at.Market
    wish: at.Wish
    n_cut: int  # weights that the limits of the account cut


def scene_of(spec: BacktestSpec, bars: Bars, decision: Decision, first: int, last: int) -> Scene:
    """``bars`` and ``decision`` cover all the data, the scene the rows ``first`` to before ``last``."""
    _check_shapes(bars, decision)
    rows = slice(first, last)
    columns = {name: np.ascontiguousarray(bars.columns[name][rows]) for name in PRICES}
    period = Bars(bars.stamps[rows], bars.symbols, columns, bars.interval, bars.zone)
    wish, n_cut = _wish(spec, bars, period, decision, rows)
    market = at.Market(*_sealed(_market(spec, bars, period, _exits(spec, decision), rows)))
    return Scene(period, run_of(spec, decision, market, period), market, at.Wish(*_sealed(wish)), n_cut)


def run_of(spec: BacktestSpec, decision: Decision, market: at.Market, period: Bars) -> at.Run:
    """How the kernel is configured for a decision: the run's terms, with the levels that the decision brings."""
    exits = _exits(spec, decision)
    run = at.Run(_modes(spec, decision, exits, market), _rates(spec, exits, period), _tiers(spec))
    return at.Run(*_sealed(run))


def _exits(spec: BacktestSpec, decision: Decision) -> Exits:
    return effective(
        Exits(spec.stop_loss, spec.take_profit, spec.rules.trailing),
        Exits(decision.stop_loss, decision.take_profit, decision.trailing),
    )


def closes_before(bars: Bars, first: int) -> Panel:
    """The last close of each symbol before the period, NaN where there is none."""
    out = np.full(len(bars.symbols), np.nan)
    for n in range(len(bars.symbols)) if first else ():
        known = np.flatnonzero(~np.isnan(bars.close[:first, n]))
        if len(known):
            out[n] = bars.close[known[-1], n]
    return out


def _sealed(arrays: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Read-only views: the kernel has one signature, whatever memory the arrays lie in."""
    for array in arrays:
        view = array.view()
        view.flags.writeable = False
        yield view


def _check_shapes(bars: Bars, decision: Decision) -> None:
    for name in ("signals", "size", "weights", "limit", "stop", "strength"):
        panel = getattr(decision, name)
        if panel is not None and panel.shape != bars.close.shape:
            said = f"The {name} have the shape {panel.shape}, the bars {bars.close.shape}."
            raise DecisionUnfit(said, "Return one value a bar.")


def _wish(spec: BacktestSpec, bars: Bars, period: Bars, decision: Decision, rows: slice) -> tuple[at.Wish, int]:
    kind, amount = spec.sizing
    codes, numbers, n_cut = np.zeros((1, 1), dtype=np.int8), NOTHING, 0
    early = max(spec.rules.warmup - rows.start, 0)
    if decision.weights is not None:
        wanted = np.ascontiguousarray(decision.weights[rows], dtype=np.float64)
        leverage = spec.limits.leverage
        numbers = prepare(wanted, period, rebalance=decision.rebalance, short=spec.short, leverage=leverage)
        if spec.limits.max_weight or spec.limits.max_holdings:
            numbers, n_cut = limited(numbers, spec.limits.max_weight, spec.limits.max_holdings)
        if early:
            numbers = numbers.copy()
            numbers[:early] = np.nan
    elif decision.signals is not None:
        codes = np.ascontiguousarray(decision.signals[rows], dtype=np.int8)
        if early:
            codes = codes.copy()
            codes[:early] = 0
    else:
        raise DecisionUnfit("The strategy returned neither signals nor weights.", "Return one of them.")
    if kind == "weights" and decision.weights is None:
        if decision.size is None:
            hint = "Choose percent:R or fixed:N, or return Signals(size=…)."
            raise WrongSizing("The strategy's signals carry no size.", hint, field="size")
        numbers = np.ascontiguousarray(decision.size[rows], dtype=np.float64)
    if kind == "volatility":
        yearly = _sigma(bars) * np.sqrt(bars_per_year(bars.stamps, bars.interval, bars.zone))
        with np.errstate(divide="ignore"):
            numbers = np.ascontiguousarray(np.minimum(amount / yearly, spec.limits.leverage)[rows])
    if (decision.limit is not None or decision.stop is not None) and spec.fill != "next_open":
        hint = "Choose fills at the next open."
        raise OptionsClash("Limit and stop orders cannot be filled at a close.", hint, field="fill")
    return at.Wish(codes, numbers, *(_panel(decision, name, rows) for name in ("limit", "stop", "strength"))), n_cut


def _panel(decision: Decision, name: str, rows: slice) -> Panel:
    panel = getattr(decision, name)
    return NOTHING if panel is None else np.ascontiguousarray(panel[rows], dtype=np.float64)


def _sigma(bars: Bars) -> Panel:
    """Deviation (by n) of the last 20 returns, the one into the bar included."""
    out: Panel = stdev(bars.close / shift(bars.close, 1) - 1, SIGMA_BARS)
    return out


def _market(spec: BacktestSpec, bars: Bars, period: Bars, exits: Exits, rows: slice) -> at.Market:
    costs, limits = spec.costs, spec.limits
    kinds = {measured(one)[0] for one in (exits.stop_loss, exits.take_profit, exits.trailing) if one is not None}
    volume = NOTHING
    if costs.impact or limits.max_volume or limits.min_volume:
        if bars.volume is None:
            needs = "impact" if costs.impact else "max_volume" if limits.max_volume else "min_volume"
            raise OptionsClash(f"{needs} needs volumes, and this data has none.", "Leave it out.", field=needs)
        volume = np.ascontiguousarray(bars.volume[rows])
    funding = bars.columns.get("funding")
    n_mean = int(measured(exits.stop_loss)[1]) if "ma" in kinds else 0
    return at.Market(
        period.open,
        period.high,
        period.low,
        period.close,
        volume,
        np.ascontiguousarray(shift(_sigma(bars), 1)[rows]) if costs.volatility_slippage else NOTHING,
        np.ascontiguousarray(atr(bars, RANGE_BARS)[rows]) if "atr" in kinds else NOTHING,
        _carried(sma(bars.close, n_mean))[rows] if n_mean else NOTHING,
        NOTHING if funding is None else np.ascontiguousarray(funding[rows]),
        _bands(spec),
        _days(spec, period),
        gone_rows(period.close),
    )


def _days(spec: BacktestSpec, period: Bars) -> at.Ints:
    """The session of each row, for the rules that ask for it."""
    if not spec.limits.t_plus_1:
        return np.zeros(len(period.stamps), dtype=np.int64)
    return days_of(period.stamps, period.interval, period.zone).astype(np.int64)


def _carried(panel: Panel) -> Panel:
    """The last known value of each column, so that a halt does not take a level away."""
    row = np.where(np.isnan(panel), 0, np.arange(len(panel))[:, None])
    np.maximum.accumulate(row, axis=0, out=row)
    return np.ascontiguousarray(np.take_along_axis(panel, row, axis=0))


def _bands(spec: BacktestSpec) -> Panel:
    named = dict(spec.limits.price_limits)
    return np.array([named.get(symbol, spec.limits.price_limit) for symbol in spec.symbols], dtype=np.float64)


def gone_rows(close: Panel) -> at.Ints:
    """The row of each symbol's last bar if five or more rows follow without one, else −1."""
    n_bars = len(close)
    since = np.argmax(~np.isnan(close[::-1]), axis=0)
    out: at.Ints = np.where(since >= GONE_AFTER, n_bars - 1 - since, -1).astype(np.int64)
    return out


def _modes(spec: BacktestSpec, decision: Decision, exits: Exits, market: at.Market) -> at.Ints:
    costs, limits, rules, kind = spec.costs, spec.limits, spec.rules, spec.sizing[0]
    modes = np.zeros(at.N_MODES, dtype=np.int64)
    modes[at.FILL] = fields.FILLS.index(spec.fill)
    modes[at.WEIGHTED] = decision.weights is not None
    sizings = {"fixed": at.FIXED, "percent": at.PERCENT, "weights": at.PANEL, "volatility": at.PANEL, "equal": at.EQUAL}
    modes[at.SIZING] = sizings[kind]
    modes[at.SHORT] = spec.short
    modes[at.NEXT_BAR_STOPS] = rules.stops_from == "next_bar"
    modes[at.GUARDED] = any(one is not None for one in (exits.stop_loss, exits.take_profit, exits.trailing))
    modes[at.STOP_KIND] = KINDS.index(measured(exits.stop_loss)[0])
    modes[at.TARGET_KIND] = KINDS.index(measured(exits.take_profit)[0])
    modes[at.TRAIL_KIND] = KINDS.index(measured(exits.trailing)[0])
    modes[at.BOTH_RULE] = fields.BOTH_RULES.index(rules.both_rule)
    modes[at.MAX_BARS] = rules.max_bars
    modes[at.RICH_SLIPPAGE] = bool(costs.spread or costs.impact or costs.volatility_slippage)
    modes[at.RICH_FEES] = bool(costs.per_share or costs.per_order or costs.min_commission or costs.commission_tiers)
    modes[at.T_PLUS_1] = limits.t_plus_1
    volumes = limits.max_volume or limits.min_volume
    modes[at.LIMITED] = bool(market.band.any() or limits.t_plus_1 or volumes)
    modes[at.FINANCED] = bool(costs.borrow or costs.interest or market.funding.shape[0] > 1)
    modes[at.DROPS_REST] = limits.volume_rest == "drop"
    modes[at.ORDERS_LAPSE] = rules.order_life == "bar"
    modes[at.SEQUENTIAL] = rules.cash_rule == "sequential"
    modes[at.MAX_HOLDINGS] = limits.max_holdings
    modes[at.PYRAMIDING] = rules.pyramiding
    modes[at.CLOSE_AT_END] = rules.close_at_end
    modes[at.TRIGGERED] = decision.limit is not None or decision.stop is not None
    return modes


def _rates(spec: BacktestSpec, exits: Exits, period: Bars) -> Panel:
    costs, limits = spec.costs, spec.limits
    a_year = bars_per_year(period.stamps, period.interval, period.zone) if costs.borrow or costs.interest else 1.0
    rates = np.zeros(at.N_RATES)
    rates[at.COMMISSION], rates[at.SLIPPAGE], rates[at.STAMP_DUTY] = costs.commission, costs.slippage, costs.stamp_duty
    rates[at.STOP_LOSS] = measured(exits.stop_loss)[1]
    rates[at.TAKE_PROFIT] = measured(exits.take_profit)[1]
    rates[at.TRAILING] = measured(exits.trailing)[1]
    rates[at.SIZE] = spec.sizing[1]
    rates[at.LOT] = limits.lot
    rates[at.PER_SHARE], rates[at.PER_ORDER], rates[at.MINIMUM] = costs.per_share, costs.per_order, costs.min_commission
    rates[at.SPREAD], rates[at.IMPACT], rates[at.VOLATILITY] = costs.spread, costs.impact, costs.volatility_slippage
    rates[at.BORROW], rates[at.INTEREST] = costs.borrow / a_year, costs.interest / a_year
    rates[at.LEVERAGE], rates[at.MAINTENANCE] = limits.leverage, limits.maintenance
    rates[at.MAX_VOLUME], rates[at.MIN_VOLUME] = limits.max_volume, limits.min_volume
    rates[at.MAX_WEIGHT], rates[at.TRADE_BAND], rates[at.TICK] = (
        limits.max_weight,
        spec.rules.no_trade_band,
        limits.tick,
    )
    return rates


def _tiers(spec: BacktestSpec) -> Panel:
    return np.array(spec.costs.commission_tiers, dtype=np.float64).reshape(-1, 2)
