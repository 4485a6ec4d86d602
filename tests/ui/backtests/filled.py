"""A declaration, a form, and a request in which nothing but the slippage is at its default."""

from quantboard.core.strategy.params import Declaration, Param
from quantboard.ui.backtests import form

DECLARED = Declaration(
    "Double moving average",
    "signals",
    (
        Param("fast", "int", 10, 2, 200, help="Bars of the fast average"),
        Param("slow", "int", 30, 5, 400),
        Param("is_calm", "bool", True),
        Param("way", "choice", "both", choices=("both", "up")),
    ),
    ("fast < slow",),
)


def filled(**given):
    return {**form.DEFAULTS, **given}


EVERY = {
    "params": {},
    "symbols": ["A"],
    "from": "2001-02-03",
    "to": "2011-02-03",
    "cash": 1234567.89,
    "stop_loss": "atr:2.5",
    "take_profit": "amount:500",
    "trailing": 0.075,
    "size": "volatility:0.15",
    "short": True,
    "fill": "close",
    "commission": 0.00035,
    "slippage": 0.0,
    "stamp_duty": 0.001,
    "per_share": 0.005,
    "per_order": 1.5,
    "min_commission": 5.0,
    "commission_tiers": [[0.0, 0.001], [100000.0, 0.0005]],
    "spread": 0.02,
    "impact": 0.1,
    "volatility_slippage": 0.3,
    "borrow": 0.08,
    "interest": 0.02,
    "price_limit": 0.1,
    "price_limits": [["A", 0.2], ["B.SZ", 0.05]],
    "tick": 0.00001,
    "t_plus_1": True,
    "lot": 100.0,
    "max_volume": 0.05,
    "volume_rest": "drop",
    "min_volume": 1000.0,
    "max_weight": 0.2,
    "max_holdings": 10,
    "leverage": 2.0,
    "maintenance": 0.25,
    "stops_from": "next_bar",
    "both_rule": "adaptive",
    "max_bars": 20,
    "order_life": "bar",
    "cash_rule": "sequential",
    "no_trade_band": 0.01,
    "pyramiding": 3,
    "close_at_end": True,
    "matching": "fifo",
    "warmup": 50,
    "exclude": ["B", "C.SZ"],
    "listed_bars": 60,
    "least_value": 1000000.0,
    "least_volume": 5000.0,
    "average_bars": 10,
    "no_st": True,
    "benchmark": "data:abc:000300@pe",
}
