"""Finding anything by a few letters: datasets, strategies, backtests and tasks that the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.db import search as rows
from quantboard.db.session import session

KINDS = {"dataset": "datasets", "strategy": "strategies", "backtest": "backtests", "task": "tasks"}
N_EACH, N_CANDIDATES = 6, 40
LONGEST = 80


@dataclass(frozen=True)
class Hit:
    """One object: its kind, its identity and what it is called."""

    kind: str
    id: str
    name: str


def find(actor: Actor, words: str, n_each: int = N_EACH) -> list[Hit]:
    """The best of each kind; letters may be left out. With no words the last changed of each kind."""
    require(actor, Deed.SEE)
    asked = words[:LONGEST].split()
    hits: list[tuple[int, int, Hit]] = []
    with session() as asking:
        for kind, table in KINDS.items():
            found = _candidates(asking, actor.user_id, table, asked, n_each)
            ranked = sorted((_rank(one.name, asked), age, Hit(kind, one.id, one.name)) for age, one in found)
            hits += ranked[:n_each]
    return [hit for _, _, hit in sorted(hits, key=lambda one: one[:2])]


def named(actor: Actor, wanted: Sequence[tuple[str, str]]) -> list[Hit]:
    """``(kind, id)`` with their present names, in the order asked; what the person may not see is left out."""
    require(actor, Deed.SEE)
    names: dict[tuple[str, str], str] = {}
    with session() as asking:
        for kind, table in KINDS.items():
            ids = [one for which, one in wanted if which == kind]
            if ids:
                names |= {(kind, one.id): one.name for one in rows.by_id(asking, actor.user_id, table, ids)}
    return [Hit(kind, one, names[kind, one]) for kind, one in wanted if (kind, one) in names]


def _candidates(
    asking: Any, owner_id: str, table: str, asked: Sequence[str], n_each: int
) -> list[tuple[int, rows.Found]]:
    """Names that hold every word; only if they are few, also those that hold its letters in order."""
    found = rows.by_name(asking, owner_id, table, [_like(word) for word in asked], N_CANDIDATES)
    if asked and len(found) < n_each:
        known = {one.id for one in found}
        loose = rows.by_name(asking, owner_id, table, [_like(*word) for word in asked], N_CANDIDATES)
        found += [one for one in loose if one.id not in known]
    return list(enumerate(found))


def _like(*parts: str) -> str:
    return "%" + "%".join(_plain(part) for part in parts) + "%"


def _plain(part: str) -> str:
    for special in (rows.ESCAPE, "%", "_"):
        part = part.replace(special, rows.ESCAPE + special)
    return part


def _rank(name: str, asked: Sequence[str]) -> int:
    """Smaller is better: the whole name, its beginning, a word's beginning, inside, letters apart."""
    folded, words = name.casefold(), " ".join(asked).casefold()
    if folded == words:
        return 0
    if folded.startswith(words):
        return 1
    parts = [word.casefold() for word in asked]
    if all(f" {part}" in f" {folded}" for part in parts):
        return 2
    return 3 if all(part in folded for part in parts) else 4
