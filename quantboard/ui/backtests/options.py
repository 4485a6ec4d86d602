"""The options of a run as a table: from it come the page's fields, their defaults, what is asked, and what is said.

An option's label is ``run.<name>``, its help ``run.<name>_help`` where there is one, its sentence in the summary
``run.say_<name>``, its card in the manual ``term`` or else its own name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PERIOD, UNIVERSE, MONEY, COSTS, MARKET = "period", "universe", "money", "costs", "market"
ORDERS, ADVANCED = "orders", "advanced"


@dataclass(frozen=True)
class Option:
    """One option; ``is_plain``: beginners see it without unfolding, ``unit``: a key of ``ui/text``."""

    name: str
    section: str
    kind: str
    default: str = ""
    words: tuple[str, ...] = ()  # of a choice, the first is the default; the kinds of a distance
    is_plain: bool = False
    term: str = ""
    unit: str = ""
    example: str = ""

    @property
    def card(self) -> str:
        """The term of the manual that explains it."""
        return self.term or self.name


def _choice(name: str, section: str, *words: str) -> Option:
    return Option(name, section, "choice", words[0], words)


OPTIONS = (
    Option("from", PERIOD, "date", is_plain=True),
    Option("to", PERIOD, "date", is_plain=True),
    Option("benchmark", PERIOD, "benchmark", words=("equal", "symbol", "data", "none"), is_plain=True),
    Option("exclude", UNIVERSE, "symbols", example="AAPL, IBM"),
    Option("listed_bars", UNIVERSE, "number", unit="run.unit_sessions"),
    Option("least_value", UNIVERSE, "number"),
    Option("least_volume", UNIVERSE, "number"),
    Option("average_bars", UNIVERSE, "number", "20", unit="run.unit_bars"),
    Option("no_st", UNIVERSE, "flag"),
    Option("cash", MONEY, "number", "100000", is_plain=True, term="capital"),
    Option("size", MONEY, "size", words=("even", "equal", "percent", "volatility", "fixed", "weights"), is_plain=True),
    Option("whole_units", MONEY, "flag", is_plain=True),
    Option("short", MONEY, "flag", is_plain=True, term="long_short"),
    Option("commission", COSTS, "percent", "0.05", is_plain=True),
    Option("slippage", COSTS, "percent", "0.05", is_plain=True),
    Option("stamp_duty", COSTS, "percent", "0", is_plain=True),
    Option("min_commission", COSTS, "number", is_plain=True),
    Option("per_share", COSTS, "number"),
    Option("per_order", COSTS, "number"),
    Option("commission_tiers", COSTS, "pairs", example="0:0.05, 100000:0.03"),
    Option("spread", COSTS, "number"),
    Option("impact", COSTS, "number"),
    Option("volatility_slippage", COSTS, "number"),
    Option("borrow", COSTS, "percent", unit="run.unit_year"),
    Option("interest", COSTS, "percent", unit="run.unit_year"),
    Option("price_limit", MARKET, "percent"),
    Option("price_limits", MARKET, "pairs", example="A:20, B:5"),
    Option("tick", MARKET, "number", "0.01"),
    Option("lot", MARKET, "number"),
    Option("max_weight", MARKET, "percent"),
    Option("max_holdings", MARKET, "number"),
    Option("max_volume", MARKET, "percent"),
    _choice("volume_rest", MARKET, "wait", "drop"),
    Option("min_volume", MARKET, "number"),
    Option("leverage", MARKET, "number", "1"),
    Option("maintenance", MARKET, "percent"),
    Option("t_plus_1", MARKET, "flag"),
    Option("stop_loss", ORDERS, "distance", words=("percent", "atr", "amount", "ma")),
    Option("take_profit", ORDERS, "distance", words=("percent", "atr", "amount")),
    Option("trailing", ORDERS, "distance", words=("percent", "atr")),
    Option("max_bars", ORDERS, "number", unit="run.unit_bars"),
    _choice("fill", ORDERS, "next_open", "next_close", "close"),
    _choice("stops_from", ORDERS, "entry_bar", "next_bar"),
    _choice("both_rule", ORDERS, "pessimistic", "optimistic", "adaptive"),
    _choice("order_life", ORDERS, "gtc", "bar"),
    Option("pyramiding", ADVANCED, "number", "1"),
    _choice("cash_rule", ADVANCED, "proportional", "sequential"),
    Option("no_trade_band", ADVANCED, "percent"),
    _choice("matching", ADVANCED, "average", "fifo"),
    Option("warmup", ADVANCED, "number", unit="run.unit_bars"),
    Option("close_at_end", ADVANCED, "flag"),
)
BENCHMARK_PARTS = ("symbol", "data", "column")
BY_NAME = {option.name: option for option in OPTIONS}


def of_section(section: str, *, is_plain: bool | None = None) -> list[Option]:
    """The options of a section, all or only those that beginners see or do not see at once."""
    return [one for one in OPTIONS if one.section == section and is_plain in (None, one.is_plain)]


def _fields() -> Iterator[tuple[str, str]]:
    yield "name", ""
    for option in OPTIONS:
        if option.kind == "size":
            yield from (("size_kind", option.words[0]), ("size_amount", "100"))
        elif option.kind == "benchmark":
            yield from (("benchmark", option.words[0]), *((f"benchmark_{part}", "") for part in BENCHMARK_PARTS))
        else:
            yield option.name, option.default
        if option.kind == "distance":
            yield f"{option.name}_kind", option.words[0]


DEFAULTS: dict[str, str] = dict(_fields())
FLAGS = tuple(option.name for option in OPTIONS if option.kind == "flag")
SIZED = {"percent": "%", "volatility": "%", "fixed": ""}  # sizes that need an amount, with its unit


def changed(fields: Mapping[str, str], section: str) -> list[str]:
    """The folded options of a section that are not at their defaults."""
    folded = of_section(section, is_plain=False)
    return [one.name for one in folded if fields.get(one.name, one.default).strip() != one.default]
