"""A team: an administrator invites, somebody joins as viewer, gets another role, forgets the password, leaves."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from steps import PASSWORD, ready, sign_in, visit

pytestmark = pytest.mark.e2e
NAME, NEW = "Dora Lange", "four unrelated words 4"


@pytest.fixture
def guest(browser: Browser, program):
    """The browser of somebody else."""
    context = browser.new_context(base_url=program.base, viewport={"width": 1440, "height": 900}, locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture
def admin(page: Page, program) -> Page:
    """The first account's browser, on the page of people."""
    if program.shell("user", "list")["users"]:
        sign_in(page)
    else:
        page.goto(program.first_address)
        ready(page)
        for field, text in (("name", "Ada Byron"), ("password", PASSWORD), ("confirm", PASSWORD)):
            page.fill(f"#{field}", text)
        page.click("#create-account")
        page.wait_for_url("**/welcome/mode/**")
    visit(page, "/people")
    return page


def link_in(page: Page) -> str:
    expect(page.locator("#one-time-link")).to_have_value(re.compile("#.{40,}"))
    link = page.input_value("#one-time-link")
    page.click("#link-done")
    return link


def do(page: Page, deed: str) -> None:
    """Choose something in the menu of the guest's row."""
    page.locator("tr", has_text=NAME).first.get_by_role("button", name=re.compile("Actions")).click()
    page.click(f"[data-deed={deed}]")


def can_load_sample(guest: Page) -> bool:
    """Whether the guest's click on the sample makes a dataset."""
    visit(guest, "/data")
    if guest.locator("#viewer").is_visible():  # a viewer is shown no deed that would be refused
        expect(guest.locator("#load-sample")).to_be_hidden()
        return False
    guest.locator("#load-sample").first.click()
    outcome = guest.locator("[data-sonner-toast]").first
    expect(outcome).to_be_visible()
    return "may not" not in outcome.inner_text()


def test_a_viewer_joins_and_becomes_a_researcher(admin: Page, guest: Page):
    admin.click("#invite")
    admin.click("#role-viewer")
    admin.fill("#invite-note", "the new one")
    admin.click("#invite-go")
    guest.goto(link_in(admin))
    ready(guest)
    expect(guest.locator("#offer")).to_contain_text("Ada Byron invites you as Viewer")
    guest.fill("#name", NAME)
    guest.fill("#password", PASSWORD)
    guest.fill("#confirm", PASSWORD)
    guest.click("#join")
    guest.wait_for_url("**/welcome/mode/**")
    ready(guest)
    guest.click("#mode-expert")
    expect(guest.locator("#account")).to_contain_text(NAME)
    assert not can_load_sample(guest)
    visit(guest, "/people")
    expect(guest.locator("#main")).to_contain_text("Only administrators manage people")

    visit(admin, "/people")
    expect(admin.locator("#invitations")).to_contain_text(f"joined as {NAME}")
    do(admin, "role")
    admin.click("#role-researcher")
    admin.click("#role-go")
    expect(admin.locator("tr", has_text=NAME).first).to_contain_text("Researcher")
    assert can_load_sample(guest)


def test_a_forgotten_password_and_a_key_for_a_program(admin: Page, guest: Page, program):
    do(admin, "reset")
    admin.click("#reset-go")
    link = link_in(admin)
    guest.goto(link)
    ready(guest)
    expect(guest.locator("#offer")).to_contain_text(NAME)
    guest.fill("#password", NEW)
    guest.fill("#confirm", NEW)
    guest.click("#choose")
    expect(guest.locator("#account")).to_contain_text(NAME)
    visit(guest, "/account")
    guest.click("#first-token")
    guest.fill("#token-name", "notebook")
    guest.click("#make-token")
    expect(guest.locator("#token-secret")).to_have_value(re.compile("^qb_"))
    secret = guest.input_value("#token-secret")
    guest.click("#token-done")
    expect(guest.locator("#tokens")).to_contain_text("notebook")
    asked = guest.request.get("/api/v1/account", headers={"Authorization": f"Bearer {secret}"})
    assert (asked.json()["name"], asked.json()["scopes"]) == (NAME, ["read"])
    guest.goto(link)
    ready(guest)
    expect(guest.locator("#over")).to_be_visible()


def test_who_is_deactivated_is_out(admin: Page, guest: Page):
    visit(guest, "/login")
    guest.fill("#name", NAME)
    guest.fill("#password", NEW)
    guest.click("#sign-in")
    guest.wait_for_url(lambda url: "/login" not in url)
    ready(guest)
    do(admin, "deactivate")
    admin.click("#deactivate-go")
    expect(admin.locator("tr", has_text=NAME).first).to_contain_text("Deactivated")
    guest.click("#nav-data")
    expect(guest).to_have_url(re.compile("/login"))
    guest.fill("#name", NAME)
    guest.fill("#password", NEW)
    guest.click("#sign-in")
    expect(guest.locator("#problem")).to_be_visible()
