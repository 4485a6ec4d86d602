from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from instance import PASSWORD

from quantboard.core.access import Role, Scope
from quantboard.db import audit, sign_ins, users
from quantboard.db.base import now
from quantboard.db.session import session, writing
from quantboard.errors import InvalidInput, LimitReached, NotAllowed
from quantboard.services import accounts, preferences, sessions


def test_the_first_account_needs_the_token_or_loopback(instance):
    token = accounts.open_first_account()
    for wrong in (None, "", "guess"):
        with pytest.raises(accounts.WrongToken):
            accounts.create_first_admin("Ann", PASSWORD, wrong)
    made = accounts.create_first_admin("Ann", PASSWORD, token)
    assert made.role is Role.ADMIN
    assert not accounts.needs_first_account()
    assert accounts.open_first_account() is None
    assert "first_token" not in preferences.preferences(made)
    with pytest.raises(accounts.AccountExists):
        accounts.create_first_admin("Eve", PASSWORD, token)


def test_a_new_token_ends_the_former(instance):
    old, new = accounts.open_first_account(), accounts.open_first_account()
    with pytest.raises(accounts.WrongToken):
        accounts.create_first_admin("Ann", PASSWORD, old)
    assert accounts.create_first_admin("Ann", PASSWORD, new)


def test_what_the_shell_made_before_belongs_to_the_first_account(instance):
    shell = accounts.shell_actor()
    assert shell.role is Role.ADMIN
    made = accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)
    assert made.user_id == shell.user_id
    assert accounts.shell_actor().name == "Ann"


def test_the_shell_is_asked_who_it_is_where_there_are_several_admins(ann, bob):
    accounts.add_user(ann, "Cleo", PASSWORD, Role.ADMIN)
    with pytest.raises(accounts.NotAnAdmin, match="several"):
        accounts.shell_actor()
    assert accounts.shell_actor("CLEO").name == "Cleo"
    with pytest.raises(accounts.NotAnAdmin):
        accounts.shell_actor("Bob")


def test_sign_in_use_and_out(ann):
    token = accounts.sign_in(" ANN ", PASSWORD)
    assert accounts.actor_of(token) == ann
    with session() as asking:
        kept = asking.scalars(sa.select(sign_ins.SignIn)).one()
    assert token not in kept.token_hash
    assert len(kept.token_hash) == 64
    accounts.sign_out(token)
    assert accounts.actor_of(token) is None
    assert accounts.actor_of("") is None


@pytest.mark.parametrize("name", ["Ann", "Nobody", ""])
def test_wrong_name_and_wrong_password_look_alike(ann, name):
    with pytest.raises(accounts.WrongPassword) as caught:
        accounts.sign_in(name, "not the password")
    assert caught.value.message == "Name or password is wrong."
    with session() as asking:
        assert audit.recent(asking)[0].event == "session.refused"


def test_failures_are_throttled_per_name_and_address(ann):
    for _ in range(5):
        with pytest.raises(NotAllowed):
            accounts.sign_in("ann", "wrong", "1.2.3.4")
    with pytest.raises(LimitReached):
        accounts.sign_in("Ann", PASSWORD, "1.2.3.4")
    with session() as asking:
        assert "session.throttled" in [one.event for one in audit.recent(asking)]
    assert accounts.sign_in("Ann", PASSWORD, "5.6.7.8")


@pytest.mark.parametrize(
    ("changes", "is_kept"),
    [
        ({"used_at": timedelta(hours=24 * 7 - 1)}, True),
        ({"used_at": timedelta(hours=24 * 7 + 1)}, False),
        ({"ends_at": timedelta(seconds=1)}, False),
    ],
)
def test_a_session_ends_when_idle_or_old(ann, changes, is_kept):
    token = accounts.sign_in("Ann", PASSWORD)
    with writing() as w:
        w.execute(sa.update(sign_ins.SignIn).values({name: now() - ago for name, ago in changes.items()}))
    assert (accounts.actor_of(token) is not None) is is_kept
    assert accounts.forget_ended() == (not is_kept)


def test_use_keeps_a_session_alive(ann):
    token = accounts.sign_in("Ann", PASSWORD)
    with writing() as w:
        w.execute(sa.update(sign_ins.SignIn).values(used_at=now() - timedelta(days=6)))
    assert accounts.actor_of(token)
    with session() as asking:
        assert now() - asking.scalars(sa.select(sign_ins.SignIn)).one().used_at < timedelta(minutes=1)


def test_only_admins_manage_people(ann, bob):
    with pytest.raises(NotAllowed):
        accounts.add_user(bob, "Eve", PASSWORD)
    with pytest.raises(accounts.NameTaken):
        accounts.add_user(ann, "bOb", PASSWORD)
    with pytest.raises(InvalidInput):
        accounts.add_user(ann, "<script>", PASSWORD)


def test_changing_ones_password_ends_every_session_and_opens_one(ann):
    here, elsewhere = accounts.sign_in("Ann", PASSWORD), accounts.sign_in("Ann", PASSWORD)
    with pytest.raises(accounts.WrongPassword):
        accounts.change_password(ann, "wrong", "another good secret")
    new = accounts.change_password(ann, PASSWORD, "another good secret", "Firefox")
    assert accounts.actor_of(new) == ann
    assert accounts.actor_of(here) is None
    assert accounts.actor_of(elsewhere) is None
    assert [one.device for one in sessions.list_sessions(ann)] == ["Firefox"]
    assert accounts.sign_in("Ann", "another good secret")
    accounts.sign_out_everywhere(ann, new)
    assert accounts.actor_of(new)
    assert accounts.sign_out_everywhere(ann) == 1
    assert accounts.actor_of(new) is None


def test_no_token_changes_a_password(ann):
    program = replace(ann, scopes=frozenset(Scope))
    with pytest.raises(sessions.PersonNeeded):
        accounts.change_password(program, PASSWORD, "another good secret")


def test_guessing_the_present_password_is_slowed_too(ann):
    for _ in range(5):
        with pytest.raises(accounts.WrongPassword):
            accounts.change_password(ann, "wrong", "another good secret")
    with pytest.raises(LimitReached):
        accounts.change_password(ann, PASSWORD, "another good secret")


def test_nobody_inactive_signs_in(ann, bob):
    token = accounts.sign_in("Bob", PASSWORD)
    with writing() as w:
        w.execute(sa.update(users.User).where(users.User.id == bob.user_id).values(is_active=False))
    assert accounts.actor_of(token) is None
    with pytest.raises(accounts.WrongPassword):
        accounts.sign_in("Bob", PASSWORD)
