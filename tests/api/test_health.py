import httpx
import pytest
from fastapi import FastAPI

from quantboard.api.health import health
from quantboard.api.problems import explain_at
from quantboard.services import readiness, system
from quantboard.settings import settings

TOKEN = "a-long-enough-metrics-token"


@pytest.fixture
def made(blank):
    system.migrate()
    readiness.forget()
    application = FastAPI()
    explain_at(application)
    application.include_router(health)
    yield application
    readiness.forget()


def client(application, address="127.0.0.1", host="localhost"):
    transport = httpx.ASGITransport(application, client=(address, 5))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{host}")


async def test_the_process_lives_and_the_instance_is_ready(made):
    async with client(made) as here:
        assert (await here.get("/healthz")).json() == {"status": "ok"}
        answer = await here.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert [answer.json()[part]["ok"] for part in ("database", "broker", "worker", "sandbox")] == [True] * 4


async def test_what_is_away_is_told_and_less_can_be_asked(made, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_REDIS_URL", "unix:///nowhere/at/all.sock")
    settings.cache_clear()
    from quantboard.queue import broker

    broker.close()
    async with client(made) as here:
        answer = await here.get("/readyz")
        less = await here.get("/readyz?only=database")
        wrong = await here.get("/readyz?only=moon")
    assert answer.status_code == 503
    assert answer.json()["database"] == {"ok": True, "why": ""}
    assert "message broker does not answer" in answer.json()["broker"]["why"]
    assert answer.json()["worker"]["ok"] is False
    assert (less.status_code, less.json()) == (200, {"ready": True, "database": {"ok": True, "why": ""}})
    assert wrong.status_code == 422


async def test_strangers_learn_no_reasons_and_no_counts(made, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_METRICS_TOKEN", TOKEN)
    settings.cache_clear()
    async with client(made, "203.0.113.9", "board.example.org") as there:
        assert (await there.get("/readyz")).json()["database"] == {"ok": True}
        assert (await there.get("/metrics")).status_code == 403
        assert (await there.get("/metrics", headers={"Authorization": "Bearer wrong"})).status_code == 403
        assert (await there.get("/metrics", headers={"Authorization": "Bearer "})).status_code == 403
        answer = await there.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert "quantboard_ready" in answer.text


async def test_metrics_tell_of_tasks_queues_disk_and_parts(made):
    async with client(made) as here:
        told = (await here.get("/metrics")).text
    for line in (
        'quantboard_ready{part="database"} 1.0',
        'quantboard_tasks{status="queued"} 0.0',
        'quantboard_queue_messages{queue="heavy"} 0.0',
        "quantboard_workers 0.0",
    ):
        assert line in told
    assert 'quantboard_disk_bytes{state="free"}' in told
    assert "# TYPE quantboard_job_duration_seconds histogram" in told
