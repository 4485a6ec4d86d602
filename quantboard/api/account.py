"""One's own account over REST: who am I, password, sessions, API tokens."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from quantboard.api.answers import Count, answer
from quantboard.api.auth import COOKIE, Asking, device_of, give_cookie
from quantboard.api.fields import PLAIN, Body, Id
from quantboard.api.paging import Page, Wanted, cut
from quantboard.core.access import OWN, SCOPE_OF, Scope
from quantboard.services import accounts, sessions, tokens
from quantboard.services.sessions import SessionView
from quantboard.services.tokens import TokenView

account = APIRouter(prefix="/api/v1/account", tags=["account"])
Days = Annotated[int, Field(ge=1, le=tokens.LONGEST_DAYS, description="How long it lives.")]


class Me(BaseModel):
    """Who is asking."""

    id: str
    name: str
    role: str
    deeds: list[str] = Field(description="What may be done to one's own work: by the role, and the token's scopes.")
    scopes: list[str] | None = Field(description="Of the API token; null for a browser's session.")
    token_id: str | None


class NewPassword(Body):
    """The present password and the new one."""

    old: str = Field(max_length=256)
    new: str = Field(max_length=256, description="At least 10 characters, nothing that is tried first.")


class NewToken(Body):
    """What a program is to be allowed."""

    name: str = Field(min_length=1, max_length=64, pattern=PLAIN, description="What will use it.")
    scopes: list[Scope] = Field(min_length=1, max_length=4, description="`read`, `write`, `run`, `admin`.")
    days: Days = tokens.USUAL_DAYS


class Renewal(Body):
    """A new lifetime."""

    days: Days = tokens.USUAL_DAYS


class Secret(BaseModel):
    """A token, and its secret: shown now and never again."""

    token: TokenView
    secret: str = Field(description="Send it as `Authorization: Bearer …`.")


@account.get("", response_model=Me)
def me(actor: Asking) -> Any:
    """Who am I, and what may I do?"""
    deeds = [str(deed) for deed in OWN[actor.role] if actor.scopes is None or SCOPE_OF[deed] in actor.scopes]
    scopes = None if actor.scopes is None else sorted(actor.scopes)
    role, made = str(actor.role), sorted(deeds)
    return Me(id=actor.user_id, name=actor.name, role=role, deeds=made, scopes=scopes, token_id=actor.token_id)


@account.put("/password", status_code=204)
def change_password(actor: Asking, request: Request, body: NewPassword) -> Response:
    """Change the password: every session ends, this one gets a new cookie. Not possible with an API token."""
    token = accounts.change_password(actor, body.old, body.new, device_of(request))
    done = Response(status_code=204)
    give_cookie(request, done, token)
    return done


@account.get("/sessions", response_model=Page[SessionView])
def list_sessions(actor: Asking, request: Request, part: Wanted) -> JSONResponse:
    """Where I am signed in."""
    here = _here(request)
    return answer(cut(sessions.list_sessions(actor, here), part))


@account.delete("/sessions", response_model=Count)
def end_other_sessions(actor: Asking, request: Request) -> Any:
    """Sign out everywhere else."""
    return Count(count=sessions.end_all(actor, _here(request)))


@account.delete("/sessions/{session_id}", status_code=204)
def end_session(actor: Asking, session_id: Id) -> Response:
    """Sign out there."""
    sessions.end_session(actor, session_id)
    return Response(status_code=204)


@account.get("/tokens", response_model=Page[TokenView])
def list_tokens(actor: Asking, part: Wanted) -> JSONResponse:
    """My API tokens, without their secrets."""
    return answer(cut(tokens.list_tokens(actor), part))


@account.post("/tokens", status_code=201, response_model=Secret)
def create_token(actor: Asking, body: NewToken) -> JSONResponse:
    """A new API token; never a stronger one than that with which it is made."""
    token, secret = tokens.create(actor, body.name, body.scopes, body.days)
    return answer({"token": token, "secret": secret}, 201)


@account.post("/tokens/{token_id}/renewal", response_model=Secret)
def renew_token(actor: Asking, token_id: Id, body: Renewal) -> JSONResponse:
    """A new secret and lifetime; the old secret ends at once."""
    token, secret = tokens.renew(actor, token_id, body.days)
    return answer({"token": token, "secret": secret})


@account.delete("/tokens/{token_id}", response_model=TokenView)
def revoke_token(actor: Asking, token_id: Id) -> JSONResponse:
    """End a token for good."""
    return answer(tokens.revoke(actor, token_id))


def _here(request: Request) -> str:
    found = sessions.known(request.cookies.get(COOKIE, ""))
    return found.session_id if found else ""
