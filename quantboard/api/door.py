"""In front of every path below ``/api``: size of bodies, rate limits, and a last net for bugs."""

import asyncio
import hashlib
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from quantboard import log
from quantboard.api import problems
from quantboard.api.address import seen_through
from quantboard.api.auth import COOKIE
from quantboard.errors import QuantBoardError
from quantboard.services import rates
from quantboard.settings import settings

PREFIX = "/api/"
FORMS = "/auth/"  # of strangers, too: short bodies only
UPLOADS = "/api/v1/uploads/"
PAGES_FACTOR = 10  # our own pages ask for many small things at once


class Door:
    """An ASGI wrapper; whatever is not the API passes untouched."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        inside = {PREFIX: self._inside, FORMS: self._form}
        way = next((way for start, way in inside.items() if path.startswith(start)), self.inner)
        await way(scope, receive, send)

    async def _form(self, scope: Any, receive: Any, send: Any) -> None:
        headers = Headers(scope=scope)
        try:
            await self.inner(scope, _measured(scope, headers, receive), send)
        except QuantBoardError as error:
            await problems.answer_of(error, log.request_id() or log.request_id_of(headers.get))(scope, receive, send)

    async def _inside(self, scope: Any, receive: Any, send: Any) -> None:
        headers = Headers(scope=scope)
        outer = log.request_id()  # of the wrapper that logs requests, which then also echoes it
        request_id = outer or log.request_id_of(headers.get)
        scope["request_id"] = request_id
        has_begun = False

        async def noted(message: Any) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                if not outer:
                    message = {**message, "headers": [*message["headers"], (b"x-request-id", request_id.encode())]}
            await send(message)

        try:
            await asyncio.to_thread(rates.spend, *caller_of(scope, headers))
            await self.inner(scope, _measured(scope, headers, receive), noted)
        except QuantBoardError as error:
            await problems.answer_of(error, request_id)(scope, receive, noted)
        except Exception as problem:
            if has_begun:
                raise
            await problems.bug_answer(problem, request_id)(scope, receive, noted)


def caller_of(scope: Any, headers: Headers) -> tuple[str, int]:
    """Who is counted: a token, else a session, else an address; and how many times as often he may ask."""
    if given := headers.get("authorization"):
        return f"token:{_digest(given)}", 1
    cookies = headers.get("cookie", "")
    held = next((part.strip() for part in cookies.split(";") if part.strip().startswith(f"{COOKIE}=")), "")
    if held:
        is_page = headers.get("sec-fetch-site") == "same-origin"
        return f"{'pages' if is_page else 'session'}:{_digest(held)}", PAGES_FACTOR if is_page else 1
    direct = (scope.get("client") or ("",))[0]
    return f"address:{seen_through(settings().proxy_hops, headers.getlist('x-forwarded-for'), direct)}", 1


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def _measured(scope: Any, headers: Headers, receive: Any) -> Any:
    """``receive`` that refuses more than a body may have; uploads have a limit of their own."""
    if scope["path"].startswith(UPLOADS):
        return receive
    most = settings().api_body_kb << 10
    told = headers.get("content-length", "0")
    if told.isdigit() and int(told) > most:
        raise problems.BodyTooLarge(f"The body has more than {most >> 10} KB.", "Files go to /api/v1/uploads.")
    n_seen = 0

    async def counted() -> Any:
        nonlocal n_seen
        message = await receive()
        n_seen += len(message.get("body", b""))
        if n_seen > most:
            raise HTTPException(413)
        return message

    return counted
