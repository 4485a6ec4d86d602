"""What is usual on a market, as fields of the run form: a proposal that fills them, to be edited after."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from quantboard.ui.backtests.options import BY_NAME, COSTS, DEFAULTS, MARKET, of_section

SET = (*(one.name for section in (COSTS, MARKET) for one in of_section(section)), "whole_units", "short")
FREE = {**{name: DEFAULTS[name] for name in SET}, "commission": "0", "slippage": "0"}
MARKETS: dict[str, dict[str, str]] = {
    "us": {**FREE, "per_share": "0.005", "min_commission": "1", "slippage": "0.05", "whole_units": "true"},
    "a_shares": {
        **FREE,
        "commission": "0.03",
        "min_commission": "5",
        "stamp_duty": "0.1",
        "slippage": "0.1",
        "price_limit": "10",
        "t_plus_1": "true",
        "lot": "500",  # five of the exchange's own lots of 100: small accounts are spared odd positions
        "max_weight": "20",
        "max_holdings": "10",
    },
    "crypto": {**FREE, "commission": "0.1", "slippage": "0.05"},
    "fx": {**FREE, "commission": "0.002", "slippage": "0.01", "tick": "0.00001", "short": "true"},
    "none": FREE,
}


def market_of(fields: Mapping[str, str]) -> str:
    """The market whose proposal the fields are, whole and unchanged; empty for none of them."""
    return next((name for name, usual in MARKETS.items() if all(_is_same(fields, usual, one) for one in SET)), "")


def _is_same(fields: Mapping[str, str], usual: Mapping[str, str], name: str) -> bool:
    given = fields.get(name, "").strip()
    if given == usual[name]:
        return True
    try:
        is_number = BY_NAME[name].kind in ("number", "percent")
        return is_number and Decimal(given or "0") == Decimal(usual[name] or "0")
    except InvalidOperation:
        return False
