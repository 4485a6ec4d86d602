"""API tokens: made for a purpose, good for a while, renewed or revoked; the secret is shown once and never kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from quantboard.core.access import SCOPES_FOR, Actor, Role, Scope, require_scope
from quantboard.db import audit, users
from quantboard.db import tokens as rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.errors import InvalidInput, LimitReached, NotAllowed, NotFound
from quantboard.log import logger
from quantboard.services import keys
from quantboard.services.work import work
from quantboard.telemetry import meters

LONGEST_DAYS, USUAL_DAYS = 365, 90
MOST_TOKENS = 50  # living ones of a person
TOUCH_EVERY = timedelta(minutes=1)
log = logger("services")


class BadToken(InvalidInput):
    """The name, the scopes or the lifetime of a token cannot be used."""

    code = "token.invalid"


class TokenTooStrong(NotAllowed):
    """The token would be allowed more than who makes it."""

    code = "token.too_strong"


class TooManyTokens(LimitReached):
    """The person has very many tokens."""

    code = "token.too_many"


class NoSuchToken(NotFound):
    """The person has no such token."""

    code = "token.unknown"


@dataclass(frozen=True)
class TokenView:
    """A token without its secret; ``state`` is ``active``, ``expired`` or ``revoked``."""

    id: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    state: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_from: str | None


def create(actor: Actor, name: str, scopes: Collection[str], days: int = USUAL_DAYS) -> tuple[TokenView, str]:
    """A new token, and its secret, which nobody can show again."""
    require_scope(actor, Scope.WRITE)
    tidy, wanted = _check_name(name), _check_scopes(actor, scopes)
    secret = keys.fresh(keys.PREFIX)
    with work() as w:
        owner = w.session.get(users.User, actor.user_id)
        if owner is None or owner.password_hash is None:
            raise BadToken("A token needs an account that it speaks for.", "Make the first account, then the token.")
        living = [one for one in rows.of_person(w.session, actor.user_id) if _state(one) == "active"]
        if len(living) >= MOST_TOKENS:
            raise TooManyTokens(f"You have {len(living)} tokens.", "Revoke those that nothing uses any more.")
        token = rows.ApiToken(
            user_id=actor.user_id,
            name=tidy,
            token_hash=keys.digest(secret),
            hint=secret[:9],
            scopes=wanted,
            expires_at=_end(w.session, actor, days),
        )
        w.session.add(token)
        w.session.flush()
        audit.add_by(w.session, actor, "token.created", severity="high", object_id=token.id, data=_facts(token))
    log.info("token.created", user_id=actor.user_id, object_id=token.id)
    return _view(token), secret


def list_tokens(actor: Actor) -> list[TokenView]:
    """The person's tokens, the newest first; those that ended too."""
    require_scope(actor, Scope.READ)
    with session() as asking:
        return [_view(one) for one in rows.of_person(asking, actor.user_id)]


def renew(actor: Actor, token_id: str, days: int = USUAL_DAYS) -> tuple[TokenView, str]:
    """A new secret and a new lifetime for a token that was not revoked; the old secret ends at once."""
    require_scope(actor, Scope.WRITE)
    secret = keys.fresh(keys.PREFIX)
    with work() as w:
        token = _own(w.session, actor, token_id)
        if token.revoked_at is not None:
            raise BadToken("A revoked token cannot be renewed.", "Make a new one.")
        _check_scopes(actor, token.scopes)
        token.token_hash, token.hint, token.expires_at = keys.digest(secret), secret[:9], _end(w.session, actor, days)
        audit.add_by(w.session, actor, "token.renewed", severity="high", object_id=token.id, data=_facts(token))
    return _view(token), secret


def revoke(actor: Actor, token_id: str) -> TokenView:
    """End a token at once, for good."""
    require_scope(actor, Scope.WRITE)
    with work() as w:
        token = _own(w.session, actor, token_id)
        if token.revoked_at is None:
            token.revoked_at = now()
            audit.add_by(w.session, actor, "token.revoked", severity="medium", object_id=token.id, data=_facts(token))
    return _view(token)


def actor_of_token(secret: str, address: str = "") -> Actor | None:
    """For whom this secret speaks, and what it may do; ``None`` when it is unknown, expired or revoked."""
    if not secret.startswith(keys.PREFIX):
        return None
    with session() as asking:
        found = rows.holder(asking, keys.digest(secret))
    if found is None:
        meters().refused.labels("token").inc()
        log.warning("token.refused", address=address)
        return None
    user, token = found
    if token.used_at is None or now() - token.used_at > TOUCH_EVERY or token.used_from != (address or None):
        with work() as w:
            rows.touch(w.session, token.id, address)
            users.note_seen(w.session, user.id)
    return Actor(user.id, user.name, Role(user.role), frozenset(token.scopes), token.id, address)


def _check_name(name: str) -> str:
    tidy = " ".join(name.split())
    if not 1 <= len(tidy) <= 64 or not tidy.isprintable():
        raise BadToken("A token needs a name of 1 to 64 characters.", "Say what will use it.", field="name")
    return tidy


def _check_scopes(actor: Actor, scopes: Collection[str]) -> list[str]:
    unknown = sorted(set(scopes) - set(Scope))
    if unknown or not scopes:
        what = f"There is no scope “{unknown[0][:40]}”." if unknown else "A token needs at least one scope."
        raise BadToken(what, f"Possible: {', '.join(Scope)}.", field="scopes")
    possible = SCOPES_FOR[actor.role] if actor.scopes is None else SCOPES_FOR[actor.role] & actor.scopes
    beyond = [scope for scope in Scope if scope in scopes and scope not in possible]
    if beyond:
        who = f"As {actor.role} you" if actor.scopes is None else "This token"
        raise TokenTooStrong(
            f"{who} may not make a token with the scope “{beyond[0]}”.",
            f"Possible: {', '.join(one for one in Scope if one in possible)}.",
            field="scopes",
        )
    return [str(scope) for scope in Scope if scope in scopes]


def _end(asking: Session, actor: Actor, days: int) -> datetime:
    """When a new token ends: never later than the token that makes it."""
    if not 1 <= days <= LONGEST_DAYS:
        raise BadToken(f"A token lives 1 to {LONGEST_DAYS} days.", "Renew it when the time comes.", field="days")
    end = now() + timedelta(days=days)
    maker = asking.get(rows.ApiToken, actor.token_id) if actor.token_id else None
    return end if maker is None else min(end, maker.expires_at)


def _own(asking: Session, actor: Actor, token_id: str) -> rows.ApiToken:
    token = asking.get(rows.ApiToken, token_id)
    if token is None or token.user_id != actor.user_id:
        raise NoSuchToken("You have no such token.", "See the list of your tokens.")
    return token


def _state(token: rows.ApiToken) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "active" if token.expires_at > now() else "expired"


def _view(token: rows.ApiToken) -> TokenView:
    return TokenView(
        token.id,
        token.name,
        token.hint,
        tuple(token.scopes),
        _state(token),
        token.created_at,
        token.expires_at,
        token.used_at,
        token.used_from,
    )


def _facts(token: rows.ApiToken) -> dict[str, object]:
    return {"name": token.name, "scopes": list(token.scopes), "expires_at": token.expires_at.isoformat()}
