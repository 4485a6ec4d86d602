"""Saved ways to read files: what a person corrected once is known the next time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, require
from quantboard.db import readings as rows
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput, LimitReached
from quantboard.readers.plan import check_hints
from quantboard.services.work import work

MOST = 100
LONGEST_NAME = 120


class NoSuchProfile(Absent):
    """There is no such reading profile, or it is somebody else's."""

    code = "profile.unknown"


class ProfileNameTaken(Conflict):
    """The person has a reading profile of that name."""

    code = "profile.name_taken"


class BadProfile(InvalidInput):
    """A reading profile without a name, or without anything to say."""

    code = "profile.invalid"


class TooManyProfiles(LimitReached):
    """More reading profiles than one person may keep."""

    code = "profile.too_many"


@dataclass(frozen=True)
class ProfileView:
    """A profile: the columns of the files that it is for, and the hints that it gives."""

    id: str
    name: str
    columns: tuple[str, ...]
    hints: dict[str, str]
    updated_at: datetime

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return asdict(self) | {"columns": list(self.columns), "updated_at": self.updated_at.isoformat()}


def list_profiles(actor: Actor) -> list[ProfileView]:
    """The person's own profiles, by name."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        return [_view(row) for row in rows.profiles(asking, actor.user_id)]


def save(actor: Actor, name: str, columns: Sequence[str], hints: Mapping[str, str]) -> ProfileView:
    """Keep a way to read under a name."""
    require(actor, Deed.MAKE, what="profile")
    plain, clean = _check(name, hints)
    with work() as w:
        mine = rows.profiles(w.session, actor.user_id)
        _refuse_taken(mine, plain)
        if len(mine) >= MOST:
            raise TooManyProfiles(f"You have {MOST} reading profiles, the most that are kept.", "Delete one first.")
        row = rows.ReadingProfile(owner_id=actor.user_id, name=plain, columns=list(columns)[:500], hints=clean)
        w.session.add(row)
        w.session.flush()
        return _view(row)


def edit(
    actor: Actor, profile_id: str, *, name: str | None = None, hints: Mapping[str, str] | None = None
) -> ProfileView:
    """Give a profile another name or other hints."""
    with work() as w:
        row = _seen(w.session, actor, profile_id)
        plain, clean = _check(row.name if name is None else name, row.hints if hints is None else hints)
        _refuse_taken(rows.profiles(w.session, actor.user_id), plain, but=row.id)
        row.name, row.hints = plain, dict(clean)
        w.session.add(row)
        w.session.flush()
        return _view(row)


def delete(actor: Actor, profile_id: str) -> None:
    """Forget a profile; what was imported with it stays."""
    with work() as w:
        w.session.delete(_seen(w.session, actor, profile_id))


def matching(actor: Actor, columns: Sequence[str]) -> ProfileView | None:
    """The person's newest profile for files with exactly these columns."""
    alike = [one for one in list_profiles(actor) if columns and one.columns == tuple(columns)]
    return max(alike, key=lambda one: one.updated_at, default=None)


def _seen(asking: Session, actor: Actor, profile_id: str) -> rows.ReadingProfile:
    row = rows.profile(asking, profile_id)
    if row is None or row.owner_id != actor.user_id:
        raise NoSuchProfile("There is no such reading profile.", "See the list of yours.")
    require(actor, Deed.CHANGE, row, what="profile")
    return row


def _check(name: str, hints: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadProfile("A profile needs a name of 1 to 120 characters.", "Give it a short name.", field="name")
    clean = check_hints(hints)
    if not clean:
        raise BadProfile("A profile needs at least one choice.", "Correct how the file is read first.", field="hints")
    return plain, clean


def _refuse_taken(mine: Sequence[rows.ReadingProfile], name: str, but: str = "") -> None:
    if any(row.name.casefold() == name.casefold() and row.id != but for row in mine):
        raise ProfileNameTaken(f"You have a reading profile called {name}.", "Choose another name.", field="name")


def _view(row: rows.ReadingProfile) -> ProfileView:
    return ProfileView(row.id, row.name, tuple(row.columns), dict(row.hints), row.updated_at)
