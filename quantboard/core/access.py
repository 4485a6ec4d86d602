"""Who may do what to whose work: one table and one question."""

from dataclasses import dataclass, field, replace
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


class Scope(StrEnum):
    """What an API token was made for; it never widens what its owner's role allows."""

    READ = "read"
    WRITE = "write"
    RUN = "run"
    ADMIN = "admin"


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf a use-case runs; ``scopes`` and ``token_id`` where an API token speaks for him."""

    user_id: str
    name: str
    role: Role
    scopes: frozenset[str] | None = None  # None: the person himself, with all that his role allows
    token_id: str | None = None
    address: str = field(default="", compare=False)  # where the request came from, for the audit log


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


SCOPE_OF: dict[Deed, Scope] = {
    Deed.SEE: Scope.READ,
    Deed.MAKE: Scope.WRITE,
    Deed.CHANGE: Scope.WRITE,
    Deed.SHARE: Scope.WRITE,
    Deed.RUN: Scope.RUN,
    Deed.MANAGE: Scope.ADMIN,
}
SCOPES_FOR: dict[Role, frozenset[Scope]] = {
    role: frozenset(SCOPE_OF[deed] for deed in deeds) for role, deeds in OWN.items()
}


class RoleTooLow(NotAllowed):
    """The person's role does not include the deed."""

    code = "access.role_too_low"


class ScopeMissing(NotAllowed):
    """The API token was made for less than this."""

    code = "token.scope_missing"


class Absent(NotFound):
    """Another person's private object looks absent."""

    code = "object.absent"


def may(actor: Actor, deed: Deed, thing: Owned | None = None) -> bool:
    """Whether ``actor`` may do ``deed``, to ``thing`` if one is given."""
    if actor.scopes is not None and SCOPE_OF[deed] not in actor.scopes:
        return False
    if thing is None or thing.owner_id == actor.user_id:
        return deed in OWN[actor.role]
    if thing.visibility == "team":
        return deed in SHARED[actor.role]
    return actor.role is Role.ADMIN and deed in (Deed.SEE, Deed.MANAGE)


def visible(actor: Actor, thing: Owned) -> bool:
    """Whether the person may see ``thing``, whatever his token was made for: what is not visible looks absent."""
    return may(replace(actor, scopes=None), Deed.SEE, thing)


def require(actor: Actor, deed: Deed, thing: Owned | None = None, what: str = "object") -> None:
    """Raise unless ``actor`` may do ``deed``; what he may not even see is reported as absent."""
    require_scope(actor, SCOPE_OF[deed])
    if may(actor, deed, thing):
        return
    if thing is not None and not visible(actor, thing):
        raise Absent(f"There is no such {what}.", "Check the address, or ask its owner to share it.")
    raise RoleTooLow(f"As {actor.role} you may not {deed} this {what}.", "Ask an administrator of this instance.")


def require_scope(actor: Actor, scope: Scope) -> None:
    """Raise where an API token speaks that was not made for this; for what concerns no object, such as preferences."""
    if actor.scopes is not None and scope not in actor.scopes:
        raise ScopeMissing(
            f"This token may not do that: it lacks the scope “{scope}”.", "Use a token that was made with this scope."
        )
