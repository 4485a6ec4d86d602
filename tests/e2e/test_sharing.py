"""Two people and their things: shared, copied, saved at once, deleted, taken back."""

import re

import pytest
from playwright.sync_api import Page, expect
from steps import DATA, ready, visit

pytestmark = pytest.mark.e2e


@pytest.fixture
def bob(ada: Page, browser, program) -> Page:
    """A second person in a browser of his own."""
    password = program.shell("user", "add", "Bob Fair")["password"]
    context = browser.new_context(base_url=program.base, viewport={"width": 390, "height": 844}, locale="zh-CN")
    opened = context.new_page()
    visit(opened, "/login")
    opened.fill("#name", "Bob Fair")
    opened.fill("#password", password)
    opened.click("#sign-in")
    opened.wait_for_url(lambda url: "/login" not in url)
    ready(opened)
    yield opened
    context.close()


def make_strategy(page: Page, name: str) -> str:
    visit(page, "/strategies/new/macd")
    page.fill("#strategy-name", name)
    page.click("#create")
    page.wait_for_url(re.compile(r"/strategies/[0-9a-f]{32}"))
    ready(page)
    expect(page.locator("#page-title")).to_have_text(name)
    return page.url.rstrip("/").split("/")[-1]


def test_a_shared_strategy_is_read_copied_and_saved_by_two(ada: Page, bob: Page):
    made = make_strategy(ada, "Shared idea")
    ada.click("#share")
    ada.click("#share-go")
    expect(ada.locator("#shared")).to_be_visible()
    visit(bob, f"/strategies/{made}")
    expect(bob.locator("#read-only")).to_contain_text("Ada Byron")
    expect(bob.locator("#param-fast")).to_be_disabled()
    bob.click("#copy")
    bob.wait_for_url(lambda url: "/strategies/" in url and made not in url)
    expect(bob.locator("#save")).to_be_visible()
    copied = bob.url.rstrip("/").split("/")[-1]
    bob.click("#share")
    bob.click("#share-go")
    expect(bob.locator("#shared")).to_be_visible()
    visit(ada, f"/strategies/{copied}")
    for page, value in ((ada, "13"), (bob, "14")):
        page.fill("#param-fast", value)
        expect(page.locator("#save")).to_be_enabled()
        page.click("#save")
    expect(bob.locator("#conflict")).to_contain_text("Ada Byron")
    expect(bob.locator("#param-fast")).to_have_value("14")
    bob.click("#keep-mine")
    expect(bob.locator("#conflict")).to_be_hidden()
    expect(bob.locator("#param-fast")).to_have_value("14")


def test_what_is_deleted_comes_back(ada: Page, program):
    for file in ("kaggle.csv", "yahoo.csv"):
        program.shell("data", "import", str(DATA / file), "--name", f"Kept {file}")
    visit(ada, "/data")
    ada.fill("#list-search", "Kept")
    expect(ada.locator("#list-span")).to_contain_text("1–2 of 2")
    ada.focus("#choose-page")
    ada.keyboard.press("Space")
    expect(ada.locator("#bulk")).to_contain_text("2 chosen")
    ada.focus("#bulk-delete")
    ada.keyboard.press("Enter")
    expect(ada.locator("#delete-go")).to_be_visible()
    ada.click("#delete-go")
    expect(ada.locator("#datasets")).to_be_hidden()
    ada.get_by_role("button", name="Undo").click()
    expect(ada.locator("#list-span")).to_contain_text("1–2 of 2")
    ada.locator("#datasets tbody tr").first.get_by_role("button", name="Delete").click()
    ada.click("#delete-go")
    expect(ada.locator("#list-span")).to_contain_text("1–1 of 1")
    (row,) = [one for one in program.shell("trash", "list")["trash"] if one["name"].startswith("Kept")]
    program.shell("data", "import", str(DATA / "chinese_gbk.csv"), "--name", row["name"])
    visit(ada, "/trash")
    ada.click(f"#restore-{row['id']}")
    ada.fill("#new-name", "Kept anew")
    ada.locator("#new-name").blur()
    ada.click("#restore-as")
    expect(ada.locator(f"#restore-{row['id']}")).to_be_hidden()
    visit(ada, f"/data/{row['id']}")
    expect(ada.locator("#page-title")).to_have_text("Kept anew")
