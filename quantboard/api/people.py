"""People over REST, for administrators: who there is, invitations, roles, links to new passwords, the audit log."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from quantboard.api.address import site_of
from quantboard.api.answers import Count, answer, paged
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Body, Id, Instant, ObjectId, wanted
from quantboard.api.paging import Page, cut
from quantboard.api.paging import Wanted as Part
from quantboard.core.access import Actor, Role
from quantboard.core.listing import Wanted
from quantboard.services import accounts, invitations, resets, trail
from quantboard.services import people as service
from quantboard.services.accounts import UserView
from quantboard.services.invitations import InvitationView
from quantboard.services.people import Affected
from quantboard.services.trail import SEVERITIES, EventView

people = APIRouter(prefix="/api/v1", tags=["people"])
PersonName = Annotated[str, Field(min_length=2, max_length=64, pattern=PLAIN)]


class NewPerson(Body):
    """An account with a password that somebody will tell its person."""

    name: PersonName
    password: str = Field(min_length=10, max_length=256)
    role: Role = Role.RESEARCHER


class PersonChange(Body):
    """What is to be different; what is not given stays."""

    name: PersonName | None = None
    role: Role | None = None
    is_active: bool | None = None


class NewInvitation(Body):
    """Whom the link lets in."""

    role: Role = Role.RESEARCHER
    days: int = Field(default=invitations.USUAL_DAYS, ge=1, le=invitations.LONGEST_DAYS)
    note: str = Field(default="", max_length=120, pattern=PLAIN, description="For whom it is.")


class Invited(BaseModel):
    """An invitation, and its link: shown now and never again."""

    invitation: InvitationView
    link: str = Field(description="Whoever has it makes one account with it.")


class ResetWish(Body):
    """How long the link lives."""

    hours: int = Field(default=resets.USUAL_HOURS, ge=1, le=resets.LONGEST_HOURS)


class ResetLink(BaseModel):
    """A link to a new password: shown now and never again."""

    name: str
    expires_at: Instant
    link: str


class Taker(Body):
    """Who gets it all."""

    to: ObjectId


def link_of(site: str, page: str, key: str) -> str:
    """Where a one-time key is used; behind the ``#``, so that no server and no log ever sees it."""
    return f"{site}/{page}#{key}"


@people.get("/people", response_model=Page[UserView])
def list_people(actor: Asking, asked: Annotated[Wanted, Depends(wanted)]) -> JSONResponse:
    """Everybody with an account; `sort`: `name`, `role`, `seen`, `made`."""
    return paged(service.list_people(actor, asked))


@people.post("/people", status_code=201, response_model=UserView)
def add_person(actor: Asking, body: NewPerson) -> JSONResponse:
    """An account with a password; an invitation is the better way."""
    return answer(accounts.add_user(actor, body.name, body.password, body.role), 201)


@people.get("/people/{person_id}", response_model=UserView)
def get_person(actor: Asking, person_id: Id) -> JSONResponse:
    """One of them."""
    return answer(service.get(actor, person_id))


@people.patch("/people/{person_id}", response_model=UserView)
def change_person(actor: Asking, person_id: Id, body: PersonChange) -> JSONResponse:
    """Rename, give another role, deactivate, reactivate. The last active administrator stays one."""
    return answer(_change(actor, person_id, body))


@people.get("/people/{person_id}/affected", response_model=Affected)
def get_affected(actor: Asking, person_id: Id) -> JSONResponse:
    """What hangs on a person: sessions, tokens, work."""
    return answer(service.affected(actor, person_id))


@people.post("/people/{person_id}/reset-link", status_code=201, response_model=ResetLink)
def make_reset_link(actor: Asking, request: Request, person_id: Id, body: ResetWish) -> JSONResponse:
    """A link with which the person chooses a new password; earlier links end."""
    made, key = resets.make_link(actor, person_id, body.hours)
    link = link_of(site_of(request), "reset", key)
    return answer({"name": made.name, "expires_at": made.expires_at, "link": link}, 201)


@people.delete("/people/{person_id}/sessions", response_model=Count)
def sign_out_person(actor: Asking, person_id: Id) -> Any:
    """Sign a person out everywhere."""
    return Count(count=service.sign_out(actor, person_id))


@people.delete("/people/{person_id}/tokens", response_model=Count)
def revoke_tokens(actor: Asking, person_id: Id) -> Any:
    """Revoke all API tokens of a person."""
    return Count(count=service.revoke_tokens(actor, person_id))


@people.post("/people/{person_id}/transfer", response_model=dict[str, int])
def transfer(actor: Asking, person_id: Id, body: Taker) -> JSONResponse:
    """Give all that a person owns to another; how many things of each kind went over."""
    return answer(service.transfer(actor, person_id, body.to))


@people.get("/invitations", response_model=Page[InvitationView])
def list_invitations(actor: Asking, part: Part) -> JSONResponse:
    """All invitations, without their links."""
    return answer(cut(invitations.list_invitations(actor), part))


@people.post("/invitations", status_code=201, response_model=Invited)
def invite(actor: Asking, request: Request, body: NewInvitation) -> JSONResponse:
    """A link by which one person makes an account."""
    made, key = invitations.invite(actor, body.role, body.days, body.note)
    return answer({"invitation": made, "link": link_of(site_of(request), "join", key)}, 201)


@people.delete("/invitations/{invitation_id}", response_model=InvitationView)
def revoke_invitation(actor: Asking, invitation_id: Id) -> JSONResponse:
    """Let the link work no more."""
    return answer(invitations.revoke(actor, invitation_id))


@people.get("/audit", response_model=Page[EventView])
def audit(
    actor: Asking,
    part: Part,
    event: Annotated[str, Query(max_length=64, pattern=PLAIN, description="How its name begins.")] = "",
    user_id: Annotated[str, Query(max_length=32, pattern=PLAIN)] = "",
    severity: Annotated[str, Query(pattern=f"^({'|'.join(SEVERITIES)})?$", description="This, or worse.")] = "",
    since: Instant | None = None,
) -> JSONResponse:
    """Who did what, the newest first."""
    asked = trail.Asked(event, user_id, severity, since, part.limit, part.offset)
    return paged(trail.find(actor, asked))


def _change(actor: Actor, person_id: str, body: PersonChange) -> UserView:
    if body.name is not None:
        service.rename(actor, person_id, body.name)
    if body.role is not None:
        service.change_role(actor, person_id, body.role)
    if body.is_active is not None:
        (service.reactivate if body.is_active else service.deactivate)(actor, person_id)
    return service.get(actor, person_id)
