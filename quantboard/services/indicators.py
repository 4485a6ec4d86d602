"""The catalogue of indicators: find one, look at its values on a dataset, mark it, switch it off."""

import operator
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from quantboard.core.access import Actor, Deed, Role, Scope, require, require_scope
from quantboard.core.bars import Bars
from quantboard.core.indicators.catalog import BY_CODE, CATALOG
from quantboard.core.indicators.entry import CATEGORIES, Entry, Output, Param
from quantboard.db import audit
from quantboard.db import indicators as rows
from quantboard.db.session import session
from quantboard.errors import InvalidInput, NotAllowed, NotFound
from quantboard.services import datasets
from quantboard.services.work import work

MOST_ROWS = 5_000
NAMES = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\(")
COMPARED = {"<": operator.lt}


class NoSuchIndicator(NotFound):
    """The catalogue has no such entry."""

    code = "indicator.unknown"


class SwitchedOff(NotAllowed):
    """An administrator switched the entry off."""

    code = "indicator.switched_off"


class BadParameters(InvalidInput):
    """Parameters of an indicator that do not fit it or each other."""

    code = "indicator.bad_parameters"


@dataclass(frozen=True)
class IndicatorView:
    """One entry of the catalogue, and what this person and instance make of it."""

    code: str
    name_en: str
    name_zh: str
    category: str
    usage: str
    meaning: str
    meaning_zh: str
    formula: str
    inputs: tuple[str, ...]
    params: tuple[Param, ...]
    outputs: tuple[Output, ...]
    warm_up: int
    is_overlay: bool
    levels: tuple[float, ...]
    rules: tuple[str, ...]
    source: str
    example: str
    n_used: int = 0
    is_favourite: bool = False
    is_off: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain, for programs."""
        return asdict(self)


@dataclass(frozen=True)
class IndicatorValues:
    """Values of one symbol's last rows, on all its bars computed; a gap is null."""

    code: str
    symbol: str
    interval: str
    params: dict[str, float]
    times: list[str]
    close: list[float | None]
    outputs: dict[str, list[float | None]]
    n_bars: int
    warm_up: int

    def as_json(self) -> dict[str, Any]:
        """Plain, for programs."""
        return asdict(self)


@dataclass(frozen=True)
class Look:
    """What to compute on: a symbol (the first if empty), the columns for x and y, how many of the last rows."""

    symbol: str = ""
    column: str = "close"
    other: str = "high"
    rows: int = 500


PLAIN = Look()


def catalogue(actor: Actor, words: str = "", category: str = "") -> list[IndicatorView]:
    """The entries that fit, the most used first; those switched off only for administrators."""
    require_scope(actor, Scope.READ)
    with session() as asking:
        marked, off, used = rows.favourites(asking, actor.user_id), rows.off(asking), _counts(rows.sources(asking))
    sought = words.casefold().split()
    found = []
    for entry in CATALOG:
        hidden = entry.code in off and actor.role is not Role.ADMIN
        if hidden or (category and entry.category != category) or not _fits(entry, sought):
            continue
        view = _view(entry)
        found.append(
            replace(view, n_used=used[entry.code], is_favourite=entry.code in marked, is_off=entry.code in off)
        )
    exact = words.strip().casefold()
    return sorted(found, key=lambda one: (one.code != exact, -one.n_used, CATEGORIES.index(one.category)))


def indicator(actor: Actor, code: str) -> IndicatorView:
    """One entry; raises ``NoSuchIndicator``."""
    entry = _entry(code)
    found = [one for one in catalogue(actor, category=entry.category) if one.code == entry.code]
    if not found:
        raise SwitchedOff(f"{code} is switched off.", "Ask an administrator of this instance.")
    return found[0]


def values(
    actor: Actor, code: str, dataset_id: str, params: Mapping[str, Any] | None = None, look: Look = PLAIN
) -> IndicatorValues:
    """Compute an entry on a symbol's whole history and show its last rows."""
    view = indicator(actor, code)
    entry = BY_CODE[view.code]
    if not entry.is_drawn:
        raise BadParameters(f"{code} works on signals and has no values of its own.", "Choose another indicator.")
    chosen = settled(entry, params or {})
    symbol = look.symbol or datasets.find(actor, dataset_id).symbols[0]
    bars = datasets.bars_of(actor, dataset_id, [symbol])
    answers = _computed(entry, bars, chosen, look)
    first = max(bars.n_bars - min(max(look.rows, 1), MOST_ROWS), 0)
    return IndicatorValues(
        code=entry.code,
        symbol=symbol,
        interval=bars.interval,
        params=chosen,
        times=[bars.text_of(row) for row in range(first, bars.n_bars)],
        close=_plain(bars.close[first:, 0]),
        outputs={one.name: _plain(answer[first:]) for one, answer in zip(entry.outputs, answers, strict=True)},
        n_bars=bars.n_bars,
        warm_up=entry.warm_up_of(chosen),
    )


def settled(entry: Entry, given: Mapping[str, Any]) -> dict[str, float]:
    """The parameters as numbers within their limits, defaults for those not given; texts are read."""
    known = {one.name: one for one in entry.params}
    for name in given:
        if name not in known:
            raise BadParameters(
                f"{entry.code} has no parameter {name}.", f"It has {', '.join(known) or 'none'}.", field=name
            )
    chosen = {one.name: _number(one, given.get(one.name, one.default)) for one in entry.params}
    for rule in entry.rules:
        left, sign, right = rule.split()
        if not COMPARED[sign](chosen[left], chosen[right]):
            told = f"{left} = {chosen[left]:g} must be below {right} = {chosen[right]:g}."
            raise BadParameters(told, f"Choose {rule}.", field=left)
    return chosen


def mark(actor: Actor, code: str, is_favourite: bool) -> None:
    """Make an entry one's favourite, or no longer."""
    entry = _entry(code)
    require_scope(actor, Scope.WRITE)
    with work() as w:
        (rows.mark if is_favourite else rows.unmark)(w.session, actor.user_id, entry.code)


def switch(actor: Actor, code: str, is_off: bool) -> None:
    """Take an entry out of everybody's catalogue, or bring it back."""
    entry = _entry(code)
    require(actor, Deed.MANAGE, what="indicator")
    with work() as w:
        if is_off:
            rows.switch_off(w.session, actor.user_id, entry.code)
        else:
            rows.switch_on(w.session, entry.code)
        audit.add_by(w.session, actor, "indicator.switched", object_id=entry.code, data={"is_off": is_off})


def _entry(code: str) -> Entry:
    if code not in BY_CODE:
        from difflib import get_close_matches

        near = get_close_matches(code, list(BY_CODE), n=1)
        raise NoSuchIndicator(f"There is no indicator {code}.", f"Did you mean {near[0]}?" if near else "See the list.")
    return BY_CODE[code]


def _view(entry: Entry) -> IndicatorView:
    return IndicatorView(
        code=entry.code,
        name_en=entry.name_en,
        name_zh=entry.name_zh,
        category=entry.category,
        usage=entry.usage,
        meaning=entry.meaning,
        meaning_zh=entry.meaning_zh,
        formula=entry.formula,
        inputs=entry.inputs,
        params=entry.params,
        outputs=entry.outputs,
        warm_up=entry.warm_up_of(entry.defaults()) if entry.is_drawn else 0,
        is_overlay=entry.is_overlay,
        levels=entry.levels,
        rules=entry.rules,
        source=f"TA-Lib {entry.talib}" if entry.talib else entry.source or "QuantBoard",
        example=example(entry),
    )


def example(entry: Entry, params: Mapping[str, float] | None = None) -> str:
    """A line of a strategy that calls it."""
    if not entry.is_drawn:
        return entry.usage
    first = ("bars",) if entry.takes_bars else ("bars.close", "bars.high")[: len(entry.inputs)]
    numbers = (f"{value:g}" for value in (params or entry.defaults()).values())
    names = [one.name for one in entry.outputs] if len(entry.outputs) > 1 else ["value"]
    return f"{', '.join(names)} = {entry.code}({', '.join((*first, *numbers))})"


def _fits(entry: Entry, sought: list[str]) -> bool:
    told = " ".join((entry.code, entry.name_en, entry.name_zh, entry.meaning, entry.meaning_zh, entry.talib)).casefold()
    return all(word in told for word in sought)


def _counts(sources: Any) -> Counter[str]:
    used: Counter[str] = Counter()
    for source in sources:
        used.update(set(NAMES.findall(source)) & BY_CODE.keys())
    return used


def _number(param: Param, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not param.low <= number <= param.high or (param.kind == "int" and number != int(number)):
        kind = "a whole number" if param.kind == "int" else "a number"
        raise BadParameters(
            f"{param.name} = {value} is not possible.",
            f"Give {kind} from {param.low:g} to {param.high:g}.",
            field=param.name,
        )
    return int(number) if param.kind == "int" else number


def _computed(entry: Entry, bars: Bars, params: Mapping[str, float], look: Look) -> list[Any]:
    from quantboard.core.indicators.facade import BUILTINS

    named = {"x": look.column, "y": look.other}
    columns = [named.get(one, one) for one in entry.inputs]
    missing = [one for one in columns if one not in bars.columns]
    if missing:
        told = f"{entry.code} needs {', '.join(columns)}; this data has no {', '.join(missing)}."
        raise BadParameters(told, f"It has {', '.join(sorted(bars.columns))}.", field="column")
    flat = {name: np.ascontiguousarray(panel[:, 0]) for name, panel in bars.columns.items()}
    alone = replace(bars, columns=flat)
    given = (alone,) if entry.takes_bars else tuple(flat[name] for name in columns)
    answer = BUILTINS[entry.code](*given, *params.values())
    return list(answer) if isinstance(answer, tuple) else [answer]


def _plain(values: Any) -> list[float | None]:
    return [float(one) if np.isfinite(one) else None for one in values]
