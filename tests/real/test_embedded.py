"""The embedded Valkey: one of several launchers starts it, its queue survives a kill."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time

import pytest
import redis

from quantboard.queue import broker, embedded, progress
from quantboard.queue.embedded import Embedded
from quantboard.settings import settings

pytestmark = pytest.mark.real
START = "from quantboard.queue.embedded import Embedded; print(Embedded().ensure())"


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path / "data"
    Embedded().stop(adopted=True)
    broker.close()
    settings.cache_clear()


def test_of_four_launchers_one_starts_it(data):
    racers = [subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = sorted(one.communicate()[0].split()[-1] for one in racers)
    assert said == ["False", "False", "False", "True"]
    assert Embedded().ensure() is False
    assert stat.S_IMODE(embedded.folder().stat().st_mode) == 0o700


def test_its_queue_survives_a_kill(data):
    handle = Embedded()
    assert handle.ensure()
    with redis.Redis.from_url(embedded.url()) as line:
        line.rpush("q", *range(1000))
        assert line.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        pid = line.info("server")["process_id"]
    handle.watch(every_s=0.1)
    os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    while True:
        try:
            with redis.Redis.from_url(embedded.url()) as line:
                if line.llen("q") == 1000:
                    break
        except redis.RedisError:
            assert time.monotonic() - began < 60
            time.sleep(0.01)
    print(f"killed → all back: {time.monotonic() - began:.2f} s")
    handle.stop()
    assert embedded.answers() is False


def test_a_long_path_falls_back_to_a_short_socket(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / ("long" * 30)))
    settings.cache_clear()
    assert len(os.fsencode(embedded.socket_path())) <= 100
    handle = Embedded()
    assert handle.ensure()
    assert stat.S_IMODE(embedded.socket_path().parent.stat().st_mode) == 0o700
    handle.stop()
    settings.cache_clear()


async def test_listeners_hear_and_find_the_line_again(data):
    handle = Embedded()
    handle.ensure()
    feed = progress.listen()
    assert await anext(feed) is None
    assert progress.publish({"task": "1"})
    assert await anext(feed) == {"task": "1"}
    handle.stop()
    assert not progress.publish({"task": "2"})
    assert await asyncio.wait_for(anext(feed), 5) is None
    handle.ensure()
    while not progress.publish({"task": "3"}) or await asyncio.wait_for(anext(feed), 5) != {"task": "3"}:
        await asyncio.sleep(0.1)
    await feed.aclose()
    handle.stop()


def test_the_valve_lets_the_newest_through(data):
    handle = Embedded()
    handle.ensure()
    with broker.client().pubsub() as ear:
        ear.subscribe(progress.CHANNEL)
        assert ear.get_message(timeout=2)["type"] == "subscribe"
        valve = progress.Valve()
        for n in range(20):
            valve.put({"n": n})
        time.sleep(0.25)
        valve.flush()
        heard = [ear.get_message(timeout=1)["data"] for _ in range(2)]
        assert heard == [b'{"n": 0}', b'{"n": 19}']
        assert ear.get_message(timeout=0.1) is None
    handle.stop()
