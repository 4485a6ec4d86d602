"""A person draws a strategy by its visible labels, reads it back, changes a number in the code and runs it."""

import re

import pytest
from playwright.sync_api import Page, expect
from steps import ready, visit

pytestmark = pytest.mark.e2e
SENTENCE = (
    "Buy when MACD(12, 26, 9) line crosses above MACD(12, 26, 9) signal and RSI(14) < 30; size 50 % of equity; "
    "stop-loss 5 %."
)


def add(page: Page, title: str, node: str, at: tuple[int, int]) -> None:
    """Double-click, type what it is called, Enter."""
    page.locator(".react-flow__pane").dblclick(position={"x": at[0], "y": at[1]})
    search = page.locator(".qb-adder input")
    search.fill(title)
    search.press("Enter")
    expect(page.locator(f'.react-flow__node[data-id="{node}"]')).to_be_visible()


def connect(page: Page, source: str, out: str, target: str, port: str) -> None:
    """Drag a wire from an output to an input."""
    n_before = page.locator(".react-flow__edge").count()
    pull(page, source, out, target, port)
    expect(page.locator(".react-flow__edge")).to_have_count(n_before + 1)


def pull(page: Page, source: str, out: str, target: str, port: str) -> None:
    ends = [
        page.locator(f'[data-id="{node}"] .react-flow__handle.{side}[data-handleid="{name}"]').bounding_box()
        for node, name, side in ((source, out, "source"), (target, port, "target"))
    ]
    (x0, y0), (x1, y1) = ((one["x"] + one["width"] / 2, one["y"] + one["height"] / 2) for one in ends)
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move(x1, y1, steps=6)
    page.mouse.up()


def test_a_strategy_is_drawn_read_back_changed_in_code_and_run(page, program, ada):
    page.set_viewport_size({"width": 1600, "height": 1000})
    program.shell("sample", "load")
    visit(page, "/builder")
    page.click("#start-drawing")
    page.wait_for_url(re.compile(r"/builder/\w+"))
    expect(page.locator("#sentence")).to_have_text("Nothing is decided yet.")
    expect(page.locator("#commit")).to_be_disabled()
    for title, node, at in (
        ("Price or volume", "column", (10, 230)),
        ("MACD", "macd", (170, 90)),
        ("RSI", "rsi", (170, 340)),
        ("Crosses above", "cross_above", (430, 90)),
        ("Less than", "less", (430, 340)),
        ("AND", "all_of", (600, 220)),
        ("Enter", "enter", (750, 90)),
        ("Share of equity", "size_share", (620, 360)),
        ("Stop-loss", "stop_loss", (430, 520)),
    ):
        add(page, title, node, at)
    for wire in (
        ("column", "out", "macd", "x"),
        ("column", "out", "rsi", "x"),
        ("macd", "line", "cross_above", "a"),
        ("macd", "signal", "cross_above", "b"),
        ("rsi", "out", "less", "a"),
        ("cross_above", "out", "all_of", "conditions"),
        ("less", "out", "all_of", "conditions"),
        ("all_of", "out", "enter", "when"),
    ):
        connect(page, *wire)
    page.locator('[data-id="less"] .qb-node-head').click()
    page.get_by_label("b", exact=True).fill("30")
    expect(page.locator("#sentence")).to_have_text(SENTENCE)
    pull(page, "column", "out", "enter", "when")  # a price is no condition
    expect(page.locator("[data-sonner-toast]").first).to_contain_text("takes true or false, not a series")
    expect(page.locator("#sentence")).to_have_text(SENTENCE)

    page.locator(".qb-canvas-box").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#sentence")).not_to_have_text(SENTENCE)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#sentence")).to_have_text(SENTENCE)
    page.reload()
    ready(page)
    expect(page.locator("#sentence")).to_have_text(SENTENCE)

    page.locator('[data-id="rsi"] .qb-node-head').click()
    page.click("#tab-values")
    expect(page.locator("#values-told")).to_contain_text("values on", timeout=30_000)
    page.click("#tab-code")
    line = page.locator(".cm-line", has_text="less = rsi_ < 30.0")
    line.click()
    page.keyboard.press("End")
    for _ in "30.0":
        page.keyboard.press("Backspace")
    page.keyboard.type("25.0")
    page.click("#take-code")
    expect(page.locator("#sentence")).to_contain_text("RSI(14) < 25")
    expect(page.locator('[data-id="less"]')).to_contain_text("25")

    page.click("#commit")
    page.wait_for_url(re.compile(r"/strategies/\w+"))
    expect(page.locator(".cm-content")).to_contain_text("less = rsi_ < 25.0")
