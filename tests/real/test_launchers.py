"""Several launchers, several web processes, and one of them killed: pages, progress, sign-out and uploads go on."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import psutil
import pytest
import redis
from aftermath import assert_all_is_well, processes_of, wait
from instance import PASSWORD
from servers import ROOT

from quantboard.bench.start_bench import free_port
from quantboard.bench.tabs import Tab
from quantboard.queue import broker, embedded
from quantboard.queue.embedded import Embedded
from quantboard.services import accounts, datasets, system, tasks
from quantboard.settings import settings

pytestmark = pytest.mark.real
STARTS_WITHIN_S = 120


class Launcher:
    """``quantboard run`` with two web processes; it serves a page that stands for the built front end."""

    def __init__(self, folder, port):
        self.said = folder / f"launcher-{time.monotonic_ns()}.log"
        with self.said.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "quantboard.cli.main", "run", "--no-build", "--port", str(port)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "QUANTBOARD_WEB_WORKERS": "2"},
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def told(self):
        """What it said of the worker, the tasks and whatever went wrong."""
        events = ("[error", "Traceback", "Error", "task.", "worker.", "web.", "process.", "broker.", "live.", "job.")
        kept = [line for line in self.said.read_text().splitlines() if any(word in line for word in events)]
        return "\n".join(line for line in kept if "sql.slow" not in line)[-6000:]

    def is_ready(self):
        return "is ready:" in self.said.read_text()

    def has_ended(self):
        return self.process.poll() is not None

    def web(self):
        """The web process, and the two that hold the sockets."""
        for one in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                if "web" in one.cmdline():
                    return one, one.children()
        return None, []

    def stop(self):
        if not self.has_ended():
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@pytest.fixture
def place(tmp_path, monkeypatch):
    data, page = tmp_path / "data", tmp_path / "web" / "build" / "client" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!doctype html><title>QuantBoard</title>")
    system_folder = tempfile.mkdtemp(prefix="qb", dir="/tmp")
    monkeypatch.setenv("TMPDIR", system_folder)
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(data))
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path / "web"))
    monkeypatch.delenv("QUANTBOARD_REDIS_URL", raising=False)
    settings.cache_clear()
    yield data
    system.close()
    Embedded().stop(adopted=True)
    settings.cache_clear()
    shutil.rmtree(system_folder)


@pytest.fixture
def launch(tmp_path):
    started = []

    def one(port):
        started.append(Launcher(tmp_path, port))
        return started[-1]

    yield one
    for launcher in started:
        launcher.stop()


@pytest.fixture
async def opened():
    """Opens tabs that remember what they are told."""
    made = []

    async def some(base, cookie, n=1, path="/tasks/"):
        for _ in range(n):
            texts = []
            tab = Tab(base, path, cookie, lambda _tab, text, _at, texts=texts: texts.append(text))
            tab.texts = texts
            made.append(await tab.open())
        return made[-n:]

    yield some
    for tab in made:
        await tab.close()


async def until(reached, seconds=120, told=lambda: ""):
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, told()
        await asyncio.sleep(0.05)


def hears(tab, word):
    return any(word in text for text in tab.texts)


def ask(address, cookie, method, body=b""):
    headers = {"Cookie": f"qb_session={cookie}", "Sec-Fetch-Site": "same-origin"}
    asked = urllib.request.Request(address, data=body, headers=headers, method=method)
    with contextlib.suppress(OSError), urllib.request.urlopen(asked, timeout=20) as answered:
        return answered.status
    return 0


def sockets(process):
    return sum(one.status == psutil.CONN_ESTABLISHED for one in process.net_connections("inet"))


async def test_two_web_processes_serve_everybody_and_outlive_a_kill(place, launch, opened):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    racers = [launch(port), launch(port)]
    wait(lambda: any(one.has_ended() for one in racers), STARTS_WITHIN_S, lambda: "both run")
    (refused,) = (one for one in racers if one.has_ended())
    (launcher,) = (one for one in racers if not one.has_ended())
    assert refused.process.returncode != 0
    assert "launch.running" in refused.said.read_text()
    wait(launcher.is_ready, STARTS_WITHIN_S, launcher.said.read_text)
    elsewhere = launch(free_port())
    wait(elsewhere.has_ended, 30, elsewhere.said.read_text)
    assert f"http://127.0.0.1:{port}" in elsewhere.said.read_text()

    ann = accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)
    accounts.add_user(ann, "Bob", PASSWORD)
    anns, bobs = accounts.sign_in("Ann", PASSWORD), accounts.sign_in("Bob", PASSWORD)
    tabs, (bob,) = await opened(base, anns, 12), await opened(base, bobs)
    await until(lambda: all(hears(tab, '"name') and hears(tab, "Ann") for tab in tabs), told=launcher.told)
    web, halves = launcher.web()
    assert len(halves) == 2
    assert all(sockets(one) > 0 for one in halves)  # 13 connections, two processes
    with redis.Redis.from_url(embedded.url().replace("db=0", "db=1")) as kept:
        assert any(tabs[0].token.encode() in key for key in kept.scan_iter(count=1000))

    task_id = datasets.load_sample(ann)  # live progress, whichever process holds the socket
    await until(
        lambda: all(hears(tab, task_id) and hears(tab, "succeeded") for tab in tabs), 120, launcher.said.read_text
    )
    assert not hears(bob, task_id)

    assert ask(f"{base}/api/v1/uploads/prices.csv", bobs, "PUT", b"date,close\n2024-01-02,1\n") == 201

    handed = tabs.pop()  # somebody else signs in at this tab
    await handed.close()
    handed.cookie, handed.texts[:] = bobs, []
    await handed.open()
    await until(lambda: hears(handed, "Bob"))
    assert not hears(handed, task_id)
    ask(f"{base}/auth/logout", anns, "POST")
    tabs[0].go_to("/data/")
    await until(lambda: any("/login" in str(event) for event in tabs[0].says))

    web.kill()
    await until(lambda: launcher.web()[0] not in (None, web) and len(launcher.web()[1]) == 2, 60)
    wait(lambda: ask(f"{base}/healthz", bobs, "GET") == 200, 60, launcher.said.read_text)
    assert [one for one in halves if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
    (again,) = await opened(base, bobs)
    await until(lambda: hears(again, "Bob"))
    assert launcher.stop() == 0
    assert processes_of(place) == set()
    broker.close()
    assert not embedded.answers()
    assert_all_is_well(place, {task_id: "succeeded"})
    assert tasks.view(ann, task_id).attempt == 1
