import json
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI, Request

from quantboard import log
from quantboard.api.tracing import Tracing, route_of
from quantboard.logfiles import LogFiles
from quantboard.settings import settings
from quantboard.telemetry import text

SECRETS = {
    "password": "Tr0ub4dor&3-planted",
    "bearer": "qb_plantedplantedplanted1",
    "cookie": "planted-session-value",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.plantedsignature",
    "card": "4111 1111 1111 1111",
    "url": "postgresql://quant:planted-db-password@db/q",
    "key": "sk-proj-plantedplantedplanted",
}


def application():
    made = FastAPI()

    @made.get("/things/{thing_id}")
    async def thing(thing_id: str):
        return {"asked": log.request_id()}

    @made.post("/fails")
    async def fails(request: Request):
        given = await request.body()
        log.logger("test").info("thing.read", headers=dict(request.headers), body=given, deep=[{"a": SECRETS}])
        raise ValueError(f"cannot use {given.decode()} with {SECRETS['url']}")

    return Tracing(made)


@pytest.fixture
async def browser(blank, capsys):
    log.set_up("debug", as_json=True)
    transport = httpx.ASGITransport(application(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
    log.set_up()


def lines(capsys, event):
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    return [line for line in told if line["event"] == event]


async def test_one_line_tells_of_a_request_and_its_id_goes_everywhere(browser, capsys):
    answer = await browser.get("/things/7?token=hidden", headers={"X-Correlation-ID": "from-the-browser"})
    assert answer.json() == {"asked": "from-the-browser"}
    assert answer.headers["x-request-id"] == "from-the-browser"
    (line,) = lines(capsys, "request.finished")
    assert (line["request_id"], line["method"], line["path"]) == ("from-the-browser", "GET", "/things/7")
    assert (line["route"], line["status"], line["room"]) == ("/things/{thing_id}", 200, "access")
    assert line["duration_ms"] >= 0
    assert line["n_bytes"] == len(answer.content)
    assert "slow" not in line
    assert b'quantboard_http_requests_total{method="GET",route="/things/{thing_id}",status="200"}' in text()


async def test_without_an_id_one_is_made_and_unlike_the_next(browser):
    ids = {(await browser.get("/things/1")).headers["x-request-id"] for _ in range(2)}
    assert len(ids) == 2


@pytest.mark.parametrize("bodies", ["false", "true"])
async def test_planted_secrets_of_a_real_request_never_appear(browser, capsys, monkeypatch, tmp_path, bodies):
    monkeypatch.setenv("QUANTBOARD_LOG_BODIES", bodies)
    settings.cache_clear()
    files = LogFiles(tmp_path / "logs", {"app": 1, "access": 1, "error": 1})
    log.set_up("debug", as_json=True, files=files)
    answer = await browser.post(
        "/fails",
        json={**SECRETS, "note": "harmless", "again": f"Bearer {SECRETS['bearer']}"},
        headers={"Authorization": f"Bearer {SECRETS['bearer']}", "Cookie": f"qb_session={SECRETS['cookie']}"},
    )
    assert answer.status_code == 500
    said = capsys.readouterr().err
    kept = "".join(path.read_text() for path in (tmp_path / "logs").iterdir())
    assert {path.name.split("-")[0] for path in (tmp_path / "logs").iterdir()} == {"app", "access", "error"}
    assert "ValueError" in kept
    assert "harmless" in kept
    for name, secret in SECRETS.items():
        assert secret not in said, name
        assert secret not in kept, name
    assert "planted-db-password" not in said + kept
    told = [json.loads(line) for line in said.splitlines()]
    assert (
        {line["request_id"] for line in told} == {answer.headers["x-request-id"]}
        if "x-request-id" in answer.headers
        else True
    )
    assert [line.get("body") is not None for line in told if line["event"] == "request.finished"] == [bodies == "true"]


async def test_a_long_body_is_not_logged(browser, capsys, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_LOG_BODIES", "true")
    settings.cache_clear()
    await browser.post("/fails", json={"note": "x" * 20_000})
    (line,) = lines(capsys, "request.finished")
    assert line["body"] == "longer than 10000 bytes"


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        ({"route": SimpleNamespace(path="/api/v1/tasks/{id}"), "path": "/api/v1/tasks/1"}, "/api/v1/tasks/{id}"),
        ({"path": "/assets/app-1.js"}, "/assets/…"),
        ({"path": "/backtests/0123"}, "page"),
        ({"path": "/"}, "page"),
    ],
)
def test_routes_are_counted_by_pattern_so_that_they_are_few(scope, wanted):
    assert route_of(scope) == wanted
