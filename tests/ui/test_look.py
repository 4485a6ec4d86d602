"""What the account likes reaches the tab, and every handler of it."""

from datetime import UTC, datetime

import pytest
import reflex as rx
from reflex.istate.data import RouterData

from quantboard.services import accounts, preferences
from quantboard.ui import format
from quantboard.ui.gate import Gate
from quantboard.ui.look import LookState, dress, page_size_of
from quantboard.ui.session import SessionState, browser_of
from quantboard.ui.text.catalogue import LanguageState

PASSWORD = "difference engine 9"
NOON = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


def tree(cookie="", language="en-GB"):
    root = rx.State(_reflex_internal_init=True)
    router = {"headers": {"cookie": cookie, "accept-language": language}, "query": {}, "pathname": "/"}
    root.router = RouterData.from_router_data(router)
    return root


def state_of(root, kind):
    return root.get_substate(kind.get_full_name().split(".")[1:])


@pytest.fixture
def token(instance, ann):
    accounts.add_user(ann, "Ada", PASSWORD)
    return accounts.sign_in("Ada", PASSWORD)


@pytest.mark.parametrize(
    ("cookie", "language", "found"),
    [
        ("qb_browser=zh-CN%7CAsia%2FShanghai", "", ("zh-CN", "Asia/Shanghai")),
        ("qb_browser=de-DE%7CEurope%2FBerlin", "zh-CN", ("en", "Europe/Berlin")),
        ("", "zh-TW,zh;q=0.9", ("zh-CN", "")),
        ("qb_browser=%7C", "zh", ("zh-CN", "")),
        ("qb_browser=" + "x" * 500, "", ("en", "")),
    ],
)
def test_the_browser_says_its_language_and_zone(cookie, language, found):
    browser = browser_of(tree(cookie, language))
    assert (browser.language, browser.zone) == found


async def test_a_stranger_is_greeted_as_his_browser_asks(instance):
    root = tree("qb_browser=zh-CN%7CAsia%2FShanghai", "en")
    await state_of(root, SessionState).greet()
    assert state_of(root, LanguageState).language == "zh-CN"


async def test_what_was_chosen_holds_on_another_browser(token):
    here, there = (tree(f"qb_session={token}; qb_browser=en%7CAsia%2FTokyo") for _ in range(2))
    actor = accounts.actor_of(token)
    preferences.set_preferences(actor, {"colours": "red_up", "page_size": 50, "language": "zh-CN"})
    await state_of(here, SessionState).set_theme("dark")
    await state_of(there, SessionState).load()
    look = state_of(there, LookState)
    assert (look.theme, look.colours, look.page_size) == ("dark", "red_up", 50)
    assert await page_size_of(look) == 50
    assert state_of(there, LanguageState).language == "zh-CN"


async def test_a_theme_that_there_is_not_changes_nothing(token):
    session = state_of(tree(f"qb_session={token}"), SessionState)
    await session.set_theme("pink")
    await session.set_theme("")
    assert preferences.preferences(accounts.actor_of(token))["theme"] is None


async def test_every_event_writes_times_in_the_zone_of_the_tab(token):
    root = tree(f"qb_session={token}; qb_browser=en%7CAsia%2FTokyo")
    await state_of(root, SessionState).load()
    assert format.instant(NOON) == "2024-06-01 21:00"
    format.STYLE.set(format.PLAIN)

    class Event:
        name = f"{SessionState.get_full_name()}.load"

    await Gate().preprocess(None, root, Event())
    assert format.instant(NOON) == "2024-06-01 21:00"
    await dress(tree())
    assert format.instant(NOON) == "2024-06-01 12:00"
