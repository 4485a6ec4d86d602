import pytest

from quantboard.core.access import Actor, Role, ScopeMissing
from quantboard.services import accounts, preferences


def test_preferences_have_defaults_and_bounds(ann):
    assert preferences.preferences(ann)["mode"] is None
    assert preferences.set_preferences(ann, {"mode": "expert", "language": "zh-CN"})["mode"] == "expert"
    assert preferences.preferences(ann)["theme"] == "system"
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
