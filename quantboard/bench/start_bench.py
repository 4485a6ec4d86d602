"""Everything as a person meets it: a warm start to the first page, a backtest from click to report, the candle page."""

import importlib.util
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quantboard.bench.shell_bench import write_prices
from quantboard.bench.timing import Row, row
from quantboard.settings import child_environment, choose, settings

PASSWORD = "measure this 20000 times"
CHART_SECONDS = 60


def measure() -> list[Row]:
    """On a data directory of its own; the front end is built before if its sources changed."""
    before = settings().data_dir
    with tempfile.TemporaryDirectory(prefix="qb") as folder:
        data = Path(folder) / "data"
        choose(data_dir=str(data))
        try:
            subprocess.run([sys.executable, "-m", "quantboard.cli.main", "build"], check=True, capture_output=True)
            with running(data):
                pass  # the first start migrates
            with running(data) as (base, seconds, _):
                rows = [row("start", "second start to the first page", seconds, "s")]
                return rows + _backtests(folder) + _candles(base, folder)
        finally:
            choose(data_dir=str(before))


@contextmanager
def running(data: Path, *flags: str, **environment: str) -> Iterator[tuple[str, float, "subprocess.Popen[bytes]"]]:
    """The program on a data directory: its address, the seconds to its first page, its process."""
    port = free_port()
    started = time.perf_counter()
    told = data.with_name("told.log")
    with told.open("w") as out:
        program = subprocess.Popen(
            [sys.executable, "-m", "quantboard.cli.main", "run", "--port", str(port), *flags],
            env=child_environment(QUANTBOARD_DATA_DIR=str(data), **environment),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        base = f"http://127.0.0.1:{port}"
        try:
            wait_for_page(f"{base}/login/", program=program)
        except TimeoutError:
            raise TimeoutError(told.read_text()[-2000:]) from None
        yield base, time.perf_counter() - started, program
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(timeout=60)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for_page(address: str, seconds: float = 120, program: "subprocess.Popen[bytes] | None" = None) -> None:
    """Until a page is served; raises ``TimeoutError``, at once when the program has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and (program is None or program.poll() is None):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)


def _backtests(folder: str) -> list[Row]:
    """Submit one-symbol backtests of ten years as the page does, until the report can be read."""
    from quantboard.core.backtest.spec import parse_request
    from quantboard.core.progress import silent
    from quantboard.services import accounts, backtests, datasets, strategies
    from quantboard.store.library import strategy_source

    accounts.create_first_admin("bench", PASSWORD, is_loopback=True)
    actor = accounts.shell_actor()
    dataset = datasets.import_now(actor, "ten years", [write_prices(Path(folder) / "TEN.csv")], {}, silent)
    strategy = strategies.create(actor, "averages", strategy_source("double_moving_average"))

    def once(fast: int) -> float:
        started = time.perf_counter()
        request = parse_request({"params": {"fast": fast}, "commission": 0.0005})
        run = backtests.submit(actor, strategy.id, dataset.id, request)
        while backtests.view(actor, run.id).status != "succeeded":
            time.sleep(0.02)
        backtests.report(actor, run.id)
        return time.perf_counter() - started

    first = once(5)
    warm = statistics.median(once(fast) for fast in range(6, 11))
    return [
        row("start", "first backtest after the start, ten years daily", first, "s"),
        row("start", "backtest from click to report, worker warm", warm, "s"),
    ]


def _candles(base: str, folder: str) -> list[Row]:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None or importlib.util.find_spec("playwright") is None:
        return []
    from playwright.sync_api import sync_playwright

    from quantboard.core.progress import silent
    from quantboard.services import accounts, datasets

    actor = accounts.shell_actor()
    prices = write_prices(Path(folder) / "LONG.csv", 20_000)
    dataset = datasets.import_now(actor, "20 000 bars", [prices], {}, silent)
    cookie = {"name": "qb_session", "value": accounts.sign_in("bench", PASSWORD), "url": base}
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        context = chromium.new_context()
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        seconds = [_chart_time(page, f"{base}/data/{dataset.id}/") for _ in range(4)][1:]
        chromium.close()
    return [row("start", "candle page of 20 000 bars, until drawn and usable", statistics.median(seconds), "s")]


def _chart_time(page: object, address: str) -> float:
    started = time.perf_counter()
    page.goto(address)  # type: ignore[attr-defined]
    page.wait_for_selector("[data-ready=true]", timeout=CHART_SECONDS * 1000)  # type: ignore[attr-defined]
    return time.perf_counter() - started
