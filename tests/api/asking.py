"""Clients of the API in this process, for people of the test's instance."""

from contextlib import asynccontextmanager

import httpx

from quantboard.api.app import build
from quantboard.api.auth import COOKIE
from quantboard.queue import rates
from quantboard.services import accounts
from tests.instance import PASSWORD


@asynccontextmanager
async def asking(person=None, api=None, **headers):
    """A browser signed in as this person, or a stranger's."""
    rates.forget()
    cookies = {COOKIE: accounts.sign_in(person.name, PASSWORD)} if person else {}
    transport = httpx.ASGITransport(api or build(), client=("192.0.2.9", 4000))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8000", cookies=cookies, headers=headers
    ) as made:
        yield made
