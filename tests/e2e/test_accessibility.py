"""Every page for everybody: by keyboard alone, for a screen reader, light and dark, from a phone to a wide screen.

The first test does the whole job without a mouse; what it makes is what the other tests look at. Pages are found in
``ui/pages.py``: a new one is covered as soon as it stands there, and a new parameter must be given a value below.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import running
from playwright.sync_api import Page, TimeoutError, expect
from steps import PASSWORD, ready, sign_in, visit

from quantboard.ui import routes
from quantboard.ui.pages import PAGES

pytestmark = pytest.mark.e2e
WIDTHS = (390, 768, 1440, 1920)
GRAVE = ("serious", "critical")
RULES = {"resultTypes": ["violations"]}
MOST_TABS = 120
made: dict[str, str] = {}  # what stands for a parameter of a route
known: list = []  # the cookies of the person who is signed in


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with running(tmp_path_factory.mktemp("everybody")) as started:
        yield started


@pytest.fixture
def page(page: Page) -> Page:
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    return page


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element of this id has the focus, as a person without a mouse would."""
    for _ in range(MOST_TABS):
        if page.evaluate("document.activeElement?.id") == wanted:
            assert page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                " || getComputedStyle(document.activeElement).boxShadow !== 'none'"
            ), wanted
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"#{wanted} is not reached by Tab on {page.url}")


def press(page: Page, wanted: str) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def type_into(page: Page, wanted: str, text: str) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def settled(page: Page) -> None:
    ready(page)
    expect(page.locator(".qb-loading")).to_have_count(0, timeout=20_000)
    page.wait_for_load_state("networkidle")


def findings(page: Page, within: str | None = None) -> list[str]:
    """What axe says is serious or critical, with the place; ``within`` an open menu, whose surroundings are inert."""
    response = Axe().run(page, context=within, options=RULES).response
    return [
        f"{page.url}: {one['id']}: {one['help']}: {place['target']} {place['failureSummary']}"
        for one in response["violations"]
        if one["impact"] in GRAVE
        for place in one["nodes"]
    ]


def test_1_the_whole_job_without_a_mouse(page: Page, program):
    page.goto(program.first_address)
    settled(page)
    assert not findings(page)
    type_into(page, "name", "Ada Byron")
    type_into(page, "password", PASSWORD)
    type_into(page, "confirm", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/mode/**")
    ready(page)
    press(page, "mode-beginner")
    page.wait_for_url(lambda url: "welcome" not in url)
    settled(page)
    press(page, "step-sample")
    expect(page.locator("#n-datasets")).to_have_text("1", timeout=180_000)  # the worker may still be compiling
    press(page, "step-strategy")
    page.wait_for_url("**/strategies/new/**")
    ready(page)
    type_into(page, "strategy-name", "g d? /")
    expect(page.locator("#strategy-name")).to_have_value("g d? /")
    assert "/strategies/new/" in page.url
    type_into(page, "strategy-name", "Crossing averages")
    press(page, "create-and-test")
    page.wait_for_url(re.compile("/backtests/new"))
    expect(page.locator("#start")).to_be_enabled(timeout=20_000)
    press(page, "start")
    page.wait_for_url(re.compile(r"/backtests/[0-9a-f]{32}"))
    expect(page.locator("#result-hash")).to_be_visible(timeout=90_000)
    made["backtest_id"] = re.search(r"[0-9a-f]{32}", page.url)[0]
    made["dataset_id"] = program.shell("data", "list")["datasets"][0]["id"]
    made["task_key"] = program.shell("task", "list")["items"][0]["id"]
    made["template_key"] = "double_moving_average"
    made["topic"] = "errors"
    made["indicator_code"] = "macd"
    visit(page, "/builder")
    press(page, "draw-template-macd")
    page.wait_for_url(re.compile(r"/builder/[0-9a-f]{32}"))
    made["draft_key"] = re.search(r"[0-9a-f]{32}", page.url)[0]


def test_2_the_palette_finds_and_leads(page: Page):
    sign_in(page)
    page.keyboard.press("Control+k")
    expect(page.locator("#command-search")).to_be_focused()
    assert not findings(page)
    page.keyboard.type("crsng")
    expect(page.locator(".qb-command[data-key^=strategy-]")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("Crossing averages")
    expect(page.locator(".qb-command[data-key^=strategy-]")).to_be_visible()
    options = page.locator(".qb-command")
    places = [one.get_attribute("data-key") or "" for one in options.all()]
    for _ in range(next(n for n, key in enumerate(places) if key.startswith("strategy-"))):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/strategies/[0-9a-f]{32}"))
    made["strategy_key"] = re.search(r"[0-9a-f]{32}", page.url)[0]
    expect(page).to_have_title("Crossing averages · Strategies · QuantBoard")
    page.keyboard.press("Control+k")
    expect(page.locator(f".qb-command[data-key=strategy-{made['strategy_key']}]")).to_be_visible()
    expect(page.locator(".qb-command").first).to_contain_text("Crossing averages")
    page.keyboard.press("Escape")
    expect(page.locator("#command-search")).to_be_hidden()


def test_3_keys_lead_from_page_to_page(page: Page):
    sign_in(page)
    for keys, path in (("gd", "/data"), ("gs", "/strategies"), ("gb", "/backtests"), ("gt", "/tasks"), ("gh", "/")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(re.compile(f"{path}$"))
        settled(page)
        expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#shortcut-sheet")).to_be_visible()
    assert not findings(page)
    page.keyboard.press("Escape")
    expect(page.locator("#shortcut-sheet")).to_be_hidden()
    page.locator("#account").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sign-out")).to_be_visible()
    assert not findings(page, "[role=menu]")
    page.keyboard.press("Escape")
    expect(page.locator("#account")).to_be_focused()
    page.reload()
    settled(page)
    page.keyboard.press("Tab")
    expect(page.locator(".qb-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def as_known(page: Page) -> None:
    if not known:
        sign_in(page)
        known.extend(page.context.cookies())
    page.context.add_cookies(known)


def address(route: str) -> str:
    def value(found: re.Match[str]) -> str:
        assert found[1] in made, f"say in test_accessibility.py what stands for {found[0]} of {route}"
        return made[found[1]]

    return re.sub(r"\[(\w+)\]", value, route)


@pytest.mark.parametrize("shown", [one for one in PAGES if one.route != routes.WELCOME], ids=lambda one: one.route)
def test_4_every_page_is_for_everybody(page: Page, program, shown):
    if not shown.is_open:
        as_known(page)
    page.goto(address(shown.route))
    settled(page)
    assert page.locator("h1").count() == 1
    assert page.title().endswith("QuantBoard")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        fits = f"document.documentElement.scrollWidth <= {width}"  # figures follow the window a moment later
        try:
            page.wait_for_function(fits, timeout=5_000)
        except TimeoutError as late:
            raise AssertionError(f"scrolls sideways at {width}") from late
    page.set_viewport_size({"width": 1440, "height": 900})
    found = findings(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    found += findings(page)
    assert not found, "\n".join(found)


def test_5_a_page_that_breaks_says_so_and_comes_back(browser, program):
    context = browser.new_context(base_url=program.base, locale="en-US")
    page = context.new_page()
    as_known(page)
    broken = re.compile("/assets/upload-")
    source = "export const QbUpload = () => { throw new Error('broken'); };"
    page.route(broken, lambda asked: asked.fulfill(content_type="text/javascript", body=source))
    page.goto("/data/import")
    expect(page.locator("#fault-reference")).to_have_text(re.compile("^[0-9a-f]{8}$"), timeout=20_000)
    assert not findings(page)
    page.unroute_all()
    page.click("#reload")
    expect(page.locator("#file-input")).to_be_attached(timeout=20_000)
    context.set_offline(True)
    expect(page.locator("#connection")).not_to_be_empty()
    context.set_offline(False)
    expect(page.locator("#connection")).to_be_empty(timeout=20_000)
    context.close()
