from datetime import timedelta

import pytest
from instance import PASSWORD

from quantboard.core.access import Role
from quantboard.core.listing import BadListing
from quantboard.db.base import now
from quantboard.errors import NotAllowed
from quantboard.services import accounts, people, tokens, trail
from quantboard.services.trail import Asked


def test_deeds_are_found_with_who_and_where(ann, bob):
    actor = accounts.actor_of(accounts.sign_in("Ann", PASSWORD, "192.0.2.1"), "192.0.2.1")
    people.change_role(actor, bob.user_id, Role.REVIEWER)
    found = trail.find(ann, Asked(event="account.role"))
    assert found.total == 1
    line = found.items[0]
    assert (line.name, line.object_id, line.address) == ("Ann", bob.user_id, "192.0.2.1")
    assert line.data == {"before": "researcher", "after": "reviewer"}


def test_what_a_program_did_names_its_token(ann):
    _, secret = tokens.create(ann, "script", ["admin", "write"])
    program = tokens.actor_of_token(secret)
    accounts.add_user(program, "Dora", PASSWORD)
    assert trail.find(ann, Asked(event="account.created")).items[0].data["token_id"] == program.token_id


def test_filters_and_parts(ann, bob):
    for number in range(3):
        accounts.sign_in("Bob", PASSWORD, f"192.0.2.{number}")
    assert trail.find(ann, Asked(user_id=bob.user_id)).total == 3
    part = trail.find(ann, Asked(event="session.", limit=1, offset=1))
    assert (part.total, part.items[0].address) == (3, "192.0.2.1")
    assert {one.severity for one in trail.find(ann, Asked(severity="high")).items} == {"high"}
    assert trail.find(ann, Asked(since=now() + timedelta(hours=1))).total == 0
    assert trail.find(ann, Asked(event="100%_")).total == 0


@pytest.mark.parametrize("bad", [Asked(severity="loud"), Asked(limit=0), Asked(offset=-1)])
def test_nonsense_is_refused(ann, bad):
    with pytest.raises(BadListing):
        trail.find(ann, bad)


def test_only_admins_read_it(bob):
    with pytest.raises(NotAllowed):
        trail.find(bob)
