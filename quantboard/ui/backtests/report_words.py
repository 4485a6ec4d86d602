"""The assumptions of a run in plain sentences: what was bought when, at which price, under which costs and rules."""

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.terms import Costs, Limits, Rules
from quantboard.core.strategy.exits import measured
from quantboard.ui import format
from quantboard.ui.text.catalogue import say


def assumptions(result: BacktestResult, language: str) -> list[str]:
    """One sentence for each thing that matters; rules that are off are not told, but for costs."""
    spec = result.spec
    kind, amount = spec.sizing
    sizes = {kind: format.percent(amount) for kind in ("percent", "volatility")}
    size = sizes.get(kind, format.number(amount))
    told = [
        ("cash", {"value": format.money(spec.cash)}),
        (f"fill_{spec.fill}", {}),
        (f"size_{kind}", {"value": size}),
        ("short_on" if spec.short else "short_off", {}),
        *_costs(spec.costs),
        *_exits(result, language),
        *_limits(spec.limits),
        *_rules(spec.rules),
        ("bars_per_year", {"n": f"{result.bars_per_year:g}"}),
    ]
    return [say(language, f"assumption.{key}", **values) for key, values in told]


Told = list[tuple[str, dict[str, str]]]


def _costs(costs: Costs) -> Told:
    rates = ("commission", "stamp_duty", "slippage", "borrow", "interest")
    money = ("per_share", "per_order", "min_commission", "spread")
    found: Told = [(name, {"value": format.percent(getattr(costs, name), 3)}) for name in rates if getattr(costs, name)]
    found += [(name, {"value": format.number(getattr(costs, name), 4)}) for name in money if getattr(costs, name)]
    if costs.commission_tiers:
        found.append(("tiers", {"n": str(len(costs.commission_tiers))}))
    if costs.impact:
        found.append(("impact", {"value": format.number(costs.impact, 4)}))
    if costs.volatility_slippage:
        found.append(("volatility_slippage", {"value": format.number(costs.volatility_slippage, 3)}))
    return found or [("no_costs", {})]


def _exits(result: BacktestResult, language: str) -> Told:
    spec = result.spec
    found: Told = []
    pairs = (("stop_loss", spec.stop_loss), ("take_profit", spec.take_profit), ("trailing", spec.rules.trailing))
    for name, distance in pairs:
        if distance:
            unit, amount = measured(distance)
            value = format.percent(amount) if unit == "percent" else format.number(amount)
            told = value if unit == "percent" else say(language, f"assumption.by_{unit}", value=value)
            found.append((name, {"value": told}))
    if found:
        found.append((f"both_{spec.rules.both_rule}", {}))
    return found


def _limits(limits: Limits) -> Told:
    found: Told = []
    if limits.price_limit or limits.price_limits:
        found.append(("price_limit", {"value": format.percent(limits.price_limit, 0)}))
    if limits.t_plus_1:
        found.append(("t_plus_1", {}))
    if limits.lot:
        found.append(("lot", {"value": f"{limits.lot:g}"}))
    rates = (("max_volume", limits.max_volume), ("max_weight", limits.max_weight), ("maintenance", limits.maintenance))
    found += [(name, {"value": format.percent(value, 1)}) for name, value in rates if value]
    if limits.min_volume:
        found.append(("min_volume", {"value": f"{limits.min_volume:,.0f}"}))
    if limits.max_holdings:
        found.append(("max_holdings", {"n": str(limits.max_holdings)}))
    if limits.leverage != 1.0:
        found.append(("leverage", {"value": f"{limits.leverage:g}"}))
    return found


def _rules(rules: Rules) -> Told:
    found: Told = []
    if rules.max_bars:
        found.append(("max_bars", {"n": str(rules.max_bars)}))
    if rules.warmup:
        found.append(("warmup", {"n": str(rules.warmup)}))
    if rules.no_trade_band:
        found.append(("no_trade_band", {"value": format.percent(rules.no_trade_band, 1)}))
    if rules.pyramiding > 1:
        found.append(("pyramiding", {"n": str(rules.pyramiding)}))
    if rules.close_at_end:
        found.append(("close_at_end", {}))
    return found
