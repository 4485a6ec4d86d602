"""The real program on a port and a data directory of its own, and a browser that tolerates no error in its console."""

import faulthandler
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from steps import PASSWORD, ready, sign_in

ROOT = Path(__file__).parents[2]
HANGS_AFTER_S = 420
STARTS_WITHIN_S = 300  # the front end may have to be built
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Program:
    """A running QuantBoard."""

    base: str
    first_address: str
    environment: dict[str, str]
    started_in_s: float

    def shell(self, *words: str) -> dict:
        """What ``quantboard … --json`` says on the same data."""
        command = [sys.executable, "-m", "quantboard.cli.main", *words, "--json"]
        ended = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return json.loads(ended.stdout)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    with running(tmp_path_factory.mktemp("quantboard")) as started:
        yield started


@contextmanager
def running(folder: Path, **more: str) -> Iterator[Program]:
    """The program on a data directory of its own, until the block ends; ``more`` is its environment's."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUANTBOARD_")}
    environment = kept | {
        "QUANTBOARD_PORT": str(port),
        "QUANTBOARD_DATA_DIR": str(folder / "data"),
        "QUANTBOARD_CACHE_DIR": os.environ["QUANTBOARD_CACHE_DIR"],
        "PYTHONUNBUFFERED": "1",
        **more,
    }
    told = folder / "told.log"
    started = time.monotonic()
    with told.open("w") as out:
        command = [sys.executable, "-m", "quantboard.cli.main", "run"]
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    base = f"http://127.0.0.1:{port}"
    try:
        first_address = wait_for_address(process, told)
        yield Program(base, first_address, environment, time.monotonic() - started)
        assert process.poll() is None, told.read_text()[-4000:]
    finally:
        process.terminate()
        process.wait(60)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(base, timeout=1)


def wait_for_address(running, told: Path) -> str:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and running.poll() is None:
        for line in told.read_text().splitlines():
            if "is ready:" in line:
                return line.split()[-1]
        time.sleep(0.1)
    raise AssertionError(told.read_text()[-4000:])


@pytest.fixture(scope="session")
def browser():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium on the search path; 'python tests/provision.py' brings one"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=flags)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def no_hang():
    """A browser that never answers ends the run with a traceback, instead of holding it for ever."""
    faulthandler.dump_traceback_later(HANGS_AFTER_S, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture
def page(browser: Browser, program: Program):
    context = browser.new_context(base_url=program.base, viewport={"width": 1440, "height": 900}, locale="en-US")
    opened, errors = context.new_page(), []
    opened.on("pageerror", lambda error: errors.append(f"{opened.url}: {error}"))
    opened.on("console", lambda said: errors.append(f"{opened.url}: {said.text}") if said.type == "error" else None)
    opened.on(
        "request", lambda asked: errors.append(f"left: {asked.url}") if is_elsewhere(asked.url, program) else None
    )
    yield opened
    context.close()
    assert not errors, errors


def is_elsewhere(url: str, program: Program) -> bool:
    return url.startswith("http") and not url.startswith(program.base)


@pytest.fixture
def ada(page: Page, program) -> Page:
    """Signed in; the first account is made where no test before has made it."""
    page.goto("/")
    page.wait_for_url(re.compile("/(welcome|login)"))
    if "/welcome" not in page.url:
        sign_in(page)
        return page
    page.goto(program.first_address)
    ready(page)
    for field, text in (("#name", "Ada Byron"), ("#password", PASSWORD), ("#confirm", PASSWORD)):
        page.fill(field, text)
    page.click("#create-account")
    page.wait_for_url("**/welcome/mode/**")
    ready(page)
    page.click("#mode-expert")
    expect(page.locator("#n-datasets")).to_be_visible()
    return page
