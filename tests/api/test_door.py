"""One error shape for whatever goes wrong, size and rate limits, other sites' pages."""

import pytest
from starlette.routing import Route

from quantboard.api import app
from quantboard.api.problems import MEDIA
from quantboard.api.sites import OtherSites
from quantboard.queue import rates
from quantboard.services import tokens
from quantboard.settings import settings
from tests.api.asking import asking

LIST = "/api/v1/backtests"
JSON = {"content-type": "application/json"}


def set_to(monkeypatch, **chosen):
    for name, value in chosen.items():
        monkeypatch.setenv(f"QUANTBOARD_{name.upper()}", value)
    settings.cache_clear()
    rates.forget()


def problem(answer, status, code):
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA)
    body = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"/help/errors#{code}")
    assert body["request_id"] == answer.headers["x-request-id"] != ""
    assert body["message"]
    return body


async def test_every_refusal_has_the_one_shape(ann):
    async with asking(ann) as client:
        problem(await client.get("/api/v1/nowhere"), 404, "request.unknown_path")
        problem(await client.post("/api/nowhere"), 404, "request.unknown_path")
        wrong = await client.patch(LIST)
        problem(wrong, 405, "request.wrong_method")
        assert wrong.headers["allow"] == "GET, POST"
        problem(await client.post(LIST, content=b"{", headers=JSON), 400, "request.unreadable")
        bad = problem(await client.get(LIST, params={"limit": 0, "offset": -1}), 422, "input.invalid")
        assert [one["field"] for one in bad["fields"]] == ["limit", "offset"]
        assert bad["field"] == "limit"
        problem(await client.get(f"{LIST}/{'0' * 32}"), 404, "backtest.unknown")
    async with asking() as client:
        refused = await client.get(LIST)
        assert problem(refused, 401, "session.missing")["title"] == "Not allowed"
        assert refused.headers["www-authenticate"] == "Bearer"


async def test_a_given_request_id_is_echoed(ann):
    async with asking(ann, **{"x-request-id": "check-42"}) as client:
        assert (await client.get(LIST)).headers["x-request-id"] == "check-42"
        assert (await client.get(f"{LIST}/none")).json()["request_id"] == "check-42"


async def test_a_bug_shows_a_reference_and_nothing_inside(ann):
    api = app.build()

    def broken(_request):
        raise RuntimeError("secret detail")

    api.router.routes.insert(0, Route("/api/v1/broken", broken))
    async with asking(ann, api) as client:
        answer = await client.get("/api/v1/broken")
    body = problem(answer, 500, "internal.error")
    assert body["request_id"] in body["message"]
    assert "secret" not in answer.text


async def chunks():
    for _ in range(70):
        yield b" " * 1024


async def test_bodies_have_a_limit(ann, monkeypatch):
    set_to(monkeypatch, api_body_kb="64")
    async with asking(ann) as client:
        problem(await client.post(LIST, content=b" " * 65_537), 413, "request.too_large")
        problem(await client.post(LIST, content=chunks(), headers=JSON), 413, "request.too_large")
        problem(await client.post(LIST, content=b" " * 65_536, headers=JSON), 400, "request.unreadable")


async def test_callers_are_counted_apart(ann, bob, monkeypatch):
    set_to(monkeypatch, api_per_minute="3")
    async with asking(ann) as client:
        statuses = [(await client.get(LIST)).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        last = await client.get(LIST)
        assert 1 <= int(last.headers["retry-after"]) <= 60
        problem(last, 429, "request.too_many")
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get(LIST, headers={"sec-fetch-site": "same-origin"})).status_code == 200
        client.cookies.clear()
        assert [(await client.get(LIST)).status_code for _ in range(4)] == [401, 401, 401, 429]
        given = {"authorization": "Bearer qb_wrong"}
        assert (await client.get(LIST, headers=given)).status_code == 401


@pytest.mark.parametrize("site", ["https://friend.example", "https://evil.example"])
async def test_other_sites_only_by_setting(ann, monkeypatch, site):
    set_to(monkeypatch, cors_origins='["https://friend.example"]')
    _, secret = tokens.create(ann, "Page", ["read"])
    async with asking(ann, OtherSites(app.build()), origin=site) as client:
        asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
        before = await client.options(LIST, headers=asked)
        with_session = await client.get(LIST)
        answer = await client.get(LIST, headers={"authorization": f"Bearer {secret}"})
        assert (await client.post(LIST, json={})).json()["code"] == "request.cross_site"
    assert "access-control-allow-origin" not in with_session.headers
    assert answer.status_code == 200
    is_friend = site == "https://friend.example"
    assert before.headers.get("access-control-allow-origin") == (site if is_friend else None)
    assert answer.headers.get("access-control-allow-origin") == (site if is_friend else None)
    assert "access-control-allow-credentials" not in answer.headers


async def test_no_other_site_without_the_setting(ann):
    async with asking(ann, OtherSites(app.build()), origin="https://friend.example") as client:
        assert "access-control-allow-origin" not in (await client.get(LIST)).headers
