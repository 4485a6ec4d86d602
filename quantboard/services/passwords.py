"""Passwords: which are good enough, how they are kept, and how guessing is slowed."""

import re
import threading
import time
from collections import deque
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from quantboard.errors import InvalidInput, LimitReached

LEAST_LENGTH, GREATEST_LENGTH = 10, 256
MOST_FAILURES, WINDOW_S = 5, 300.0
_LIST = """
1234567890 0123456789 12345678910 123456789a qwertyuiop qwerty12345 qwerty1234 1q2w3e4r5t q1w2e3r4t5 1qaz2wsx3edc
password password1 password12 password123 password1234 passw0rd123 p@ssw0rd123 p@ssword123 passwordpassword
letmein123 welcome123 welcome1234 administrator admin12345 admin123456 changeme123 changemenow iloveyou123
iloveyou12 sunshine123 princess123 football123 baseball123 superman123 trustno1234 abcdefghij abcdefghijk abcd123456
abc123456789 a123456789 aa12345678 woaini1314 woaini5201314 woaini520 qq123456789 zxcvbnm123 asdfghjkl1 asdfghjkl123
quantboard quantboard1 quantboard123 trading123 backtest123 testtest123 test123456
"""
COMMON = frozenset(_LIST.split())


class WeakPassword(InvalidInput):
    """The password is too easy to guess."""

    code = "account.weak_password"


class TooManyTries(LimitReached):
    """Signing in failed too often."""

    code = "account.too_many_tries"


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _dummy() -> str:
    return _hasher().hash("no such person")


def check_strength(password: str, name: str) -> None:
    """Refuse what is short, common, repetitive, or made of the person's name."""
    plain = password.casefold()
    if len(password) < LEAST_LENGTH:
        raise WeakPassword(
            f"This password has {len(password)} characters, at least {LEAST_LENGTH} are needed.",
            "Several unrelated words make a good one.",
            field="password",
        )
    if len(password) > GREATEST_LENGTH:
        raise WeakPassword(f"A password has at most {GREATEST_LENGTH} characters.", field="password")
    is_own_name = name and re.sub(r"[\W\d_]+", "", plain) == re.sub(r"[\W\d_]+", "", name.casefold())
    if plain in COMMON or len(set(plain)) < 4 or is_own_name:
        raise WeakPassword(
            "This password is among the first that anybody would try.",
            "Several unrelated words make a good one.",
            field="password",
        )


def hash_of(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password fits; an unknown person costs as much time as a known one."""
    try:
        return _hasher().verify(kept or _dummy(), password[: GREATEST_LENGTH + 1]) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


class Throttle:
    """Counts failures per name and address in this process; too many within five minutes stop further tries."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def check(self, name: str, address: str) -> None:
        """Raise while there were too many failures lately."""
        with self._lock:
            recent = self._recent((name, address))
            if len(recent) >= MOST_FAILURES:
                wait_s = int(recent[0] + WINDOW_S - time.monotonic()) + 1
                raise TooManyTries(f"Signing in failed {len(recent)} times.", f"Try again in {wait_s} seconds.")

    def failed(self, name: str, address: str) -> None:
        """Count one failure."""
        with self._lock:
            self._recent((name, address)).append(time.monotonic())

    def passed(self, name: str, address: str) -> None:
        """Forget the failures: the person signed in."""
        with self._lock:
            self._failures.pop((name, address), None)

    def _recent(self, key: tuple[str, str]) -> deque[float]:
        oldest = time.monotonic() - WINDOW_S
        if len(self._failures) > 10_000:
            self._failures = {one: times for one, times in self._failures.items() if times and times[-1] > oldest}
        times = self._failures.setdefault(key, deque(maxlen=MOST_FAILURES))
        while times and times[0] <= oldest:
            times.popleft()
        return times
