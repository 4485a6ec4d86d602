from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from instance import PASSWORD

from quantboard.core.access import Role
from quantboard.db import audit
from quantboard.db.base import now
from quantboard.db.invitations import Invitation
from quantboard.db.session import session, writing
from quantboard.errors import Conflict, InvalidInput, NotAllowed
from quantboard.services import accounts, invitations


def test_a_link_makes_one_account_with_its_role(ann):
    view, key = invitations.invite(ann, Role.VIEWER, 3, "  for  Dora ")
    assert (view.state, view.note, view.invited_by) == ("open", "for Dora", "Ann")
    offer = invitations.look(key)
    assert (offer.role, offer.invited_by) == (Role.VIEWER, "Ann")
    dora = invitations.join(key, "Dora", PASSWORD, "192.0.2.1")
    assert dora.role is Role.VIEWER
    assert accounts.actor_of(accounts.sign_in("Dora", PASSWORD)) == dora
    with pytest.raises(invitations.InvitationOver):
        invitations.join(key, "Eve", PASSWORD)
    shown = invitations.list_invitations(ann)[0]
    assert (shown.state, shown.used_by) == ("used", "Dora")


def test_only_the_digest_is_kept(ann):
    view, key = invitations.invite(ann)
    with session() as asking:
        assert key not in repr(asking.get(Invitation, view.id).model_dump())
        assert key not in repr([one.model_dump() for one in audit.recent(asking)])


@pytest.mark.parametrize("key", ["", "guess"])
def test_unknown_links_are_over(ann, key):
    with pytest.raises(invitations.InvitationOver):
        invitations.look(key)


def test_old_and_withdrawn_links_are_over(ann):
    view, key = invitations.invite(ann)
    assert invitations.revoke(ann, view.id).state == "revoked"
    with pytest.raises(invitations.InvitationOver):
        invitations.join(key, "Dora", PASSWORD)
    _, key = invitations.invite(ann)
    with writing() as w:
        w.execute(sa.update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    with pytest.raises(invitations.InvitationOver):
        invitations.join(key, "Dora", PASSWORD)
    assert [one.state for one in invitations.list_invitations(ann)] == ["expired", "revoked"]


def test_a_failed_try_to_join_spends_nothing(ann):
    _, key = invitations.invite(ann)
    with pytest.raises(Conflict):
        invitations.join(key, "ANN", PASSWORD)
    with pytest.raises(InvalidInput):
        invitations.join(key, "Dora", "password123")
    assert invitations.join(key, "Dora", PASSWORD).name == "Dora"


def test_two_at_once_get_one_account(ann):
    _, key = invitations.invite(ann)

    def try_it(name):
        try:
            return invitations.join(key, name, PASSWORD).name
        except invitations.InvitationOver:
            return None

    with ThreadPoolExecutor(2) as pool:
        assert sum(one is not None for one in pool.map(try_it, ["Dora", "Emil"])) == 1


def test_only_admins_invite(bob):
    for deed in (
        lambda: invitations.invite(bob),
        lambda: invitations.list_invitations(bob),
        lambda: invitations.revoke(bob, "x"),
    ):
        with pytest.raises(NotAllowed):
            deed()


@pytest.mark.parametrize(
    ("changes", "field"), [({"days": 0}, "days"), ({"days": 31}, "days"), ({"note": "x" * 121}, "note")]
)
def test_nonsense_is_refused_at_its_field(ann, changes, field):
    with pytest.raises(invitations.BadInvitation) as caught:
        invitations.invite(ann, **changes)
    assert caught.value.field == field
