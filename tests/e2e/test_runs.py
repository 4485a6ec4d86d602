"""A set-up that is saved, loaded and cloned; a run that is watched, paused, let go on and stopped; runs found again.

The program is the real one, but for a bar loop that looks up so often that a browser can catch it.
"""

import re

import pytest
from conftest import ROOT, running
from playwright.sync_api import Page, expect
from steps import PASSWORD, ready, sign_in, visit

pytestmark = pytest.mark.e2e
SLOW = ROOT / "tests" / "e2e" / "slow"
N_BARS = 400_000
PATIENCE_MS = 90_000
RUN = re.compile(r"/backtests/[0-9a-f]{32}")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with running(tmp_path_factory.mktemp("runs"), PYTHONPATH=str(SLOW)) as started:
        yield started


@pytest.fixture(scope="module")
def minutes(tmp_path_factory):
    """A file of minute bars that rise and fall."""
    file = tmp_path_factory.mktemp("minutes") / "walk.csv"
    with file.open("w") as out:
        out.write("time,open,high,low,close,volume\n")
        for k in range(N_BARS):
            price = 100 + (k // 40 % 40 if k // 1600 % 2 else 40 - k // 40 % 40)
            day, minute = divmod(k, 1440)
            year, rest = divmod(day, 336)
            stamp = f"{2015 + year}-{rest // 28 + 1:02}-{rest % 28 + 1:02} {minute // 60:02}:{minute % 60:02}"
            out.write(f"{stamp},{price},{price + 1},{price - 1},{price},10\n")
    return file


@pytest.fixture
def ada(page: Page, program, minutes) -> Page:
    """Signed in, with the sample, long data and a strategy."""
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
    program.shell("sample", "load")
    program.shell("data", "import", str(minutes), "--name", "Long walk")
    visit(page, "/strategies/new/double_moving_average")
    page.fill("#strategy-name", "Averages")
    page.click("#create")
    page.wait_for_url(re.compile(r"/strategies/[0-9a-f]{32}"))
    return page


def start(page: Page) -> str:
    expect(page.locator("#start")).to_be_enabled()
    page.click("#start")
    page.wait_for_url(RUN)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def on_long_data(page: Page) -> str:
    visit(page, "/backtests/new")
    page.select_option("#dataset", label="Long walk")
    expect(page.locator("#summary")).to_contain_text("Long walk")
    return start(page)


def test_a_set_up_is_saved_loaded_and_its_run_cloned(ada: Page, program):
    visit(ada, "/backtests/new")
    ada.select_option("#dataset", label="US stocks 2000–2013 (sample)")
    expect(ada.locator("#summary")).to_contain_text("sample")
    ada.select_option("#benchmark", "symbol")
    ada.fill("#benchmark_symbol", "NOPE")
    expect(ada.locator("#benchmark_symbol-error")).to_contain_text("NOPE")
    expect(ada.locator("#start")).to_be_disabled()
    expect(ada.locator("#start-reason")).to_be_visible()
    ada.fill("#benchmark_symbol", "IBM")
    ada.fill("#listed_bars", "60")
    ada.fill("#exclude", "FB")
    expect(ada.locator("#summary")).to_contain_text("without FB")
    ada.click("#setup-save-as")
    ada.fill("#setup-name", "Without Facebook")
    ada.click("#setup-name-save")
    expect(ada.locator("#setup")).to_contain_text("Without Facebook")
    kept = program.shell("setup", "show", "Without Facebook")["request"]
    assert (kept["benchmark"], kept["listed_bars"], kept["exclude"]) == ("symbol:IBM", 60, ["FB"])

    visit(ada, "/backtests/new")
    ada.select_option("#dataset", label="Long walk")
    ada.select_option("#setup", label="Without Facebook")
    expect(ada.locator("#summary")).to_contain_text("Compared with buying and holding IBM.")
    one = start(ada)
    expect(ada.locator("#result-hash")).to_be_visible(timeout=PATIENCE_MS)
    ada.click("#change-run")
    ready(ada)
    expect(ada.locator("#exclude")).to_have_value("FB")
    again = start(ada)
    expect(ada.locator("#result-hash")).to_be_visible(timeout=PATIENCE_MS)
    runs = {run["id"]: run for run in program.shell("backtest", "list")["items"]}
    assert runs[one]["result_hash"] == runs[again]["result_hash"]
    assert runs[one]["setup_id"]


def test_a_run_is_watched_paused_left_and_stopped(ada: Page, program):
    one = on_long_data(ada)
    expect(ada.locator("#live-value")).to_be_visible(timeout=PATIENCE_MS)
    expect(ada.locator("#live-log")).to_contain_text("bought")
    ada.select_option("#log-kind", "step")
    expect(ada.locator("#live-log")).not_to_contain_text("bought")
    ada.click("#pause-run")
    expect(ada.locator("#paused")).to_be_visible(timeout=PATIENCE_MS)
    visit(ada, "/backtests")  # away, and back
    visit(ada, f"/backtests/{one}")
    expect(ada.locator("#paused")).to_be_visible()
    expect(ada.locator("#live-value")).to_be_visible()
    ada.click("#cancel")
    ada.click("#cancel-go")
    expect(ada.locator("#unfinished")).to_be_visible(timeout=PATIENCE_MS)
    stopped = next(run for run in program.shell("backtest", "list")["items"] if run["id"] == one)
    assert (stopped["status"], stopped["is_unfinished"], stopped["verified"]) == ("cancelled", True, "")
    assert stopped["reached"] > "2015-01-01"


def test_runs_are_found_again_on_a_phone(ada: Page, program):
    ada.set_viewport_size({"width": 390, "height": 844})
    visit(ada, "/backtests")
    expect(ada.locator("#backtests")).to_contain_text("Unfinished")
    ada.select_option("#order-by", "trades")
    expect(ada.locator("#backtests")).to_contain_text("Trades")
    ada.locator("[id^=favourite-]").first.click()
    ada.locator("[id^=edit-]").first.click()
    ada.fill("#edit-tags", "kept, 动量")
    ada.fill("#edit-note", "The first one.")
    ada.click("#edit-save")
    expect(ada.locator("#backtests")).to_contain_text("动量")
    ada.click("#open-filters")
    ada.select_option("#filter-tag", "kept")
    expect(ada.locator("#list-span")).to_contain_text("1–1 of 1")
    ada.click("#filter-favourite")
    expect(ada.locator("#list-span")).to_contain_text("1–1 of 1")
    ada.click("#choose-all-narrow")
    expect(ada.locator("#bulk")).to_be_visible()
    assert program.shell("backtest", "list", "--tag", "动量", "--favourite")["total"] == 1
