"""One kind for each indicator of the catalogue."""

from quantboard.core.builder.kinds import SERIES, Kind, Port, series
from quantboard.core.indicators.catalog import CATALOG
from quantboard.core.indicators.entry import Entry
from quantboard.core.strategy.params import Param

PREFIX = "indicator:"
OWN_KINDS = ("change", "rank", "zscore")  # among what is computed along and across


def kind_of(entry: Entry) -> Kind:
    """The kind of node that calls an indicator: its series are inputs, its numbers are fields."""
    arguments = ("bars",) if entry.takes_bars else tuple(f"{{{name}}}" for name in entry.inputs)
    numbers = (f"{{{one.name}}}" for one in entry.params)
    single = len(entry.outputs) == 1
    return Kind(
        PREFIX + entry.code,
        "indicator",
        (entry.name_en, entry.name_zh),
        (entry.meaning, entry.meaning_zh),
        () if entry.takes_bars else tuple(series(name, name, name) for name in entry.inputs),
        tuple(Port("out" if single else one.name, frozenset({SERIES}), (one.name, one.name)) for one in entry.outputs),
        tuple(Param(one.name, one.kind, one.default, one.low, one.high, label=one.name) for one in entry.params),
        f"{entry.code}({', '.join((*arguments, *numbers))})",
        (entry.code.upper(), entry.code.upper()),
    )


KINDS = tuple(kind_of(entry) for entry in CATALOG if entry.is_drawn and entry.code not in OWN_KINDS)
