"""The other forms about passwords: joining with a link, a forgotten and a changed one; and a session's new token."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from quantboard.api.address import address_of
from quantboard.api.auth import (
    COOKIE,
    PasswordsDiffer,
    back,
    current_actor,
    device_of,
    give_cookie,
    same_origin,
    sign_in,
    signed_in,
)
from quantboard.errors import QuantBoardError
from quantboard.services import accounts, invitations, resets, sessions

entrance = APIRouter(prefix="/auth", include_in_schema=False, dependencies=[Depends(same_origin)])
Text = Annotated[str, Form()]


@entrance.post("/join")
async def join(
    request: Request, key: Text = "", name: Text = "", password: Text = "", confirm: Text = ""
) -> RedirectResponse:
    """Make the account that an invitation offers and sign it in."""
    try:
        _check_same(password, confirm)
        await asyncio.to_thread(invitations.join, key, name, password, address_of(request))
        token = await sign_in(request, name, password)
    except QuantBoardError as error:
        return back("/join", key, problem=error.code, name=name)
    return signed_in(request, token, "/welcome/mode")


@entrance.post("/reset")
async def reset(request: Request, key: Text = "", password: Text = "", confirm: Text = "") -> RedirectResponse:
    """Choose a new password with a link and sign in."""
    try:
        _check_same(password, confirm)
        name = await asyncio.to_thread(resets.choose, key, password, address_of(request))
        token = await sign_in(request, name, password)
    except QuantBoardError as error:
        return back("/reset", key, problem=error.code)
    return signed_in(request, token, "/")


@entrance.post("/password")
async def change_password(
    request: Request, old: Text = "", password: Text = "", confirm: Text = ""
) -> RedirectResponse:
    """Change one's own password; all sessions end but a new one for this browser."""
    try:
        actor = await current_actor(request)
        _check_same(password, confirm)
        token = await asyncio.to_thread(accounts.change_password, actor, old, password, device_of(request))
    except QuantBoardError as error:
        return back("/account", problem=error.code)
    return signed_in(request, token, "/account?done=password")


@entrance.post("/renew")
async def renew(request: Request) -> Response:
    """Another token for the session, where it is time for one."""
    answer = Response(status_code=204)
    token = await asyncio.to_thread(sessions.renew, request.cookies.get(COOKIE, ""))
    if token:
        give_cookie(request, answer, token)
    return answer


def _check_same(password: str, confirm: str) -> None:
    if password != confirm:
        raise PasswordsDiffer("The two passwords differ.", "Type the same password twice.", field="confirm")
