"""Background work over REST, and its stream."""

import asyncio
import json

import pytest

from quantboard.api import stream
from quantboard.api.auth import COOKIE
from quantboard.queue.names import HEAVY, Job
from quantboard.services import accounts, leases, streams, tasks
from quantboard.services.work import work
from quantboard.store import joblogs
from tests.api.asking import asking

ROOT = "/api/v1/tasks"


@pytest.fixture
async def client(bob):
    async with asking(bob) as made:
        yield made


def job(actor, title="A run"):
    with work() as w:
        return tasks.submit(w, actor, Job.RUN_BACKTEST, {"backtest_id": "b" * 32}, title=title)


async def test_find_change_cancel_retry(client, bob, ann):
    one, two = job(bob, "First run"), job(bob, "Second run")
    job(ann, "Another's")
    found = (await client.get(ROOT, params={"q": "second", "status": ["queued", "running"]})).json()
    assert [item["id"] for item in found["items"]] == [two]
    assert (await client.get(f"{ROOT}/counts")).json() == {"queued": 2}
    assert (await client.get(ROOT, params={"since": "2999-01-01"})).json()["total"] == 0
    changed = (await client.patch(f"{ROOT}/{one}", json={"title": "Renamed", "priority": "high"})).json()
    assert (changed["title"], changed["priority"]) == ("Renamed", "high")
    assert (await client.patch(f"{ROOT}/{one}", json={"time_limit_s": 60})).json()["time_limit_s"] == 60
    assert (await client.post(f"{ROOT}/{one}/pause")).json()["status"] == "paused"
    assert (await client.post(f"{ROOT}/{one}/resume")).json()["status"] == "queued"
    assert (await client.post(f"{ROOT}/{one}/cancel")).json()["status"] == "cancelled"
    late = await client.post(f"{ROOT}/{one}/cancel")
    assert (late.status_code, late.json()["code"]) == (409, "task.ended")
    fresh = (await client.post(f"{ROOT}/{one}/retry", headers={"idempotency-key": "r"})).json()
    assert fresh["backtest_id"] == "b" * 32
    assert (await client.post(f"{ROOT}/{one}/retry", headers={"idempotency-key": "r"})).json() == fresh
    assert (await client.delete(f"{ROOT}/{one}")).status_code == 204
    assert one not in [item["id"] for item in (await client.get(ROOT)).json()["items"]]
    assert (await client.get(ROOT, params={"deleted": True})).json()["total"] == 1
    assert (await client.post(f"{ROOT}/{one}/restore")).json()["deleted_at"] is None


async def test_history_attempts_and_log(client, bob):
    one = job(bob)
    held, _ = leases.claim(HEAVY, lambda _session, _claim: {}, task_id=one)
    joblogs.write(one, 1, "2026-01-02T03:04:05.000Z  info     read  rows=5")
    assert [line["kind"] for line in (await client.get(f"{ROOT}/{one}/history")).json()] == ["submitted", "claimed"]
    assert (await client.get(f"{ROOT}/{one}/attempts")).json()[0]["number"] == held.attempt == 1
    assert (await client.get(f"{ROOT}/{one}/log")).text.endswith("rows=5\n")
    assert (await client.get(f"{ROOT}/{one}/inputs")).json() == {"backtest_id": "b" * 32}


async def test_others_work_is_absent_but_not_to_the_administrator(client, bob, ann):
    one = job(ann)
    for path in ("", "/history", "/log", "/attempts", "/inputs", "/stream"):
        answer = await client.get(f"{ROOT}/{one}{path}")
        assert answer.status_code == 404, path
    assert (await client.post(f"{ROOT}/{one}/cancel")).status_code == 404
    mine = job(bob)
    async with asking(ann) as admin:
        assert (await admin.get(ROOT, params={"everybody": True})).json()["total"] == 2
        assert (await admin.post(f"{ROOT}/{mine}/cancel")).json()["status"] == "cancelled"


def parts(text):
    """The events of a stream: (kind, data)."""
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(lines[0][7:], json.loads(lines[1][6:])) for lines in blocks if lines[0].startswith("event: ")]


async def opened(task_id):
    """Once somebody listens."""
    while task_id not in streams.feed()._lines:
        await asyncio.sleep(0.02)


async def test_a_stream_tells_all_and_ends_with_the_task(client, bob):
    one = job(bob)
    reading = asyncio.create_task(client.get(f"{ROOT}/{one}/stream"))
    await opened(one)
    held, _ = await asyncio.to_thread(leases.claim, HEAVY, lambda _session, _claim: {}, task_id=one)
    joblogs.write(one, 1, "2026-01-02T03:04:05.000Z  warning  careful  rows=5")
    joblogs.write(one, 1, "no form at all")
    await asyncio.sleep(1)
    assert not reading.done()
    problem = {"code": "code.failed", "message": "It broke.", "hint": "Mend it."}
    await asyncio.to_thread(leases.fail, held, problem)
    answer = await asyncio.wait_for(reading, 120)
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = parts(answer.text)
    assert [kind for kind, _ in told if kind != "progress"] == ["log", "log", "error", "end"]
    seen = [data["status"] for kind, data in told if kind == "progress"]
    assert seen == sorted(seen, key=["queued", "running", "failed"].index)
    assert seen[-1] == "failed"
    logs = [data for kind, data in told if kind == "log"]
    assert logs[0] == {"attempt": 1, "at": "2026-01-02T03:04:05.000Z", "level": "warning", "text": "careful  rows=5"}
    assert (logs[1]["level"], logs[1]["text"]) == ("info", "no form at all")
    assert told[-1][1]["id"] == one
    assert told[-2][1] == problem


async def test_a_quiet_stream_says_that_it_lives(client, bob, monkeypatch):
    monkeypatch.setattr(stream, "PING_S", 0.5)
    one = job(bob)
    reading = asyncio.create_task(client.get(f"{ROOT}/{one}/stream"))
    await opened(one)
    await asyncio.sleep(2)
    await asyncio.to_thread(tasks.cancel, bob, one)
    text = (await asyncio.wait_for(reading, 60)).text
    assert text.count(": ping\n\n") >= 1
    assert parts(text.replace(": ping\n\n", ""))[-1][0] == "end"


async def test_a_stream_that_was_signed_out_ends(client, bob, monkeypatch):
    monkeypatch.setattr(stream, "PING_S", 0.5)
    one = job(bob)
    reading = asyncio.create_task(client.get(f"{ROOT}/{one}/stream"))
    await opened(one)
    await asyncio.to_thread(accounts.sign_out, client.cookies[COOKIE])
    last = parts((await asyncio.wait_for(reading, 60)).text.replace(": ping\n\n", ""))[-1]
    assert (last[0], last[1]["code"]) == ("error", "session.missing")


async def test_a_stream_of_ended_work_is_short(client, bob):
    one = job(bob)
    tasks.cancel(bob, one)
    told = parts((await client.get(f"{ROOT}/{one}/stream")).text)
    assert [kind for kind, _ in told][-1] == "end"
    assert told[-1][1]["status"] == "cancelled"
