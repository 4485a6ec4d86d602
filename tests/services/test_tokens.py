from datetime import timedelta

import pytest
import sqlalchemy as sa

from quantboard.core.access import Deed, RoleTooLow, ScopeMissing, require
from quantboard.db import audit, users
from quantboard.db.base import now
from quantboard.db.session import session, writing
from quantboard.db.tokens import ApiToken
from quantboard.services import tokens


def as_token(actor, *scopes, days=30):
    _, secret = tokens.create(actor, "script", scopes, days)
    return tokens.actor_of_token(secret, "192.0.2.7")


def test_a_token_speaks_for_its_owner_within_its_scopes(bob):
    reading = as_token(bob, "read")
    assert (reading.user_id, reading.role, reading.scopes) == (bob.user_id, bob.role, {"read"})
    require(reading, Deed.SEE)
    for deed in (Deed.MAKE, Deed.CHANGE, Deed.SHARE, Deed.RUN, Deed.MANAGE):
        with pytest.raises(ScopeMissing):
            require(reading, deed)


def test_a_scope_gives_nothing_that_the_role_lacks(ann, bob):
    made = as_token(bob, "write")
    with writing() as w:
        w.execute(sa.update(users.User).where(users.User.id == bob.user_id).values(role="viewer"))
    weaker = tokens.actor_of_token(tokens.create(ann, "x", ["read"])[1])
    assert weaker.role == "admin"
    with session() as asking:
        assert asking.get(users.User, bob.user_id).role == "viewer"
    require(made, Deed.MAKE)  # an actor is a snapshot of one request; the next one is weaker
    again = tokens.actor_of_token(tokens.create(ann, "y", ["write"])[1])
    assert again.role == "admin"


def test_only_a_digest_is_kept(bob):
    view, secret = tokens.create(bob, "  my   script ", ["read", "run"], 7)
    assert (view.name, view.scopes, view.state) == ("my script", ("read", "run"), "active")
    assert secret.startswith(view.hint)
    with session() as asking:
        kept = asking.get(ApiToken, view.id)
        events = [(one.event, one.data) for one in audit.recent(asking)]
    assert secret not in repr(kept.model_dump())
    assert secret not in repr(events)
    assert events[0][0] == "token.created"


def test_use_is_noted(bob):
    view, secret = tokens.create(bob, "script", ["read"])
    assert view.used_at is None
    assert tokens.actor_of_token(secret, "192.0.2.7").address == "192.0.2.7"
    used = tokens.list_tokens(bob)[0]
    assert used.used_from == "192.0.2.7"
    assert now() - used.used_at < timedelta(minutes=1)
    with session() as asking:
        assert asking.get(users.User, bob.user_id).seen_at is not None


@pytest.mark.parametrize("secret", ["", "qb_", "qb_guess", "guess"])
def test_unknown_secrets_are_nobody(bob, secret):
    assert tokens.actor_of_token(secret) is None


def test_revoked_and_expired_tokens_are_nobody(bob):
    view, secret = tokens.create(bob, "script", ["read"])
    tokens.revoke(bob, view.id)
    assert tokens.actor_of_token(secret) is None
    with pytest.raises(tokens.BadToken):
        tokens.renew(bob, view.id)
    view, secret = tokens.create(bob, "script", ["read"], 1)
    with writing() as w:
        w.execute(sa.update(ApiToken).values(expires_at=now() - timedelta(seconds=1)))
    assert tokens.actor_of_token(secret) is None
    assert [one.state for one in tokens.list_tokens(bob)] == ["expired", "revoked"]


def test_renewing_replaces_the_secret(bob):
    view, old = tokens.create(bob, "script", ["read"], 1)
    renewed, new = tokens.renew(bob, view.id, 30)
    assert renewed.expires_at > view.expires_at
    assert tokens.actor_of_token(old) is None
    assert tokens.actor_of_token(new).user_id == bob.user_id


def test_a_token_never_makes_a_stronger_one(ann):
    made = as_token(ann, "read", "write", days=5)
    with pytest.raises(tokens.TokenTooStrong):
        tokens.create(made, "more", ["run"])
    child, _ = tokens.create(made, "longer", ["read"], 365)
    parent = next(one for one in tokens.list_tokens(ann) if one.id == made.token_id)
    assert child.expires_at == parent.expires_at
    assert tokens.renew(made, made.token_id, 365)[0].expires_at == parent.expires_at
    strong, _ = tokens.create(ann, "strong", ["admin"])
    with pytest.raises(tokens.TokenTooStrong):
        tokens.renew(made, strong.id)
    with pytest.raises(ScopeMissing):
        tokens.create(as_token(ann, "read"), "more", ["read"])


@pytest.mark.parametrize(("actor", "allowed"), [("vic", {"read"}), ("bob", {"read", "write", "run"})])
def test_scopes_end_where_the_role_ends(request, actor, allowed):
    person = request.getfixturevalue(actor)
    for scope in ("read", "write", "run", "admin"):
        if scope in allowed:
            tokens.create(person, "x", [scope])
        else:
            with pytest.raises(tokens.TokenTooStrong):
                tokens.create(person, "x", [scope])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["fly"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_nonsense_is_refused_at_its_field(bob, changes, field):
    with pytest.raises(tokens.BadToken) as caught:
        tokens.create(bob, **{"name": "x", "scopes": ["read"], "days": 1, **changes})
    assert caught.value.field == field


def test_tokens_are_their_owners_only(ann, bob):
    view, _ = tokens.create(bob, "script", ["read"])
    assert tokens.list_tokens(ann) == []
    for deed in (tokens.revoke, tokens.renew):
        with pytest.raises(tokens.NoSuchToken):
            deed(ann, view.id)


def test_nobody_hoards_tokens(bob, monkeypatch):
    monkeypatch.setattr(tokens, "MOST_TOKENS", 1)
    first, _ = tokens.create(bob, "one", ["read"])
    with pytest.raises(tokens.TooManyTokens):
        tokens.create(bob, "two", ["read"])
    tokens.revoke(bob, first.id)
    tokens.create(bob, "two", ["read"])


def test_a_token_of_somebody_inactive_is_nobody(bob):
    _, secret = tokens.create(bob, "script", ["read"])
    with writing() as w:
        w.execute(sa.update(users.User).where(users.User.id == bob.user_id).values(is_active=False))
    assert tokens.actor_of_token(secret) is None


def test_roles_still_bind(vic):
    reading = as_token(vic, "read")
    with pytest.raises(ScopeMissing):
        require(reading, Deed.MAKE)
    with pytest.raises(RoleTooLow):
        require(vic, Deed.MAKE)
