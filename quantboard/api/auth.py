"""Signing in and out: plain forms, answered with a cookie that scripts cannot read and a fresh page load."""

import asyncio
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from quantboard.api.address import address_of, is_https
from quantboard.core.access import Actor
from quantboard.errors import InvalidInput, NotAllowed, QuantBoardError
from quantboard.services import accounts, tokens
from quantboard.settings import settings

COOKIE = "qb_session"
auth = APIRouter(prefix="/auth", include_in_schema=False)


class CrossSite(NotAllowed):
    """An unsafe request came from another site's page."""

    code = "request.cross_site"


class NotSignedIn(NotAllowed):
    """The request carries no living session."""

    code = "session.missing"
    http_status = 401


class TokenRefused(NotAllowed):
    """The API token is unknown, expired or revoked."""

    code = "token.refused"
    http_status = 401


class PasswordsDiffer(InvalidInput):
    """The password and its repetition are not the same."""

    code = "account.passwords_differ"


def same_origin(request: Request) -> None:
    """Refuse unsafe requests from elsewhere; browsers always say where a request comes from.

    A request with an API token is exempt: no page can make a browser add one.
    """
    if bearer_of(request) is not None:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        is_ours = origin is None or origin.split("://", 1)[-1] == request.headers.get("host")
    if not is_ours:
        raise CrossSite("This request came from another site.", "Open QuantBoard itself and repeat what you did.")


def bearer_of(request: Request) -> str | None:
    """The API token that came with the request."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


async def current_actor(request: Request) -> Actor:
    """Who is asking, by API token or by cookie; the dependency of every route that touches somebody's work."""
    address, secret = address_of(request), bearer_of(request)
    if secret is not None:
        actor = await asyncio.to_thread(tokens.actor_of_token, secret, address)
        if actor is None:
            raise TokenRefused(
                "This API token is not accepted.", "It may have expired or been revoked; make a new one."
            )
        return actor
    cookie = request.cookies.get(COOKIE)
    actor = await asyncio.to_thread(accounts.actor_of, cookie, address) if cookie else None
    if actor is None:
        raise NotSignedIn("You are not signed in.", "Sign in and repeat the request.")
    return actor


Asking = Annotated[Actor, Depends(current_actor)]


def is_loopback(request: Request) -> bool:
    """Whether the browser runs on this machine: by its address and the name it called, with no proxy between."""
    called = (request.url.hostname or "").lower()
    is_direct = settings().proxy_hops == 0 and "x-forwarded-for" not in request.headers
    return is_direct and _peer(request) in ("127.0.0.1", "::1") and called in ("localhost", "127.0.0.1", "::1")


def safe_next(path: str) -> str:
    """Only a path of our own may be where a sign-in ends."""
    is_path = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_path and path.isprintable() else "/"


@auth.post("/login", dependencies=[Depends(same_origin)])
async def login(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Check name and password; on failure the form is shown again."""
    try:
        token = await sign_in(request, name, password)
    except QuantBoardError as error:
        return back("/login", problem=error.code, next=safe_next(next))
    return signed_in(request, token, safe_next(next))


@auth.post("/first", dependencies=[Depends(same_origin)])
async def first(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    confirm: Annotated[str, Form()] = "",
    token: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Create the first account and sign it in."""
    try:
        if password != confirm:
            raise PasswordsDiffer("The two passwords differ.", "Type the same password twice.", field="confirm")
        await asyncio.to_thread(accounts.create_first_admin, name, password, token, is_loopback=is_loopback(request))
        session = await sign_in(request, name, password)
    except QuantBoardError as error:
        return back("/welcome", problem=error.code, token=token, name=name)
    return signed_in(request, session, "/welcome/mode")


@auth.post("/logout", dependencies=[Depends(same_origin)])
async def logout(request: Request) -> RedirectResponse:
    """End the session; the page load that follows also closes the tab's socket."""
    token = request.cookies.get(COOKIE)
    if token:
        await asyncio.to_thread(accounts.sign_out, token)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""


def device_of(request: Request) -> str:
    """What the browser says of itself."""
    return "".join(one for one in request.headers.get("user-agent", "") if one.isprintable())[:200]


async def sign_in(request: Request, name: str, password: str) -> str:
    """A new session; the one that the browser had ends."""
    token = await asyncio.to_thread(accounts.sign_in, name, password, address_of(request), device_of(request))
    former = request.cookies.get(COOKIE)
    if former:
        await asyncio.to_thread(accounts.sign_out, former)
    return token


def back(path: str, fragment: str = "", **query: str) -> RedirectResponse:
    """To a form once more; a secret travels in the fragment, which browsers send to nobody."""
    return RedirectResponse(f"{path}?{urlencode(query)}{'#' + quote(fragment) if fragment else ''}", 303)


def signed_in(request: Request, token: str, path: str) -> RedirectResponse:
    """To a page, with the session's cookie."""
    answer = RedirectResponse(path, 303)
    give_cookie(request, answer, token)
    return answer


def give_cookie(request: Request, answer: Response, token: str) -> None:
    """Let the browser keep the token where no script finds it."""
    age_s = settings().session_days * 86400
    secure = is_https(request)
    answer.set_cookie(COOKIE, token, max_age=age_s, httponly=True, samesite="lax", secure=secure, path="/")
