import pytest

from quantboard.services import accounts
from quantboard.ui.help.help_state import HelpState
from quantboard.ui.help.manual_state import ManualState
from quantboard.ui.help.views import at, found_in
from quantboard.ui.text.catalogue import LanguageState
from tests.ui.tabs import state_of, tree


def tab(path="/", language="en"):
    root = tree(path=path)
    state_of(root, LanguageState).language = language
    return root


async def test_the_drawer_opens_at_the_topic_of_the_page_and_closes():
    drawer = state_of(tab("/backtests/new"), HelpState)
    await drawer.open_for("")
    assert (drawer.is_open, drawer.article.title) == (True, "Setting up a backtest")
    assert "<table>" in drawer.article.html
    await drawer.open_for("")
    assert not drawer.is_open


async def test_it_speaks_the_language_of_the_tab():
    drawer = state_of(tab("/data/import", "zh-CN"), HelpState)
    await drawer.open_for("")
    assert drawer.article.title == "导入数据"


async def test_an_open_drawer_goes_along_unless_something_was_looked_up():
    root = tab("/data/import")
    drawer = state_of(root, HelpState)
    await drawer.open_for("")
    root.router = tree(path="/tasks").router
    await drawer.follow()
    assert drawer.article.title == "Tasks"
    await drawer.read("/help/metrics#sharpe")
    root.router = tree(path="/data/import").router
    await drawer.follow()
    assert drawer.article.title == "Sharpe ratio"
    await drawer.back_to_page()
    assert drawer.article.title == "Importing data"


async def test_what_is_found_can_be_read_in_the_drawer():
    drawer = state_of(tab(), HelpState)
    await drawer.open_for("")
    await drawer.search("comission")
    assert drawer.hits[0].title == "Commission"
    await drawer.read(drawer.hits[0].href)
    assert (drawer.article.key, drawer.query, drawer.hits) == ("commission", "", [])


async def test_what_cannot_be_read_in_the_drawer_is_gone_to():
    drawer = state_of(tab(), HelpState)
    assert await drawer.read("/help/faq") is not None


async def test_the_front_page_lists_every_topic_and_searches():
    manual = state_of(tab("/help"), ManualState)
    await manual.load()
    assert len(manual.topics) >= 14
    assert manual.hits == []
    await manual.search("slippage")
    assert manual.hits[0].href == "/help/glossary#slippage"


async def test_a_collection_can_be_narrowed():
    assert found_in("error", "code.timed_out", "en") == {"code.timed_out"}
    manual = state_of(tab("/help/errors"), ManualState)
    manual._page = "errors"
    await manual.narrow("timed out")
    assert "code.timed_out" in manual.html
    assert "zone.unknown" not in manual.html


@pytest.mark.parametrize(
    ("href", "title"),
    [
        ("/help/import", "Importing data"),
        ("/help/glossary#bar", "Bar"),
        ("/help/errors#code.memory", "The code needs more memory than it may have"),
        ("/help/astrology", None),
        ("/help/metrics#luck", None),
    ],
)
def test_addresses_of_the_manual(href, title):
    found = at(href, "en")
    assert (found.title if found else None) == title


def test_no_page_of_the_manual_needs_an_account_to_be_built(instance):
    assert accounts.needs_first_account()
    assert at("/help/import", "zh-CN").html
