"""What the journeys share."""

import sys
from pathlib import Path

from playwright.sync_api import Page, expect

sys.path.append(str(Path(__file__).parents[1]))

PASSWORD = "difference engine 9"
DATA = Path(__file__).parents[1] / "data"


def ready(page: Page) -> None:
    """Until the page is alive: prerendered pages show buttons that nobody hears yet."""
    expect(page.locator("main")).to_have_attribute("data-hydrated", "true", timeout=20_000)


def visit(page: Page, path: str) -> None:
    page.goto(path)
    ready(page)


def sign_in(page: Page, name: str = "Ada Byron") -> None:
    visit(page, "/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("#sign-in")
    page.wait_for_url(lambda url: "/login" not in url)
    ready(page)
