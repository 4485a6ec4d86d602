import signal
import socket
import sys
import time

import pytest

from quantboard import launch
from quantboard.settings import settings


@pytest.fixture
def port(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_taken_port_says_what_to_do(port):
    with pytest.raises(launch.PortTaken) as caught:
        launch.check_port("127.0.0.1", port)
    assert f"--port {port + 1}" in caught.value.hint


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")]
)
def test_the_address_opens_in_a_browser_here(host, shown, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_HOST", host)
    monkeypatch.setenv("QUANTBOARD_PORT", "8123")
    settings.cache_clear()
    assert launch.base_url() == f"http://{shown}:8123"
    settings.cache_clear()


class Brief(launch.Child):
    """A child that is any Python line."""

    def start(self):
        self.process = launch.subprocess.Popen([sys.executable, "-c", self.command], stdin=launch.subprocess.PIPE)
        self.started_at = time.monotonic()


def test_a_dead_child_is_started_again_after_a_pause():
    child = Brief("pass", pause_s=0.1)
    child.start()
    first = child.process
    first.wait()
    first.stdin.close()
    assert child.is_dead()
    child.revive()
    assert child.process is first
    assert child.pause_s == pytest.approx(0.2)
    time.sleep(0.25)
    child.revive()
    assert child.process is not first
    child.process.stdin.close()
    child.stop()


def test_stopping_ends_what_the_child_started():
    child = Brief(
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    child.start()
    time.sleep(0.8)
    family = launch.psutil.Process(child.process.pid).children()
    child.stop()
    child.process.stdin.close()
    assert family
    assert not [one for one in family if one.is_running() and one.status() != launch.psutil.STATUS_ZOMBIE]


def test_a_second_signal_does_not_interrupt_the_stopping():
    finished, before = False, signal.getsignal(signal.SIGINT)
    with launch.stopped_by_signals():
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt:
            signal.raise_signal(signal.SIGTERM)
            finished = True
    assert finished
    assert signal.getsignal(signal.SIGINT) is before


def test_one_launcher_holds_a_folder_and_a_port(monkeypatch, tmp_path):
    def choose(folder, number):
        monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / folder))
        monkeypatch.setenv("QUANTBOARD_PORT", str(number))
        monkeypatch.setenv("QUANTBOARD_CACHE_DIR", str(tmp_path / "cache"))
        settings.cache_clear()

    choose("a", 8911)
    with launch.alone():
        for folder, number in (("a", 8912), ("b", 8911)):
            choose(folder, number)
            with pytest.raises(launch.AlreadyRuns) as caught, launch.alone():
                pass
            assert "http://127.0.0.1:8911" in caught.value.message
        choose("b", 8912)
        with launch.alone():
            pass
    choose("a", 8911)
    with launch.alone():
        pass
    settings.cache_clear()
