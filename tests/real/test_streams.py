"""A job's events and the counting of callers, with a real broker and a real worker."""

import asyncio
import time

import pytest

from quantboard.core.progress import silent
from quantboard.queue import rates as counters
from quantboard.queue.broker import client
from quantboard.research import strategy_source
from quantboard.services import backtests, datasets, rates, requests, streams
from quantboard.settings import settings
from tests.services.backtesting import request

pytestmark = pytest.mark.real


async def collected(actor, task_id):
    return [event async for event in await streams.follow(actor, task_id) if event is not None]


def test_two_readers_hear_a_run_to_its_end(ann, start):
    start()
    data = datasets.load_sample_now(ann, silent)
    chosen = backtests.Chosen("Run", strategy_source("double_moving_average"))
    made = backtests.submit_chosen(ann, chosen, data.id, request())

    async def both():
        readers = (collected(ann, made.task_id), collected(ann, made.task_id))
        found = await asyncio.wait_for(asyncio.gather(*readers), 120)
        await asyncio.sleep(0)
        assert streams.feed()._listening is None
        return found

    for found in asyncio.run(both()):
        kinds = [event.kind for event in found]
        assert kinds[0] == "progress"
        assert kinds[-2:] == ["metrics", "end"]
        assert "log" in kinds
        assert found[-1].data["status"] == "succeeded"
        assert found[-2].data == backtests.view(ann, made.id).metrics


def test_callers_are_counted_in_the_broker_for_all_processes(place, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_API_PER_MINUTE", "3")
    settings.cache_clear()
    at = time.time()
    for _ in range(3):
        rates.spend("somebody", at=at)
        counters.forget()  # as if each came to another process
    with pytest.raises(rates.TooManyRequests):
        rates.spend("somebody", at=at)
    names = [name.decode() for name in client().scan_iter(match=f"{counters.PREFIX}somebody:*")]
    assert len(names) == 2
    assert all(0 < client().ttl(name) <= 7200 for name in names)


def test_a_key_is_good_for_one_job_whoever_sends_it(ann, start):
    data = datasets.load_sample_now(ann, silent)
    chosen = backtests.Chosen("Run", strategy_source("double_moving_average"))

    def send():
        return requests.once(ann, "k", "f" * 64, lambda: backtests.submit_chosen(ann, chosen, data.id, request()))

    async def many():
        return await asyncio.gather(*(asyncio.to_thread(send) for _ in range(8)))

    answers = asyncio.run(many())
    assert len({answer.body["backtest_id"] for answer in answers}) == 1
    assert len(backtests.list_backtests(ann)) == 1
