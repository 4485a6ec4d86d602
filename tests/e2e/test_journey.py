"""The whole job as a new user tries it: from an empty machine to a report, and the same from the shell."""

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect
from steps import DATA, PASSWORD, ready, sign_in, visit

pytestmark = pytest.mark.e2e


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
    page.click("#language-zh-CN")
    expect(page.locator("h1")).to_have_text("概览")
    page.reload()
    ready(page)
    expect(page.locator("h1")).to_have_text("概览")
    expect(page).to_have_title("首页 · QuantBoard")
    page.click("#language")
    page.click("#language-en")
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
