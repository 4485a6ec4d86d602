"""What the bars themselves make doubtful: who is missing, what was adjusted, what stood still, what was repaired."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.bars import MICROSECONDS_A_DAY, PRICES, Bars
from quantboard.core.cleaning.quality import jumps_of
from quantboard.core.flag import INFO, WARNING, Flag

ALIVE_WITHIN = 5  # rows before the end of the period
SEVERAL, LONG_YEARS = 3, 3.0
STALE_RUN, STALE_SHARE = 5, 0.01
DAYS_A_YEAR = 365.25
FACTOR_COLUMNS = ("adj_close", "factor", "adj_factor", "adjust_factor", "split_factor")
MOST_NAMED = 3
SAYS_ADJUSTED = re.compile(r"(?<![a-z])(adj(usted|\b|[ _.-])|qfq|hfq)|复权|復權", re.IGNORECASE)
SAYS_RAW = re.compile(r"un-?adj|not[ _-]?adj|不复权|未复权", re.IGNORECASE)


@dataclass(frozen=True)
class Facts:
    """What the dataset says of itself, as far as it does.

    ``adjusted`` prices were divided by later splits and dividends; ``n_repaired`` rows were filled, clipped or
    corrected; the bars from ``holdout_from`` on were put aside, and this run looked at them if ``holdout_opened``.
    """

    adjusted: bool | None = None
    n_repaired: int = 0
    holdout_from: str = ""
    holdout_opened: bool = False


NO_FACTS = Facts()


def facts_of(manifest: Mapping[str, Any], to_on: str = "") -> Facts:
    """The facts among what stands beside a dataset version; ``to_on`` is the last day of the run."""
    holdout = manifest.get("holdout") or {}
    since = str(holdout.get("from", "")) if isinstance(holdout, Mapping) else ""
    return Facts(
        adjusted=_adjusted_by(manifest),
        n_repaired=_n_repaired(manifest),
        holdout_from=since,
        holdout_opened=bool(since) and (not to_on or to_on >= since),
    )


def _adjusted_by(manifest: Mapping[str, Any]) -> bool | None:
    """What the dataset says, else what the names of its files and of their columns of closes say; ``None``: nothing."""
    if manifest.get("adjusted") is not None:
        return bool(manifest["adjusted"])
    for file in manifest.get("files") or ():
        plan = file.get("plan") or {}
        names, place = list(plan.get("names") or ()), (plan.get("roles") or {}).get("close")
        header = str(names[place]) if isinstance(place, int) and 0 <= place < len(names) else ""
        if any(
            SAYS_ADJUSTED.search(text) and not SAYS_RAW.search(text) for text in (header, str(file.get("name", "")))
        ):
            return True
    return None


def _n_repaired(manifest: Mapping[str, Any]) -> int:
    """Rows that a repair filled or corrected, by the report of the version."""
    found = (manifest.get("report") or {}).get("findings") or ()
    counts = (int(one.get("count", 0)) for one in found if str(one.get("code", "")).startswith("repaired_"))
    return int(manifest.get("n_repaired") or 0) + sum(counts)


def flags_of(bars: Bars, first: int, last: int, source: str, facts: Facts = NO_FACTS) -> list[Flag]:
    """The flags of the period, rows ``first`` to before ``last``."""
    found = [*_survivors(bars, first, last), *_adjusted(bars, source, facts), *_splits(bars, first, last)]
    return [*found, *_stale(bars, first, last), *_touched(facts)]


def _survivors(bars: Bars, first: int, last: int) -> Iterator[Flag]:
    years = float(bars.stamps[last - 1] - bars.stamps[first]) / MICROSECONDS_A_DAY / DAYS_A_YEAR
    n_symbols = len(bars.symbols)
    if n_symbols < SEVERAL or years < LONG_YEARS:
        return
    if (~np.isnan(bars.close[max(first, last - ALIVE_WITHIN) : last])).any(axis=0).all():
        message = (
            f"All {n_symbols} symbols still trade at the end of {years:.0f} years: none has failed or was delisted."
        )
        hint = "If the list was made with today's knowledge, the result is too good: use the members of each date."
        yield Flag("data.survivorship", WARNING, message, {"n_symbols": n_symbols, "years": years}, hint)


def _adjusted(bars: Bars, source: str, facts: Facts) -> Iterator[Flag]:
    named = [name for name in FACTOR_COLUMNS if name in bars.columns]
    hint = "Returns are right, price levels are not: compare prices with prices of the same day only."
    if facts.adjusted:
        message = "The prices are adjusted: levels of earlier days were changed by later splits and dividends."
        yield Flag("data.adjusted", WARNING, message, {"columns": named}, hint)
    elif named and any(name in source for name in named):
        message = f"The strategy reads {named[0]}, which was computed with later splits and dividends."
        yield Flag("data.adjusted", WARNING, message, {"columns": named}, hint)
    elif named:
        message = f"The data also holds {named[0]}; fills and signals use the prices as they were traded."
        yield Flag("data.adjusted", INFO, message, {"columns": named}, "Look for splits in the raw prices.")


def _splits(bars: Bars, first: int, last: int) -> Iterator[Flag]:
    found = []
    for n, symbol in enumerate(bars.symbols):
        rows = first + np.flatnonzero(~np.isnan(bars.close[first:last, n]))
        found += [f"{symbol} {bars.text_of(row)}" for row in rows[jumps_of(bars.close[rows, n])[1]]]
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        message = f"Raw prices change as by a split: {', '.join(found[:MOST_NAMED])}{more}."
        values = {"n": len(found), "places": found[:20]}
        yield Flag("data.splits", WARNING, message, values, "Import adjusted prices, or leave these symbols out.")


def _stale(bars: Bars, first: int, last: int) -> Iterator[Flag]:
    rows = slice(first, last)
    found: dict[str, float] = {}
    for n, symbol in enumerate(bars.symbols):
        has_bar = ~np.isnan(bars.close[rows, n])
        prices = [bars.columns[name][rows, n][has_bar] for name in PRICES]
        share = _stale_share(prices)
        if share > STALE_SHARE:
            found[symbol] = share
    if found:
        worst = max(found, key=lambda symbol: found[symbol])
        message = f"Prices stand still for {STALE_RUN} or more bars: {worst} on {found[worst]:.1%} of its bars."
        if len(found) > 1:
            message = (
                f"Prices of {len(found)} symbols stand still for {STALE_RUN} or more bars, "
                f"most of all {worst}: on {found[worst]:.1%} of its bars."
            )
        values = {"share": dict(list(found.items())[:20]), "run": STALE_RUN}
        yield Flag("data.stale", WARNING, message, values, "Nobody may have traded then: set a least volume.")


def _stale_share(prices: list[Vector]) -> float:
    """The share of bars that lie in runs of ``STALE_RUN`` or more bars of one and the same price."""
    opens, highs, lows, closes = prices
    if len(closes) <= STALE_RUN:
        return 0.0
    same = (opens[1:] == closes[:-1]) & (highs[1:] == lows[1:]) & (closes[1:] == closes[:-1])
    if not same.any():
        return 0.0
    edges = np.diff(np.concatenate(([0], same.astype(np.int8), [0])))
    lengths = np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)
    return float(lengths[lengths >= STALE_RUN].sum()) / len(closes)


def _touched(facts: Facts) -> Iterator[Flag]:
    if facts.n_repaired:
        message = f"Bars were filled or corrected before the run: {facts.n_repaired} in this data."
        values = {"n_repaired": facts.n_repaired}
        yield Flag("data.repaired", INFO, message, values, "See which in the report of the dataset.")
    if facts.holdout_opened:
        message = f"The run looks at the hold-out, the bars from {facts.holdout_from} on, which were put aside."
        hint = "Judge a strategy by the hold-out once only; each further look wears it out."
        yield Flag("holdout.opened", WARNING, message, {"from": facts.holdout_from}, hint)
