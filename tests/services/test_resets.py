from datetime import timedelta

import pytest
import sqlalchemy as sa
from instance import PASSWORD

from quantboard.db.base import now
from quantboard.db.invitations import PasswordReset
from quantboard.db.session import session, writing
from quantboard.errors import InvalidInput, NotAllowed
from quantboard.services import accounts, people, resets

NEW = "another good secret"


def test_a_link_gives_a_new_password_once(ann, bob):
    token = accounts.sign_in("Bob", PASSWORD)
    view, key = resets.make_link(ann, bob.user_id)
    assert view.name == resets.look(key).name == "Bob"
    assert accounts.actor_of(token)
    with pytest.raises(InvalidInput):
        resets.choose(key, "short")
    assert resets.choose(key, NEW, "192.0.2.1") == "Bob"
    assert accounts.actor_of(token) is None
    assert accounts.sign_in("Bob", NEW)
    with pytest.raises(resets.ResetOver):
        resets.choose(key, NEW)


def test_only_the_digest_is_kept(ann, bob):
    _, key = resets.make_link(ann, bob.user_id)
    with session() as asking:
        assert key not in repr(asking.scalars(sa.select(PasswordReset)).one().model_dump())


def test_links_end(ann, bob):
    _, first = resets.make_link(ann, bob.user_id)
    _, second = resets.make_link(ann, bob.user_id)
    with pytest.raises(resets.ResetOver):
        resets.look(first)
    accounts.change_password(bob, PASSWORD, NEW)
    with pytest.raises(resets.ResetOver):
        resets.look(second)
    _, third = resets.make_link(ann, bob.user_id)
    with writing() as w:
        w.execute(sa.update(PasswordReset).values(expires_at=now() - timedelta(seconds=1)))
    with pytest.raises(resets.ResetOver):
        resets.choose(third, PASSWORD)
    assert accounts.forget_ended() == 0
    with session() as asking:
        assert not asking.scalars(sa.select(PasswordReset)).all()


def test_who_may_not_sign_in_gets_no_link(ann, bob):
    _, key = resets.make_link(ann, bob.user_id)
    people.deactivate(ann, bob.user_id)
    with pytest.raises(resets.ResetOver):
        resets.choose(key, NEW)
    with pytest.raises(resets.PersonInactive):
        resets.make_link(ann, bob.user_id)
    with pytest.raises(people.NoSuchPerson):
        resets.make_link(ann, "f" * 32)


def test_a_new_password_ends_the_waiting(ann, bob):
    for number in range(50):
        with pytest.raises(NotAllowed):
            accounts.sign_in("Bob", "wrong", f"203.0.113.{number}")
    _, key = resets.make_link(ann, bob.user_id)
    resets.choose(key, NEW)
    assert accounts.sign_in("Bob", NEW, "198.51.100.1")


def test_only_admins_make_links(ann, bob):
    with pytest.raises(NotAllowed):
        resets.make_link(bob, ann.user_id)
    for hours in (0, 169):
        with pytest.raises(resets.BadLifetime):
            resets.make_link(ann, bob.user_id, hours)
