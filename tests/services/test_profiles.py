import pytest

from quantboard.core.access import Actor, RoleTooLow
from quantboard.readers.plan import UnknownHint
from quantboard.services import profiles
from quantboard.services.profiles import BadProfile, NoSuchProfile, ProfileNameTaken

COLUMNS = ("日期", "开盘", "收盘")
HINTS = {"zone": "Asia/Shanghai", "stamp": "close"}


def test_a_profile_is_kept_changed_and_forgotten(bob: Actor) -> None:
    made = profiles.save(bob, " My  broker ", COLUMNS, HINTS)
    assert (made.name, made.columns, made.hints) == ("My broker", COLUMNS, HINTS)
    assert profiles.list_profiles(bob) == [made]
    changed = profiles.edit(bob, made.id, name="Broker", hints={"zone": "UTC"})
    assert (changed.name, changed.hints) == ("Broker", {"zone": "UTC"})
    profiles.delete(bob, made.id)
    assert profiles.list_profiles(bob) == []
    with pytest.raises(NoSuchProfile):
        profiles.edit(bob, made.id, name="Gone")


def test_the_newest_for_the_same_columns_matches(bob: Actor) -> None:
    profiles.save(bob, "One", COLUMNS, HINTS)
    newest = profiles.save(bob, "Two", COLUMNS, {"zone": "UTC"})
    found = profiles.matching(bob, COLUMNS)
    assert found is not None
    assert found.id == newest.id
    assert profiles.matching(bob, ("Date",)) is None
    assert profiles.matching(bob, ()) is None


def test_names_hints_and_strangers_are_checked(ann: Actor, bob: Actor, vic: Actor) -> None:
    made = profiles.save(bob, "One", COLUMNS, HINTS)
    with pytest.raises(ProfileNameTaken):
        profiles.save(bob, "one", (), HINTS)
    with pytest.raises(BadProfile):
        profiles.save(bob, "Two", (), {})
    with pytest.raises(BadProfile):
        profiles.save(bob, " ", (), HINTS)
    with pytest.raises(UnknownHint):
        profiles.save(bob, "Two", (), {"colour": "red"})
    with pytest.raises(NoSuchProfile):
        profiles.delete(ann, made.id)
    with pytest.raises(RoleTooLow):
        profiles.save(vic, "Mine", (), HINTS)
    assert profiles.list_profiles(ann) == []
