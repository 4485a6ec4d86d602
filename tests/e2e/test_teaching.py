"""How the product teaches: guides that point at the real thing, help of the page, cards of terms, two modes."""

import re

import pytest
from playwright.sync_api import Page, expect
from steps import PASSWORD, ready, sign_in, visit

pytestmark = pytest.mark.e2e
MODES = ("/strategies", "/data/import", "/backtests/new")


@pytest.fixture
def ada(page: Page, program) -> Page:
    """Signed in; the first account is made where no test before has made it."""
    page.goto("/")
    page.wait_for_url(re.compile("/(welcome|login)"))
    if "/welcome" in page.url:
        page.goto(program.first_address)
        ready(page)
        page.fill("#name", "Ada Byron")
        page.fill("#password", PASSWORD)
        page.fill("#confirm", PASSWORD)
        page.click("#create-account")
        page.wait_for_url("**/welcome/mode/**")
        ready(page)
        page.click("#mode-beginner")
        expect(page.locator("#n-datasets")).to_be_visible()
    else:
        sign_in(page)
    return page


def switch(page: Page, mode: str) -> None:
    page.click("#account")
    page.click("#switch-mode")
    page.click("#switch-mode-go")
    expect(page.locator(".qb-app")).to_have_attribute("data-mode", mode)


def test_1_a_guide_points_its_way_to_a_real_result(ada: Page):
    ada.click("#help")
    ada.click("#guide-begin-first")
    expect(ada.locator("#guide-step")).to_have_text("Step 1 of 4")
    expect(ada).to_have_url(re.compile("/data"))
    expect(ada.locator("#help-drawer")).to_be_hidden()  # it makes room for the guide
    ada.keyboard.press("Escape")
    expect(ada.locator("#guide")).to_be_hidden()
    ada.click("#help")
    expect(ada.locator("#guide-begin-first")).to_contain_text("step 1 of 4")
    ada.click("#guide-begin-first")
    expect(ada.locator("[data-pointed]")).to_be_visible()
    if ada.locator("#datasets").count() == 0:
        ada.locator("[data-pointed]").click()
        expect(ada.locator("#datasets")).to_be_visible(timeout=30_000)
    ada.click("#guide-next")
    expect(ada.locator("#guide-step")).to_have_text("Step 2 of 4")
    expect(ada.locator("#create-and-test[data-pointed]")).to_be_visible()
    ada.click("#create-and-test")
    expect(ada.locator("#guide-step")).to_have_text("Step 3 of 4")  # the page of the next step was reached
    expect(ada.locator("#start[data-pointed]")).to_be_enabled()
    ada.click("#start")
    expect(ada.locator("#guide-step")).to_have_text("Step 4 of 4")
    expect(ada.locator("#tile-total_return")).to_be_visible(timeout=180_000)  # the first run compiles
    ada.click("#guide-back")
    expect(ada.locator("#guide-step")).to_have_text("Step 3 of 4")
    ada.click("#guide-next")
    expect(ada.locator("#guide-step")).to_have_text("Step 4 of 4")
    ada.click("#guide-next")
    expect(ada.locator("#guide")).to_be_hidden()


def test_2_marks_are_kept_and_can_be_taken_back(ada: Page):
    ada.click("#help")
    expect(ada.locator("#guides-done")).to_have_text("1 of 6 done")
    ada.click("#guide-unmark-first")
    expect(ada.locator("#guides-done")).to_have_text("0 of 6 done")
    ada.click("#guide-begin-report")
    ada.click("#guide-skip")
    expect(ada.locator("#guide")).to_be_hidden()
    ada.reload()
    ready(ada)
    ada.click("#help")
    expect(ada.locator("#guides")).to_contain_text("Skipped")


def test_3_help_opens_at_the_page_and_forgives_a_slip(ada: Page):
    visit(ada, "/backtests/new")
    ada.focus("#help")
    ada.keyboard.press("Enter")
    expect(ada.locator("#help-topic")).to_have_text("Setting up a backtest")
    ada.fill("#help-search", "slipage")
    expect(ada.locator(".qb-hit").first).to_contain_text("Slippage")
    ada.keyboard.press("Escape")
    expect(ada.locator("#help-drawer")).to_be_hidden()
    expect(ada.locator("#help")).to_be_focused()


def test_4_an_error_code_has_an_address(ada: Page):
    visit(ada, "/help/errors#code.timed_out")
    entry = ada.locator("[id='code.timed_out']")
    expect(entry).to_have_attribute("data-here", "")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("whole panels")
    visit(ada, "/help/faq#too-good")
    expect(ada.locator("#too-good")).to_have_attribute("open", "")


def test_5_a_card_opens_by_keyboard(ada: Page):
    visit(ada, "/backtests/new")
    ada.get_by_role("button", name="What does “Commission” mean?").focus()
    ada.keyboard.press("Enter")
    expect(ada.locator(".qb-explain-card")).to_contain_text("rate × |units × price|")
    ada.keyboard.press("Escape")
    expect(ada.locator(".qb-explain-card")).to_be_hidden()


def test_6_beginners_are_led_and_experts_see_everything(ada: Page):
    visit(ada, "/backtests/new")
    ada.fill("#cash", "54321")
    ada.locator("#cash").blur()
    expect(ada.locator("#summary")).to_contain_text("54,321")
    expect(ada.locator("#coach-run")).to_be_visible()
    expect(ada.locator("#stop_loss")).to_be_hidden()
    switch(ada, "expert")
    expect(ada.locator("#coach-run")).to_be_hidden()
    expect(ada.locator("#stop_loss")).to_be_visible()
    expect(ada.locator("#cash")).to_have_value("54321")  # nothing typed is lost
    for path in MODES:
        visit(ada, path)
        expect(ada.locator(".qb-coach")).to_have_count(0)
    visit(ada, "/backtests")
    ada.locator("#main .qb-row-link").first.click()
    expect(ada.locator("#tile-total_return")).to_be_visible()
    expect(ada.locator("#coach-report")).to_be_hidden()
    switch(ada, "beginner")
    expect(ada.locator("#coach-report")).to_be_visible()
    for path in MODES:
        visit(ada, path)
        expect(ada.locator(".qb-coach")).to_be_visible()


def test_7_every_count_opens_the_list_that_it_equals(ada: Page):
    visit(ada, "/")
    shown = ada.locator("#runs-by-state .qb-state").first
    n = int(shown.locator("strong").inner_text())
    shown.click()
    expect(ada).to_have_url(re.compile(r"/backtests\?status=succeeded"))
    expect(ada.locator("#main tbody tr")).to_have_count(n)
    visit(ada, "/")
    shown = ada.locator("#jobs-by-state .qb-state").first
    n = int(shown.locator("strong").inner_text())
    shown.click()
    expect(ada).to_have_url(re.compile(r"/tasks\?status=succeeded"))
    expect(ada.locator("#main tbody tr")).to_have_count(n)


def test_8_a_guide_fits_a_phone(ada: Page):
    ada.set_viewport_size({"width": 390, "height": 780})
    visit(ada, "/")
    ada.click("#help")
    ada.click("#guide-begin-strategy")
    expect(ada.locator("#guide-step")).to_have_text("Step 1 of 3")
    expect(ada.locator("#guide")).to_be_visible()
    ada.wait_for_function("document.querySelector('#guide').getBoundingClientRect().width > 0")
    box = ada.evaluate("document.querySelector('#guide').getBoundingClientRect().toJSON()")
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert ada.evaluate("document.documentElement.scrollWidth") <= 390
    ada.focus("#guide-skip")
    ada.keyboard.press("Enter")
    expect(ada.locator("#guide")).to_be_hidden()
