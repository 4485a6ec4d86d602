"""What people write on their runs to find them again: favourite, note, tags; and what a list can be narrowed by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quantboard.core.access import Actor, Deed, require, visible
from quantboard.db import backtests as rows
from quantboard.db import objects
from quantboard.db.session import session
from quantboard.errors import InvalidInput
from quantboard.services import backtests
from quantboard.services.work import work

LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 4000, 40, 10


class BadTag(InvalidInput):
    """A tag that is too long, or too many of them."""

    code = "backtest.bad_tag"


class BadNote(InvalidInput):
    """A note that is too long."""

    code = "backtest.bad_note"


@dataclass(frozen=True)
class Choices:
    """What the runs that a person sees can be narrowed by: (id, name) pairs, and tags."""

    strategies: tuple[tuple[str, str], ...]
    datasets: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]


def describe(
    actor: Actor,
    backtest_id: str,
    *,
    note: str | None = None,
    tags: Sequence[str] | None = None,
    is_favourite: bool | None = None,
) -> backtests.BacktestView:
    """Change what is given: the note, all tags, or whether it is a favourite."""
    values: dict[str, Any] = {}
    if note is not None:
        values["note"] = _note(note)
    if tags is not None:
        values["tags"] = _tags(tags)
    if is_favourite is not None:
        values["is_favourite"] = is_favourite
    with work() as w:
        row = rows.get(w.session, backtest_id)
        if row is None or not visible(actor, row):
            raise backtests.NoSuchBacktest("There is no such backtest.", "See the list of backtests.")
        require(actor, Deed.CHANGE, row, what="backtest")
        for name, value in values.items():
            setattr(row, name, value)
        row.note_change(actor.user_id)
        w.session.add(row)
    return backtests.view(actor, backtest_id)


def choices(actor: Actor) -> Choices:
    """By what the list of runs can be narrowed."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        found = rows.parties(asking, actor.user_id)
        tags = rows.tags_in_use(asking, actor.user_id)
        owners = objects.names(asking, {row[4] for row in found})
    return Choices(
        strategies=_pairs((row[0] or row[1], row[1]) for row in found),
        datasets=_pairs((row[2], row[3]) for row in found),
        owners=_pairs(owners.items()),
        tags=tuple(tags),
    )


def _pairs(found: Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(dict(found).items(), key=lambda one: (one[1].casefold(), one[0])))


def _note(text: str) -> str:
    plain = text.strip()
    if len(plain) > LONGEST_NOTE:
        raise BadNote(f"A note has at most {LONGEST_NOTE} characters.", "Shorten it.", field="note")
    return plain


def _tags(given: Sequence[str]) -> str:
    """The tags as they are kept: each once, in the order given, within line breaks."""
    plain = list(dict.fromkeys(" ".join(one.split()) for one in given if one.strip()))
    bad = next((one for one in plain if len(one) > LONGEST_TAG or not one.isprintable() or "," in one), None)
    if bad is not None:
        hint = f"Use at most {LONGEST_TAG} letters, and no comma."
        raise BadTag(f"{bad[:60]!r} cannot be a tag.", hint, field="tags")
    if len(plain) > MOST_TAGS:
        raise BadTag(f"A run has at most {MOST_TAGS} tags.", "Leave some out.", field="tags")
    return "".join(f"\n{one}" for one in plain) + "\n" if plain else ""
