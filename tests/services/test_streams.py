import asyncio

import pytest

from quantboard.queue.names import HEAVY, Job
from quantboard.services import leases, streams, tasks
from quantboard.services.work import work
from quantboard.store import joblogs


def job(actor):
    with work() as w:
        return tasks.submit(w, actor, Job.RUN_BACKTEST, {"backtest_id": "b" * 32}, title="A run")


async def collect(actor, task_id):
    return [event async for event in await streams.follow(actor, task_id) if event is not None]


async def test_from_where_it_stands_to_its_end(bob):
    one = job(bob)
    reading = asyncio.create_task(collect(bob, one))
    while one not in streams.feed()._lines:
        await asyncio.sleep(0.02)
    held, _ = await asyncio.to_thread(leases.claim, HEAVY, lambda _session, _claim: {}, task_id=one)
    joblogs.write(one, 1, "2026-01-02T03:04:05.000Z  info     read")
    await asyncio.sleep(0.5)
    await asyncio.to_thread(leases.finish, held, lambda _session: None)
    found = await asyncio.wait_for(reading, 120)
    states = [event.data["status"] for event in found if event.kind == "progress"]
    assert states == sorted(set(states), key=["queued", "running", "succeeded"].index)
    assert [event.data["text"] for event in found if event.kind == "log"] == ["read"]
    assert (found[-1].kind, found[-1].data["status"]) == ("end", "succeeded")
    assert not streams.feed()._lines


async def test_lines_of_earlier_attempts_come_first(bob):
    one = job(bob)
    held, _ = await asyncio.to_thread(leases.claim, HEAVY, lambda _session, _claim: {}, task_id=one)
    joblogs.write(one, 1, "first")
    await asyncio.to_thread(leases.give_back, held)
    await asyncio.to_thread(leases.claim, HEAVY, lambda _session, _claim: {}, task_id=one)
    joblogs.write(one, 2, "second")
    await asyncio.to_thread(leases.fail, leases.Claim(**{**vars(held), "attempt": 2}), {"code": "x", "message": "y"})
    found = await asyncio.wait_for(collect(bob, one), 120)
    assert [(event.data["attempt"], event.data["text"]) for event in found if event.kind == "log"] == [
        (1, "first"),
        (2, "second"),
    ]


async def test_half_a_line_waits_for_its_rest(bob):
    one = job(bob)
    joblogs.write(one, 1, "whole")
    with joblogs.file_of(one, 1).open("a") as handle:
        handle.write("half")
    text, offset = joblogs.read_from(one, 1, 0)
    assert (text, offset) == ("whole\n", 6)
    assert joblogs.read_from(one, 1, offset) == ("", 6)
    assert joblogs.read_from(one, 7, 0) == ("", 0)


async def test_another_persons_work_is_absent(ann, bob):
    one = job(ann)
    with pytest.raises(Exception, match="There is no such task"):
        await streams.follow(bob, one)
