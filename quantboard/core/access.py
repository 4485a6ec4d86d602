"""Who may do what to whose work: one table and one question."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from quantboard.errors import NotAllowed, NotFound


class Role(StrEnum):
    """What a person is in the team."""

    VIEWER = "viewer"
    RESEARCHER = "researcher"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Deed(StrEnum):
    """What can be done to an object."""

    SEE = "see"
    MAKE = "make"
    CHANGE = "change"
    RUN = "run"
    SHARE = "share"
    MANAGE = "manage"


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf a use-case runs."""

    user_id: str
    name: str
    role: Role


class Owned(Protocol):
    """Anything with an owner that may be shared with the team."""

    owner_id: str
    visibility: str


OWN: dict[Role, frozenset[Deed]] = {
    Role.VIEWER: frozenset({Deed.SEE}),
    Role.RESEARCHER: frozenset({Deed.SEE, Deed.MAKE, Deed.CHANGE, Deed.RUN, Deed.SHARE}),
    Role.REVIEWER: frozenset({Deed.SEE, Deed.MAKE, Deed.CHANGE, Deed.RUN, Deed.SHARE}),
    Role.ADMIN: frozenset(Deed),
}
SHARED: dict[Role, frozenset[Deed]] = {
    Role.VIEWER: frozenset({Deed.SEE}),
    Role.RESEARCHER: frozenset({Deed.SEE, Deed.RUN}),
    Role.REVIEWER: frozenset({Deed.SEE, Deed.RUN}),
    Role.ADMIN: frozenset(Deed),
}


class RoleTooLow(NotAllowed):
    """The person's role does not include the deed."""

    code = "access.role_too_low"


class Absent(NotFound):
    """Another person's private object looks absent."""

    code = "object.absent"


def may(actor: Actor, deed: Deed, thing: Owned | None = None) -> bool:
    """Whether ``actor`` may do ``deed``, to ``thing`` if one is given."""
    if thing is None or thing.owner_id == actor.user_id:
        return deed in OWN[actor.role]
    if thing.visibility == "team":
        return deed in SHARED[actor.role]
    return actor.role is Role.ADMIN and deed in (Deed.SEE, Deed.MANAGE)


def require(actor: Actor, deed: Deed, thing: Owned | None = None, what: str = "object") -> None:
    """Raise unless ``actor`` may do ``deed``; what he may not even see is reported as absent."""
    if may(actor, deed, thing):
        return
    if thing is not None and not may(actor, Deed.SEE, thing):
        raise Absent(f"There is no such {what}.", "Check the address, or ask its owner to share it.")
    raise RoleTooLow(f"As {actor.role} you may not {deed} this {what}.", "Ask an administrator of this instance.")
