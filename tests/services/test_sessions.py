from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from instance import PASSWORD

from quantboard.db.base import now
from quantboard.db.session import session, writing
from quantboard.db.sign_ins import SignIn
from quantboard.services import accounts, sessions


def age(**ago):
    with writing() as w:
        w.execute(sa.update(SignIn).values({name: now() - by for name, by in ago.items()}))


DAY = timedelta(days=1)


@pytest.fixture
def token(ann):
    return accounts.sign_in("Ann", PASSWORD, "192.0.2.1", "Firefox")


def test_a_young_token_is_kept(token):
    assert not sessions.known(token).is_due
    assert sessions.renew(token) is None
    assert sessions.renew("rubbish") is None


def test_a_token_is_renewed_and_the_old_one_ends_after_a_grace(token):
    age(rotated_at=DAY)
    assert sessions.known(token).is_due
    new = sessions.renew(token)
    assert new != token
    assert sessions.known(token).session_id == sessions.known(token).session_id
    here = sessions.known(new)  # the browser came back with the new one: the grace begins
    assert not here.is_due
    assert sessions.known(token).session_id == here.session_id
    with writing() as w:
        w.execute(sa.update(SignIn).values(previous_until=now() - timedelta(seconds=1)))
    assert sessions.known(token) is None
    assert sessions.known(new)
    with session() as asking:
        kept = asking.scalars(sa.select(SignIn)).one()
    assert not {token, new} & set(map(str, kept.model_dump().values()))


def test_tabs_at_once_get_one_new_token(token):
    age(rotated_at=DAY)
    answers = [sessions.renew(token) for _ in range(3)]
    assert [answer is None for answer in answers] == [False, True, True]
    assert sessions.known(token)


def test_a_lost_answer_is_given_again(token):
    age(rotated_at=DAY)
    lost = sessions.renew(token)
    age(rotated_at=timedelta(minutes=2))
    assert sessions.known(token).is_due
    again = sessions.renew(token)
    assert again
    assert sessions.known(lost) is None
    assert sessions.known(again)


def test_a_tab_goes_on_by_its_session(token):
    here = sessions.known(token)
    age(rotated_at=DAY)
    new = sessions.renew(token)
    sessions.known(new)
    age(previous_until=DAY)
    assert sessions.known(token) is None
    assert sessions.known_by_id(here.session_id).actor.name == "Ann"
    sessions.end_all(here.actor)
    assert sessions.known_by_id(here.session_id) is None


def test_the_list_says_where_and_what(ann, token):
    other = accounts.sign_in("Ann", PASSWORD, "192.0.2.9", "x" * 300)
    here = sessions.known(other, "192.0.2.10")
    shown = sessions.list_sessions(ann, here.session_id)
    assert {one.address for one in shown} == {"192.0.2.10", "192.0.2.1"}
    assert [one.is_here for one in shown if one.address == "192.0.2.10"] == [True]
    assert max(len(one.device) for one in shown) == 200


def test_one_session_is_ended(ann, bob, token):
    bobs = sessions.known(accounts.sign_in("Bob", PASSWORD))
    with pytest.raises(sessions.NoSuchSession):
        sessions.end_session(ann, bobs.session_id)
    mine = sessions.known(token)
    sessions.end_session(ann, mine.session_id)
    assert sessions.known(token) is None
    with pytest.raises(sessions.NoSuchSession):
        sessions.end_session(ann, mine.session_id)


def test_all_but_one_are_ended(ann, token):
    accounts.sign_in("Ann", PASSWORD)
    assert sessions.end_all(ann, sessions.known(token).session_id) == 1
    assert sessions.known(token)


def test_no_program_ends_sessions(ann, token):
    program = replace(ann, scopes=frozenset({"read", "write", "run", "admin"}))
    for deed in (sessions.list_sessions, sessions.end_all):
        with pytest.raises(sessions.PersonNeeded):
            deed(program)
