"""Preferences as the page shows and keeps them."""

import pytest

from quantboard.services import accounts, preferences
from quantboard.ui.look import LookState
from quantboard.ui.preferences.preferences_state import PreferencesState
from quantboard.ui.text.catalogue import LanguageState
from tests.instance import PASSWORD
from tests.ui.tabs import state_of, tree


@pytest.fixture
def page(ann):
    return state_of(tree(accounts.sign_in("Ann", PASSWORD), zone="Asia/Tokyo"), PreferencesState)


async def test_the_page_shows_what_holds(page, ann):
    preferences.set_preferences(ann, {"commission": 0.0003, "capital": 250_000.0, "decimals": 3})
    await page.load()
    shown = {name: page.liked[name] for name in ("commission", "capital", "slippage", "decimals", "theme", "zone")}
    assert shown == {
        "commission": "0.03",
        "capital": "250000",
        "slippage": "",
        "decimals": "3",
        "theme": "system",
        "zone": "browser",
    }
    assert "Asia/Shanghai" in page.zones


async def test_a_choice_is_kept_and_applies_at_once(page, ann):
    await page.load()
    for name, text in {"colours": "red_up", "page_size": "50", "numbers": "kmb", "currency": "USD"}.items():
        await page.choose(name, text)
    look = state_of(page._get_root_state(), LookState)
    assert (look.colours, look.page_size) == ("red_up", 50)
    assert page.example[:2] == ["$1.23M", "−4.68 %"]
    assert page.said == "Saved"
    assert preferences.preferences(ann)["page_size"] == 50
    await page.choose("decimals", "0")
    assert page.example[0] == "$1M"
    await page.choose("decimals", "")
    assert preferences.preferences(ann)["decimals"] is None


async def test_the_theme_follows(page):
    await page.choose("theme", "dark")
    assert state_of(page._get_root_state(), LookState).theme == "dark"
    await page.choose("theme", "system")
    assert state_of(page._get_root_state(), LookState).theme == "system"


async def test_the_language_is_the_tabs_too(page, ann):
    await page.load()
    await page.choose("language", "zh-CN")
    assert preferences.preferences(ann)["language"] == "zh-CN"
    assert state_of(page._get_root_state(), LanguageState).language == "zh-CN"


@pytest.mark.parametrize(
    ("name", "text"), [("colours", "blue_up"), ("zone", "Mars/Olympus"), ("first_token", "mine"), ("page_size", "7")]
)
async def test_what_is_unknown_is_refused_at_its_field(page, ann, name, text):
    await page.load()
    await page.choose(name, text)
    assert page.errors[name]
    assert preferences.preferences(ann) == preferences.defaults()


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("capital", "250,000", 250_000.0),
        ("commission", "0.03", 0.0003),
        ("stamp_duty", "0.1 %", 0.001),
        ("slippage", "", None),
    ],
)
async def test_amounts_are_typed_in_percent(page, ann, name, text, kept):
    await page.load()
    await page.type_amount(name, text)
    assert page.errors == {}
    assert preferences.preferences(ann)[name] == kept


@pytest.mark.parametrize(("name", "text"), [("capital", "much"), ("capital", "-5"), ("commission", "90")])
async def test_a_bad_amount_is_told_and_not_kept(page, ann, name, text):
    await page.load()
    await page.type_amount(name, text)
    assert page.errors[name]
    assert page.liked[name] == text
    await page.type_amount("mode", "expert")
    assert preferences.preferences(ann) == preferences.defaults()


async def test_switches_and_resets(page, ann):
    await page.load()
    await page.turn("tooltips", False)
    await page.turn("mode", True)
    assert page.flags["tooltips"] is False
    assert not state_of(page._get_root_state(), LookState).tooltips
    preferences.keep_layout(ann, "run", {"cash": "5"})
    await page.reset_layout()
    assert preferences.layout(ann, "run") == {}
    assert preferences.preferences(ann)["tooltips"] is False
    await page.reset_all()
    assert preferences.preferences(ann) == preferences.defaults()
    assert page.flags["tooltips"] is True
