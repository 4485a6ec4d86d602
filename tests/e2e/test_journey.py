"""The whole job as a new user tries it: from an empty machine to a report, and the same from the shell."""

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect
from steps import DATA, PASSWORD, ready, sign_in, visit

pytestmark = pytest.mark.e2e
SAMPLE = "US stocks 2000–2013 (sample)"


def test_1_the_first_account_and_the_mode(page: Page, program):
    visit(page, "/")
    expect(page).to_have_url(re.compile("/welcome"))
    page.goto(program.first_address)
    ready(page)
    page.fill("#name", "Ada Byron")
    page.fill("#password", PASSWORD)
    page.fill("#confirm", "something else 1")
    page.click("#create-account")
    expect(page.locator("#problem")).to_contain_text("differ")
    page.fill("#password", PASSWORD)
    page.fill("#confirm", PASSWORD)
    page.click("#create-account")
    page.wait_for_url("**/welcome/mode/**")
    ready(page)
    page.click("#mode-beginner")
    expect(page.locator("#checklist")).to_be_visible()
    expect(page.locator("#n-datasets")).to_have_text("0")


def test_2_a_wrong_password_and_leaving(page: Page):
    visit(page, "/login")
    page.fill("#name", "Ada Byron")
    page.fill("#password", "not my password")
    page.click("#sign-in")
    expect(page.locator("#problem")).to_be_visible()
    sign_in(page)
    page.click("#account")
    page.click("#sign-out")
    page.wait_for_url("**/login/**")
    visit(page, "/data")
    expect(page).to_have_url(re.compile("/login"))


def test_3_the_mode_is_switched_after_a_question(page: Page):
    sign_in(page)
    page.click("#account")
    page.click("#switch-mode")
    page.click("#switch-mode-go")
    expect(page.locator("#checklist")).to_be_hidden()
    page.reload()
    ready(page)
    expect(page.locator("#checklist")).to_be_hidden()
    page.click("#account")
    page.click("#switch-mode")
    page.click("#switch-mode-go")
    expect(page.locator("#checklist")).to_be_visible()


def test_4_the_language_is_kept(page: Page):
    sign_in(page)
    page.click("#language")
    with page.expect_navigation():  # the page comes anew, so that what handlers wrote is in the language too
        page.click("#language-zh-CN")
    ready(page)
    expect(page.locator("h1")).to_have_text("概览")
    page.reload()
    ready(page)
    expect(page.locator("h1")).to_have_text("概览")
    expect(page).to_have_title("首页 · QuantBoard")
    page.click("#language")
    with page.expect_navigation():
        page.click("#language-en")
    ready(page)
    expect(page.locator("h1")).to_have_text("Overview")


def test_5_the_sample_and_its_candles(page: Page):
    sign_in(page)
    page.click("#step-sample")
    expect(page.locator("#n-datasets")).to_have_text("1", timeout=60_000)
    expect(page.locator("#checklist li").first).to_contain_text("Done")
    visit(page, "/data")
    link = page.locator("#datasets a").first
    expect(link).to_be_visible(timeout=60_000)
    link.click()
    expect(page.locator("main canvas").first).to_be_visible(timeout=20_000)
    assert page.locator("#symbol option").count() == 5


@pytest.mark.parametrize("name", ["yahoo.csv", "chinese_gbk.csv", "kaggle.zip"])
def test_6_files_are_seen_through_and_imported(page: Page, tmp_path, name):
    file = DATA / name
    if name.endswith(".zip"):
        file = tmp_path / name
        with zipfile.ZipFile(file, "w") as packed:
            packed.write(DATA / "kaggle.csv", "kaggle.csv")
    sign_in(page)
    visit(page, "/data/import")
    page.set_input_files("#file-input", str(file))
    expect(page.locator("#preview")).to_be_visible(timeout=20_000)
    page.fill("#dataset-name", f"mine {name}")
    page.locator("#dataset-name").blur()
    page.click("#start-import")
    page.wait_for_url(re.compile(r"/data/[0-9a-f]{32}"), timeout=60_000)
    expect(page.locator("h1")).to_have_text(f"mine {name}")
    expect(page.locator("main canvas").first).to_be_visible(timeout=20_000)


def test_7_from_a_template_to_a_report_and_again(page: Page, program):
    sign_in(page)
    page.click("#step-strategy")
    page.wait_for_url("**/strategies/new/double_moving_average")
    ready(page)
    page.fill("#strategy-name", "Crossing averages")
    page.fill("#param-fast", "12")
    page.fill("#param-slow", "26")
    page.locator("#param-slow").blur()
    page.click("#create-and-test")
    page.wait_for_url(re.compile("/backtests/new"))
    expect(page.locator("#summary")).to_contain_text("Fast average 12, Slow average 26")
    page.select_option("#dataset", label=SAMPLE)
    page.fill("#commission", "900")
    page.locator("#commission").blur()
    expect(page.locator("#start-reason")).to_be_visible()
    expect(page.locator("#start")).to_be_disabled()
    page.fill("#commission", "0.03")
    page.locator("#commission").blur()
    page.locator("#fold-exits summary").click()
    page.fill("#stop_loss", "8")
    page.locator("#stop_loss").blur()
    expect(page.locator("#start")).to_be_enabled()
    page.click("#start")
    page.wait_for_url(re.compile(r"/backtests/[0-9a-f]{32}"))
    expect(page.locator("#result-hash")).to_be_visible(timeout=90_000)
    shown = page.inner_text("#result-hash").split()[-1]
    reads_the_report(page)
    page.reload()
    expect(page.locator("#result-hash")).to_contain_text(shown)
    page.click("#run-again")
    expect(page.locator("#verified")).to_be_visible(timeout=90_000)
    expect(page.locator("#result-hash")).to_contain_text(shown)
    same_from_the_shell(program, shown)


def reads_the_report(page: Page) -> None:
    expect(page.locator("#equity svg").first).to_be_visible(timeout=20_000)
    expect(page.locator("#months table")).to_be_visible()
    page.locator("#trades tbody tr").first.click()
    expect(page.locator("main canvas").first).to_be_visible(timeout=20_000)
    page.click("#tab-assumptions")
    expect(page.locator("#manifest")).to_be_visible()
    page.click("#tab-code")
    expect(page.locator("#code")).to_contain_text("cross_above")
    page.click("#tab-trades")


def same_from_the_shell(program, shown: str) -> None:
    words = ["--strategy", "double_moving_average", "--data", SAMPLE, "--param", "fast=12", "--param", "slow=26"]
    costs = ["--commission", "0.0003", "--slippage", "0.0005", "--stop-loss", "0.08"]
    said = program.shell("backtest", "run", *words, *costs)
    assert said["result_hash"].startswith(shown)


def test_8_home_shows_what_is_done(page: Page):
    sign_in(page)
    expect(page.locator("#n-backtests")).to_have_text("2")
    for step in page.locator("#checklist li").all():
        expect(step).to_contain_text("Done")
    page.click("#steps-finish")
    expect(page.locator("#checklist")).to_be_hidden()
    visit(page, "/?checklist=1")
    expect(page.locator("#checklist")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/", "/data", "/data/import", "/strategies", "/backtests", "/backtests/new", "/tasks"]
)
def test_9_every_page_fits_a_phone(page: Page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page)
    visit(page, path)
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    named = "b.innerText.trim() || b.ariaLabel || b.labels.length"
    unnamed = f"[...document.querySelectorAll('button')].filter(b => !({named})).length"
    assert page.evaluate(unnamed) == 0


def test_a_strange_address_says_so(browser, program):
    context = browser.new_context(base_url=program.base, locale="zh-CN")
    page = context.new_page()
    answer = page.goto("/no/such/page")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("#go-home")).to_have_text("返回首页", timeout=20_000)
    context.close()
