"""Guessing passwords is slowed: failures are counted in the database, so that restarts and processes share them."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from quantboard.db import audit, sign_ins, users
from quantboard.db.base import now
from quantboard.db.session import Session
from quantboard.errors import LimitReached
from quantboard.log import logger
from quantboard.services.work import work
from quantboard.telemetry import meters

log = logger("services")


class TooManyTries(LimitReached):
    """Signing in failed too often."""

    code = "account.too_many_tries"


@dataclass(frozen=True)
class Limit:
    """So many failures within so long."""

    failures: int
    within: timedelta


HERE = Limit(5, timedelta(minutes=5))  # one name from one address
ADDRESS = Limit(30, timedelta(minutes=5))  # any names from one address
NAME = Limit(50, timedelta(hours=1))  # one name from anywhere, except from where that person is known
LONGEST = max(limit.within for limit in (HERE, ADDRESS, NAME))


@dataclass(frozen=True)
class Try:
    """A try that counts as failed until it has passed."""

    here: str
    noted: tuple[int, ...]


def begin(name_key: str, address: str) -> Try:
    """Count a try before the password is looked at, so that tries at once count too; raises when there were too many.

    A loser's tries that were stopped do not count: who waits may try again.
    """
    network = network_of(address)
    here = _key("here", name_key, network)
    keys = [(here, HERE)]
    if network:
        keys.append((_key("address", network), ADDRESS))
    with work() as w:
        sign_ins.alone(w.session)
        if not _is_known(w.session, name_key, address):
            keys.append((_key("name", name_key), NAME))
        for key, limit in keys:
            _check(w.session, key, limit)
        noted = sign_ins.add_failures(w.session, [key for key, _ in keys])
        if len(sign_ins.failures(w.session, here, now() - HERE.within)) == HERE.failures:
            audit.add(w.session, "session.throttled", None, severity="high", address=address[:64] or None)
    return Try(here, tuple(noted))


def passed(one: Try) -> None:
    """The try was none: the password was right. Earlier failures of this name from here are forgotten too."""
    with work() as w:
        sign_ins.forget_failures(w.session, ids=one.noted)
        sign_ins.forget_failures(w.session, key=one.here)


def forget(name_key: str) -> None:
    """Let a person who has a new password try again at once, from anywhere."""
    with work() as w:
        sign_ins.forget_failures(w.session, key=_key("name", name_key))


def forget_old(session: Session) -> None:
    """Delete failures that count no more."""
    sign_ins.forget_failures(session, before=now() - LONGEST)


def network_of(address: str) -> str:
    """Whom an address stands for: itself, or its /64, of which one host may have every address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address


def _is_known(session: Session, name_key: str, address: str) -> bool:
    user = users.by_name(session, name_key) if name_key and address else None
    return user is not None and sign_ins.was_here(session, user.id, address)


def _check(session: Session, key: str, limit: Limit) -> None:
    times = sign_ins.failures(session, key, now() - limit.within)
    if len(times) >= limit.failures:
        wait = times[-limit.failures] + limit.within - now()
        wait_s = max(1, int(wait.total_seconds()) + 1)
        log.warning("session.throttled", failures=len(times), wait_s=wait_s)
        meters().refused.labels("throttled").inc()
        raise TooManyTries(f"Signing in failed {len(times)} times.", f"Try again in {wait_s} seconds.")


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
