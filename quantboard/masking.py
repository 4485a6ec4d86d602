"""Takes secrets out of what is logged: by the name of a field and by the shape of a value, however deep it lies."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

HIDDEN = "***"
DEEPEST, LONGEST = 8, 64_000  # levels of nesting, characters of one text
_NAME = r"pass(?:word|wd|phrase)|pwd|secret|token|cookie|authorization|api[_-]?key|private[_-]?key|credential|csrf"
FIELDS = re.compile(rf"{_NAME}|^session(?:_id)?$|^auth$", re.I)
PERSONAL_FIELDS = re.compile(r"e?mail|^(?:ip|address|client)$|_address$|phone", re.I)
_PATTERNS = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.S), HIDDEN),
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@'\"]*:)[^\s/'\"]+@", re.I), rf"\1{HIDDEN}@"),
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?"), HIDDEN),
    (re.compile(r"\b(bearer|basic|digest)\s+[\w.~+/=:-]{6,}", re.I), rf"\1 {HIDDEN}"),
    (re.compile(r"\bqb_[\w-]{16,}"), f"qb_{HIDDEN}"),
    (re.compile(r"\b(?:sk|pk|rk)[-_][\w-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bgh[oprsu]_\w{20,}|\bglpat-[\w-]{16,}"), HIDDEN),
    (re.compile(r"\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{30,}"), HIDDEN),
    (re.compile(r"((?:^|[\n\r])(?:set-)?cookie:[ \t]*)[^\n\r]+", re.I), rf"\1{HIDDEN}"),
    (
        re.compile(
            rf"((?:{_NAME}|\bqb_session)[\w-]{{0,40}}[\"']?\s*(?:=|:)\s*)"
            r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[^\s,;&\"'})\]]+)",
            re.I,
        ),
        rf"\1{HIDDEN}",
    ),
)
_CARD = re.compile(r"(?<![\w.])(?:4|5[1-5]|2[2-7]|3[47]|35|6[025])(?:[ -]?\d){11,17}(?![\w.])")
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b", re.I
)
_known: set[str] = set()


def learn(secrets: Iterable[str]) -> None:
    """Remember values that must never be shown, whatever stands around them."""
    _known.update(one for one in secrets if len(one) >= 6)


def passwords(*addresses: str) -> list[str]:
    """The passwords inside the addresses of servers, as they stand there and as they are meant."""
    found = [secret for secret in (urlsplit(one).password for one in addresses) if secret]
    return [*found, *(unquote(secret) for secret in found)]


def mask(value: Any, *, personal: bool = False, depth: int = 0) -> Any:
    """``value`` without its secrets; with ``personal`` also without mail and network addresses."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return HIDDEN if _is_card(str(value)) else value
    if isinstance(value, str):
        return mask_text(value, personal=personal)
    if depth >= DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {
            str(name): HIDDEN if is_secret_name(str(name), personal) else mask(item, personal=personal, depth=depth + 1)
            for name, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [mask(item, personal=personal, depth=depth + 1) for item in value]
    if isinstance(value, bytes | bytearray):
        return mask_text(bytes(value).decode(errors="replace"), personal=personal)
    return mask_text(str(value), personal=personal)


def is_secret_name(name: str, personal: bool = False) -> bool:
    """Whether a field of this name holds something that nobody may read."""
    return FIELDS.search(name) is not None or (personal and PERSONAL_FIELDS.search(name) is not None)


def mask_text(text: str, *, personal: bool = False) -> str:
    """The same for a text: messages, tracebacks, addresses of databases, bodies of requests."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + " …"
    for secret in _known:
        text = text.replace(secret, HIDDEN)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    text = _CARD.sub(lambda found: HIDDEN if _is_card(found[0]) else found[0], text)
    if personal:
        text = _ADDRESS.sub(HIDDEN, _MAIL.sub(HIDDEN, text))
    return text


def _is_card(digits: str) -> bool:
    """Whether the number is that of a payment card: one of the issuers' beginnings and a right check digit."""
    plain = digits.replace(" ", "").replace("-", "")
    if not 13 <= len(plain) <= 19 or _CARD.fullmatch(plain) is None:
        return False
    pairs = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(plain))]
    return sum(pair - 9 if pair > 9 else pair for pair in pairs) % 10 == 0
