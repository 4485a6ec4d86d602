"""What datasets, strategies and backtests have in common for people: owner, sharing, last editor, who uses them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, may, require
from quantboard.core.listing import Page, RunFilter, Wanted
from quantboard.db import audit
from quantboard.db import objects as rows
from quantboard.db.base import PRIVATE, TEAM
from quantboard.db.session import Session, session
from quantboard.errors import InvalidInput
from quantboard.log import logger
from quantboard.services.work import work

log = logger("services")
KINDS = tuple(rows.KINDS)


class UnknownKind(InvalidInput):
    """There is no such kind of object."""

    code = "object.unknown_kind"


class BadVisibility(InvalidInput):
    """An object is private or the team's, nothing else."""

    code = "object.bad_visibility"


@dataclass(frozen=True)
class Marks:
    """What lists and pages show beside an object's own facts."""

    owner_name: str
    visibility: str
    is_mine: bool
    changed_by: str  # the name of the last editor; empty when he is unknown
    changed_at: datetime
    n_used: int  # runs that use it
    can_change: bool
    can_share: bool


def marks_of(asking: Session, actor: Actor, kind: str, found: Sequence[Any]) -> dict[str, Marks]:
    """The marks of some objects, by id, in two questions."""
    names = rows.names(asking, {one for row in found for one in (row.owner_id, row.changed_by)})
    used = rows.used(asking, kind, [row.id for row in found])
    return {
        row.id: Marks(
            owner_name=names.get(row.owner_id, ""),
            visibility=row.visibility,
            is_mine=row.owner_id == actor.user_id,
            changed_by=names.get(row.changed_by or row.owner_id, ""),
            changed_at=row.changed_at,
            n_used=used.get(row.id, 0),
            can_change=may(actor, Deed.CHANGE, row),
            can_share=may(actor, Deed.SHARE, row),
        )
        for row in found
    }


def page_of(
    asking: Session, actor: Actor, kind: str, wanted: Wanted, runs: RunFilter | None = None
) -> tuple[Page[Any], dict[str, Marks]]:
    """One part of a list: its rows and their marks; raises ``BadListing``."""
    require(actor, Deed.SEE, what="list")
    found, total = rows.page(asking, kind, actor.user_id, wanted.checked(rows.sorts_of(kind)), runs)
    return Page(tuple(found), total, wanted.limit, wanted.offset), marks_of(asking, actor, kind, found)


def share(actor: Actor, kind: str, ids: Sequence[str], visibility: str = TEAM) -> None:
    """Show objects to the team, or with ``private`` to their owner only: all of them or, if one is refused, none."""
    if visibility not in (PRIVATE, TEAM):
        raise BadVisibility(f"{visibility!r} is not possible.", f"Choose {PRIVATE} or {TEAM}.", field="visibility")
    with work() as w:
        for row in living(w.session, actor, kind, ids, Deed.SHARE):
            if row.visibility != visibility:
                row.visibility = visibility
                w.session.add(row)
                event = f"{kind}.shared" if visibility == TEAM else f"{kind}.unshared"
                audit.add(w.session, event, actor.user_id, object_id=row.id, data={"name": row.name})
    log.info("object.shared", kind=kind, n_objects=len(ids), visibility=visibility, user_id=actor.user_id)


def living(asking: Session, actor: Actor, kind: str, ids: Iterable[str], deed: Deed) -> list[Any]:
    """These objects, none of them in the trash; raises for the first that is absent or forbidden."""
    check_kind(kind)
    wanted = list(dict.fromkeys(ids))
    found = {row.id: row for row in rows.several(asking, kind, wanted) if row.deleted_at is None}
    for one in wanted:
        if one not in found:
            raise Absent(f"There is no such {kind}.", "Check the address, or ask its owner to share it.")
        require(actor, deed, found[one], what=kind)
    return [found[one] for one in wanted]


def check_kind(kind: str) -> None:
    """Raise ``UnknownKind`` for what is none."""
    if kind not in KINDS:
        raise UnknownKind(f"There is no kind {kind!r}.", f"There are {', '.join(KINDS)}.", field="kind")


def marks(actor: Actor, kind: str, object_id: str) -> Marks:
    """Owner, visibility, last editor and use of one object."""
    with session() as asking:
        found = living(asking, actor, kind, [object_id], Deed.SEE)
        return marks_of(asking, actor, kind, found)[object_id]
