"""What a run will take, in words; and what is offered where that is a lot."""

from dataclasses import dataclass

from quantboard.services.estimates import Facts, estimate
from quantboard.ui import format
from quantboard.ui.text.catalogue import say


@dataclass(frozen=True)
class Weight:
    """One line, and whether the run is a long one or too big; ``shorter`` names the period that is offered."""

    line: str = ""
    is_costly: bool = False
    is_too_big: bool = False
    too_big: str = ""
    shorter: str = ""
    shorter_from: str = ""


def weighed(language: str, facts: Facts, n_symbols: int, from_on: str, to_on: str) -> Weight:
    """The estimate of a run on so many symbols of a dataset; empty for dates that cannot be read."""
    try:
        found = estimate(facts, n_symbols, from_on, to_on)
    except ValueError:
        return Weight()
    memory, limit = (
        f"{mb / 1000:.1f} GB" if mb >= 1000 else f"{mb:.0f} MB" for mb in (found.memory_mb, found.limit_mb)
    )
    seconds = format.duration(max(1.0, round(found.seconds)))
    counted_symbols = say(language, "run.n_symbols" if n_symbols != 1 else "run.one_symbol", n=n_symbols)
    counted = {"n_bars": f"{float(f'{found.n_bars:.2g}'):,.0f}", "n_symbols": counted_symbols, "seconds": seconds}
    shorter_to = to_on or facts.last
    return Weight(
        line=say(language, "run.estimate", memory=memory, **counted),
        is_costly=found.is_costly,
        is_too_big=found.is_too_big,
        too_big=say(language, "run.too_big", memory=memory, limit=limit) if found.is_too_big else "",
        shorter=say(language, "run.shorter", first=found.shorter_from, last=shorter_to) if found.shorter_from else "",
        shorter_from=found.shorter_from,
    )
