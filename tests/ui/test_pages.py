"""Every page renders and stands in the table; every route has one; buttons can be found."""

import re
from pathlib import Path

import pytest
import reflex as rx

import quantboard.ui
from quantboard.ui import routes
from quantboard.ui.pages import PAGES
from quantboard.ui.shell import MENU, frame

LITERAL = re.compile(r"""RadixThemes|rx\.text\(\s*["']|rx\.heading\(\s*["']""")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_renders(page):
    content = page.content()
    assert isinstance(content, rx.Component)
    drawn = str((content if page.is_open else frame(content, page.here)).render())
    assert drawn.count('"h1"') == 1


def test_addresses_are_unique():
    found = [page.route for page in PAGES]
    assert len(found) == len(set(found))


def test_the_menu_leads_to_pages():
    known = {page.route for page in PAGES}
    assert not [href for href, _, _ in MENU if href not in known]


def test_routes_with_a_parameter_have_their_page():
    known = {re.sub(r"\[\w+\]", "x", page.route) for page in PAGES}
    made = {routes.dataset("x"), routes.new_strategy("x"), routes.strategy("x"), routes.backtest("x")}
    assert made <= known


def test_pages_use_no_literals():
    ui = Path(quantboard.ui.__file__).parent
    assert not [file.name for file in ui.rglob("*.py") if LITERAL.search(file.read_text())]
