import pytest

from quantboard.core.access import Actor, Role, ScopeMissing
from quantboard.services import accounts, preferences


def test_preferences_have_defaults_and_bounds(ann):
    assert preferences.preferences(ann)["mode"] is None
    assert preferences.set_preferences(ann, {"mode": "expert", "language": "zh-CN"})["mode"] == "expert"
    assert preferences.preferences(ann)["theme"] is None
    for bad in ({"mode": "wizard"}, {"colour": "red"}):
        with pytest.raises(preferences.BadPreference):
            preferences.set_preferences(ann, bad)


def test_the_token_of_the_first_account_is_nobodys_business(instance):
    accounts.open_first_account()
    assert "first_token" not in preferences.preferences(accounts.shell_actor())


def test_a_reading_token_changes_no_preference(ann):
    reading = Actor(ann.user_id, ann.name, Role.ADMIN, frozenset({"read"}))
    assert preferences.preferences(reading)["mode"] is None
    with pytest.raises(ScopeMissing):
        preferences.set_preferences(reading, {"mode": "expert"})
    with pytest.raises(ScopeMissing):
        preferences.reset_preferences(reading)


@pytest.mark.parametrize(
    "good",
    [
        {"theme": "dark", "colours": "red_up", "motion": "reduced", "tooltips": False},
        {"numbers": "wan", "decimals": None, "currency": "CNY", "dates": "chinese", "page_size": 50},
        {"zone": "browser"},
        {"zone": "UTC"},
        {"zone": "Asia/Shanghai"},
        {"capital": 1_000_000, "commission": 0.0003, "slippage": None},
    ],
)
def test_what_can_be_chosen_is_kept(ann, good):
    preferences.set_preferences(ann, good)
    kept = preferences.preferences(ann)
    assert {name: kept[name] for name in good} == good


@pytest.mark.parametrize(
    "bad",
    [
        {"tooltips": 1},
        {"tooltips": "yes"},
        {"decimals": 9},
        {"decimals": True},
        {"page_size": 20.0},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"zone": ["UTC"]},
        {"capital": 0},
        {"capital": "100000"},
        {"capital": True},
        {"commission": 0.5},
        {"commission": float("nan")},
        {"layout": {"x": "y" * 70_000}},
        {"first_token": "mine"},
    ],
)
def test_what_is_unknown_is_refused_and_nothing_changes(ann, bad):
    before = preferences.preferences(ann)
    with pytest.raises(preferences.BadPreference) as refused:
        preferences.set_preferences(ann, {"currency": "EUR", **bad})
    assert refused.value.field in bad
    assert preferences.preferences(ann) == before


def test_each_page_keeps_its_own_layout(ann, bob):
    preferences.keep_layout(ann, "tasks", {"filter": "failed"})
    preferences.keep_layout(ann, "run", {"cash": "5"})
    assert preferences.layout(ann, "tasks") == {"filter": "failed"}
    assert preferences.layout(bob, "tasks") == {}
    preferences.set_preferences(ann, {"currency": "EUR"})
    preferences.reset_preferences(ann, layout_only=True)
    assert preferences.layout(ann, "run") == {}
    assert preferences.preferences(ann)["currency"] == "EUR"


def test_a_reset_forgets_all_but_the_mode_and_the_first_steps(ann):
    preferences.set_preferences(ann, {"mode": "expert", "theme": "dark", "onboarding": {"done": True}, "layout": {}})
    assert preferences.reset_preferences(ann) == {
        **preferences.defaults(),
        "mode": "expert",
        "onboarding": {"done": True},
    }
