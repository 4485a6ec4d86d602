"""Long random keys for links, sessions and programs: made here, kept as a digest only."""

import hashlib
import secrets

PREFIX = "qb_"  # of the keys of programs, so that scanners of sources find them


def fresh(prefix: str = "") -> str:
    """A key that nobody can guess."""
    return prefix + secrets.token_urlsafe(32)


def digest(key: str) -> str:
    """What is kept of a key: its SHA-256, enough for what is long and random."""
    return hashlib.sha256(key.encode()).hexdigest()
