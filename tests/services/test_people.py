import pytest
import sqlalchemy as sa
from instance import PASSWORD

from quantboard.core.access import Actor, Role, ScopeMissing
from quantboard.core.listing import Wanted
from quantboard.db import audit
from quantboard.db.schedules import Schedule
from quantboard.db.session import session, writing
from quantboard.db.sign_ins import SignIn
from quantboard.db.strategies import Strategy
from quantboard.errors import Conflict, NotAllowed
from quantboard.services import accounts, invitations, people, sessions, tokens


def events():
    with session() as asking:
        return [one.event for one in audit.recent(asking)]


def own(actor, name):
    with writing() as w:
        made = Strategy(owner_id=actor.user_id, name=name, kind="signals", digest="0" * 64)
        w.add(made)
        w.flush()
        return made.id


def test_the_list_is_sought_sorted_and_parted(ann, bob, vic):
    assert [one.name for one in people.list_people(ann).items] == ["Ann", "Bob", "Vic"]
    assert [one.name for one in people.list_people(ann, Wanted(words="O")).items] == ["Bob"]
    assert [one.name for one in people.list_people(ann, Wanted(sort="-role")).items] == ["Ann", "Bob", "Vic"]
    part = people.list_people(ann, Wanted(sort="name", limit=1, offset=1))
    assert ([one.name for one in part.items], part.total) == (["Bob"], 3)


def test_only_admins_manage_people(ann, bob):
    for deed in (
        lambda who: people.list_people(who),
        lambda who: people.affected(who, ann.user_id),
        lambda who: people.rename(who, ann.user_id, "Anna"),
        lambda who: people.change_role(who, bob.user_id, Role.ADMIN),
        lambda who: people.deactivate(who, ann.user_id),
        lambda who: people.reactivate(who, ann.user_id),
        lambda who: people.sign_out(who, ann.user_id),
        lambda who: people.revoke_tokens(who, ann.user_id),
        lambda who: people.reset_password(who, "Ann", "another good secret"),
        lambda who: people.transfer(who, ann.user_id, bob.user_id),
        lambda who: people.find(who, "Ann"),
    ):
        with pytest.raises(NotAllowed):
            deed(bob)
        with pytest.raises(ScopeMissing):
            deed(Actor(ann.user_id, "Ann", Role.ADMIN, frozenset({"read", "write", "run"})))


def test_a_new_role_is_in_force_at_once_and_renews_the_tokens(ann, bob):
    token = accounts.sign_in("Bob", PASSWORD)
    people.change_role(ann, bob.user_id, Role.VIEWER)
    here = sessions.known(token)
    assert (here.actor.role, here.is_due) == (Role.VIEWER, True)
    assert "account.role_changed" in events()
    people.change_role(ann, bob.user_id, Role.VIEWER)
    assert events().count("account.role_changed") == 1


def test_the_last_active_admin_stays(ann, bob):
    with pytest.raises(people.LastAdmin):
        people.change_role(ann, ann.user_id, Role.REVIEWER)
    people.change_role(ann, bob.user_id, Role.ADMIN)
    second = people.find(ann, "Bob")
    people.deactivate(ann, second.id)
    with pytest.raises(people.LastAdmin):
        people.change_role(ann, ann.user_id, Role.REVIEWER)
    people.reactivate(ann, second.id)
    assert people.change_role(ann, ann.user_id, Role.REVIEWER).role is Role.REVIEWER
    with pytest.raises(NotAllowed):
        people.list_people(Actor(ann.user_id, "Ann", Role.REVIEWER))


def test_nobody_deactivates_himself(ann, bob):
    people.change_role(ann, bob.user_id, Role.ADMIN)
    with pytest.raises(people.NotOneself):
        people.deactivate(ann, ann.user_id)


def test_who_is_deactivated_is_out_everywhere_and_keeps_his_work(ann, bob):
    token, (_, secret) = accounts.sign_in("Bob", PASSWORD), tokens.create(bob, "script", ["read"])
    kept = own(bob, "Mine")
    seen = people.affected(ann, bob.user_id)
    assert (seen.n_sessions, seen.n_tokens, seen.owned["strategy"], seen.n_owned) == (1, 1, 1, 1)
    assert not people.deactivate(ann, bob.user_id).is_active
    assert accounts.actor_of(token) is None
    assert tokens.actor_of_token(secret) is None
    with pytest.raises(NotAllowed):
        accounts.sign_in("Bob", PASSWORD)
    with session() as asking:
        assert asking.get(Strategy, kept).owner_id == bob.user_id
    assert people.reactivate(ann, bob.user_id).is_active
    assert accounts.sign_in("Bob", PASSWORD)
    assert tokens.actor_of_token(secret) is None


def test_an_admin_who_goes_takes_his_invitations_along(ann, bob):
    people.change_role(ann, bob.user_id, Role.ADMIN)
    boss = Actor(bob.user_id, "Bob", Role.ADMIN)
    _, key = invitations.invite(boss)
    people.change_role(ann, bob.user_id, Role.RESEARCHER)
    with pytest.raises(invitations.InvitationOver):
        invitations.look(key)


def test_work_goes_over_and_taken_names_tell_whose_it_was(ann, bob, vic):
    own(ann, "Trend"), own(bob, "Trend"), own(bob, "Other")
    with writing() as w:
        nightly = Schedule(owner_id=bob.user_id, name="nightly", kind="clean_up", cron="0 3 * * *", zone="UTC")
        w.add(nightly)
    moved = people.transfer(ann, bob.user_id, ann.user_id)
    assert moved == {"dataset": 0, "strategy": 2, "backtest": 0, "setup": 0, "schedule": 1}
    with session() as asking:
        rows = asking.scalars(sa.select(Strategy)).all()
        assert {row.owner_id for row in rows} == {ann.user_id}
        names = sorted(row.name for row in rows)
    assert names[:2] == ["Other", "Trend"]
    assert names[2].startswith("Trend (Bob, ")
    for taker in (vic.user_id, bob.user_id):
        with pytest.raises(people.CannotOwn):
            people.transfer(ann, bob.user_id, taker)
    with pytest.raises(people.NoSuchPerson):
        people.transfer(ann, bob.user_id, "f" * 32)


def test_a_new_name_signs_in(ann, bob):
    people.rename(ann, bob.user_id, " Robert ")
    assert accounts.sign_in("robert", PASSWORD)
    with pytest.raises(Conflict):
        people.rename(ann, bob.user_id, "ANN")
    people.rename(ann, bob.user_id, "ROBERT")


def test_a_reset_password_ends_all_sessions(ann, bob):
    token = accounts.sign_in("Bob", PASSWORD)
    people.reset_password(ann, "Bob", "another good secret")
    assert accounts.actor_of(token) is None
    assert accounts.sign_in("Bob", "another good secret")
    with pytest.raises(accounts.NoSuchPerson):
        people.reset_password(ann, "Nobody", PASSWORD)


def test_an_admin_ends_sessions_and_tokens_of_others(ann, bob):
    token, (_, secret) = accounts.sign_in("Bob", PASSWORD), tokens.create(bob, "script", ["read"])
    assert people.sign_out(ann, bob.user_id) == 1
    assert people.revoke_tokens(ann, bob.user_id) == 1
    assert accounts.actor_of(token) is None
    assert tokens.actor_of_token(secret) is None
    with session() as asking:
        assert not asking.scalars(sa.select(SignIn)).all()
    assert {"session.ended_by_admin", "token.revoked_by_admin"} <= set(events())


def test_a_person_is_found_by_name_or_identity(ann, bob):
    assert people.find(ann, "BOB").id == bob.user_id
    assert people.find(ann, bob.user_id).name == "Bob"
    for nobody in ("Nobody", "", "0" * 31):
        with pytest.raises(people.NoSuchPerson):
            people.find(ann, nobody)
