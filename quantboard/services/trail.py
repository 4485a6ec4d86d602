"""The audit log, read: who did what, to what, when, from where; for administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.core.listing import MOST, BadListing, Page
from quantboard.db import audit as rows
from quantboard.db import objects
from quantboard.db.session import session

SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(frozen=True)
class Asked:
    """What is sought: a beginning of the event's name, a person, a severity and above, an instant and later."""

    event: str = ""
    user_id: str = ""
    severity: str = ""
    since: datetime | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True)
class EventView:
    """One line; ``name`` is empty where nobody was signed in."""

    id: int
    at: datetime
    event: str
    severity: str
    user_id: str | None
    name: str
    object_id: str | None
    address: str | None
    data: Mapping[str, Any]


def find(actor: Actor, asked: Asked | None = None) -> Page[EventView]:
    """One part of the log, the newest first."""
    require(actor, Deed.MANAGE, what="audit log")
    wanted = asked or Asked()
    if wanted.severity and wanted.severity not in SEVERITIES:
        raise BadListing(
            f"No severity “{wanted.severity[:20]}”.", f"There are {', '.join(SEVERITIES)}.", field="severity"
        )
    if not (1 <= wanted.limit <= MOST and wanted.offset >= 0):
        raise BadListing(f"A part has 1 to {MOST} lines.", "Ask for fewer at a time.", field="limit")
    least = SEVERITIES.index(wanted.severity) if wanted.severity else 0
    with session() as asking:
        found, total = rows.find(
            asking,
            rows.Sought(wanted.event, wanted.user_id, SEVERITIES[least:] if least else (), wanted.since),
            wanted.limit,
            wanted.offset,
        )
        names = objects.names(asking, {one.user_id for one in found})
    return Page(tuple(_view(one, names) for one in found), total, wanted.limit, wanted.offset)


def _view(one: rows.AuditEvent, names: Mapping[str, str]) -> EventView:
    name = names.get(one.user_id or "", "")
    return EventView(
        one.id or 0, one.at, one.event, one.severity, one.user_id, name, one.object_id, one.address, one.data
    )
