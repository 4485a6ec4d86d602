"""Every REST route of the real application, asked by a stranger, another person and a viewer about Olga's things."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from quantboard.api.app import build
from quantboard.api.auth import COOKIE
from quantboard.core.access import Role
from quantboard.db.session import engine
from quantboard.db.tables import METADATA
from quantboard.services import strategies
from quantboard.settings import settings
from tests.api.requests import request_for, routes_of
from tests.instance import SHARED
from tests.services import world as worlds
from tests.services.world import SECRET

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(SHARED), reason="rights are decided in Python, whatever the database"),
]
ROUTES = routes_of(build())
SPEC = build().openapi()
OPEN = {  # who is not signed in needs these
    ("POST", "/auth/login"),
    ("POST", "/auth/first"),
    ("POST", "/auth/logout"),
    ("POST", "/auth/join"),
    ("POST", "/auth/reset"),
    ("POST", "/auth/password"),  # leads a stranger back to the form
    ("POST", "/auth/renew"),  # does nothing for him
    ("GET", "/api/docs"),
    ("GET", "/api/openapi.json"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
}
ENDLESS_AFTER_S, PATIENCE_S = 4.0, 120.0
REFUSED = {401, 403, 404}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return worlds.built_once(tmp_path_factory.mktemp("world") / "data")


@pytest.fixture
def world(built, blank, monkeypatch):
    folder, made = built
    worlds.copy_into(blank, folder)
    for limit in ("MINUTE", "HOUR"):
        monkeypatch.setenv(f"QUANTBOARD_API_PER_{limit}", "0")
    settings.cache_clear()
    return made


async def ask(app, asked, cookie=None):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    cookies = {COOKIE: cookie} if cookie else {}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", cookies=cookies) as client:
        body = {"json": asked.body} if asked.body is not None else {}
        sent = client.request(asked.method, asked.url, params=asked.query, **body)
        try:
            return await asyncio.wait_for(sent, ENDLESS_AFTER_S if asked.path.endswith("/stream") else PATIENCE_S)
        except TimeoutError:  # a stream that goes on: it was opened
            return httpx.Response(200, text="a stream")


def rows_of(user_id):
    """Every row that is a person's own."""
    found = []
    with engine().connect() as opened:
        for table in METADATA.sorted_tables:
            owner = next((table.c[name] for name in ("owner_id", "user_id") if name in table.c), None)
            if owner is not None and table.name != "audit_events":
                found += [(table.name, repr(row)) for row in opened.execute(table.select().where(owner == user_id))]
    return sorted(found)


async def leaks(app, asked, world, who):
    """What is wrong with how ``who`` is answered; ``None`` is a stranger."""

    def kept():
        return rows_of(world.olga.user_id) if who else worlds.fingerprint()

    before = kept()
    answer = await ask(app, asked, world.cookies[who.name] if who else None)
    told = f"{who.name if who else 'a stranger'} {asked.method} {asked.path}: {answer.status_code}"
    wrong = []
    if who is None and (asked.method, asked.path) not in OPEN and answer.status_code not in REFUSED:
        wrong.append(f"{told} for a stranger")
    if who and asked.names_theirs and answer.status_code not in REFUSED:
        wrong.append(f"{told} about something private of another's: {answer.text[:300]}")
    if answer.status_code >= 500 and answer.status_code != 503:
        wrong.append(f"{told} is an accident: {answer.text[:300]}")
    said = (answer.text + str(answer.headers)).replace(str(asked.query.get("name", SECRET * 9)), "what was asked")
    if SECRET in said:
        wrong.append(f"{told} tells what is private")
    if kept() != before:
        wrong.append(f"{told} changed what is private")
    return wrong


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda one: one)
async def test_nothing_private_is_told_or_changed(method, path, world):
    app = build()
    asked = request_for(SPEC, method, path, world.things[Role.RESEARCHER, "private"])
    people = (None, world.people[Role.RESEARCHER], world.people[Role.VIEWER])
    assert not [problem for who in people for problem in await leaks(app, asked, world, who)]


MEANINGFUL_BUT_FOR = {
    "/api/v1/tasks/{task_id}/restore",  # only hidden ones
}


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda one: one)
async def test_the_same_request_of_the_owner_would_have_been_heard(method, path, world):
    """Else the walk above would prove nothing: it would have been refused for a misspelt body or a wrong id."""
    asked = request_for(SPEC, method, path, world.things[Role.RESEARCHER, "private"])
    if not asked.names_theirs or path in MEANINGFUL_BUT_FOR:
        return
    admin_only = {"person", "invitation"} & {one for one in ("person", "invitation") if one in path}
    who = world.people[Role.ADMIN].name if admin_only or "people" in path else "Olga"
    answer = await ask(build(), asked, world.cookies[who])
    assert answer.status_code not in {401, 403, 404, 405, 422}, f"{answer.status_code} {asked} {answer.text[:500]}"


async def test_a_leaky_route_is_found(world):
    app = FastAPI()

    @app.get("/leak/{strategy_id}")
    def leak(strategy_id: str):
        return strategies.get(world.olga, strategy_id).as_json()

    @app.post("/harm/{strategy_id}")
    def harm(strategy_id: str):
        strategies.rename(world.olga, strategy_id, "Harmed")

    found = []
    for method, path in routes_of(app):
        asked = request_for({"paths": {}}, method, path, world.things[Role.RESEARCHER, "private"])
        found += await leaks(app, asked, world, None) if path.startswith(("/leak", "/harm")) else []
    assert [problem.rsplit(": ", 1)[1] for problem in found] == [
        "200 for a stranger",
        "200 tells what is private",
        "200 for a stranger",
        "200 changed what is private",
    ]
