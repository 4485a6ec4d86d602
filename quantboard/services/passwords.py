"""Passwords: which are good enough, and how they are kept."""

import re
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from quantboard.errors import InvalidInput

LEAST_LENGTH, GREATEST_LENGTH = 10, 256
MOST_DRESSING = 8  # digits and signs around a word; more than these are a secret of their own
_LIST = """
1234567890 0123456789 12345678910 123456789a qwertyuiop qwerty12345 qwerty1234 1q2w3e4r5t q1w2e3r4t5 1qaz2wsx3edc
qazwsxedcrfv qwertyuiopasdf zaq12wsxcde3 1q2w3e4r5t6y asdfghjkl1 asdfghjkl123 zxcvbnm123 zxcvbnmasdf 0987654321
abcdefghij abcdefghijk abcd123456 abc123456789 a123456789 aa12345678 aa123456789 qq123456789 123456qwerty
woaini1314 woaini5201314 woaini520 5201314520 1314520520 trustno1234 testtest123 passwordpassword correcthorse
"""
_WORDS = """
password passwort passw0rd admin administrator welcome letmein changeme changemenow iloveyou sunshine princess football
baseball basketball superman batman dragon monkey master shadow michael jordan charlie freedom whatever secret hello
login access root guest test testing temp default user qwerty qwertz azerty asdf woaini woaiwojia mima quantboard
trading trader backtest strategy finance stock stocks bitcoin crypto investor quant
"""
COMMON = frozenset(_LIST.split())
WORDS = frozenset(_WORDS.split())  # with digits and signs around them, or twice, they are no better
_LIKE_LETTERS = str.maketrans("0134578@$!", "oleastbasi")


class WeakPassword(InvalidInput):
    """The password is too easy to guess."""

    code = "account.weak_password"


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
    if plain in COMMON or _is_regular(plain) or _is_guessable(plain, name):
        raise WeakPassword(
            "This password is among the first that anybody would try.",
            "Several unrelated words make a good one.",
            field="password",
        )


def _is_guessable(plain: str, name: str) -> bool:
    """A well-known word or the person's name, dressed up with digits, signs or look-alike letters."""
    own = _letters(name.casefold())
    for bare in (_letters(plain), _letters(plain.strip("0123456789!@#$%^&*._-").translate(_LIKE_LETTERS))):
        half = bare[: len(bare) // 2]
        if len(plain) - len(bare) > MOST_DRESSING:
            continue
        if bare in WORDS or (own and bare in (own, own * 2)) or (bare == half * 2 and half in WORDS):
            return True
    return False


def _is_regular(plain: str) -> bool:
    """Few characters, or always the same step from one to the next: aaaabbbb, 2345678901."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return len(set(plain)) < 4 or len(steps) <= 2


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


def hash_of(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password fits; an unknown person costs as much time as a known one."""
    try:
        return _hasher().verify(kept or _dummy(), password[: GREATEST_LENGTH + 1]) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False
