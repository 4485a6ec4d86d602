"""Tables with their symbols side by side: which column is whose what."""

import re
from collections.abc import Sequence

from quantboard.readers.headers import extra_name, role_of
from quantboard.readers.plan import WideGroup

PRICES = ("open", "high", "low", "close")
FIELDS = (*PRICES, "volume", "amount", "adj_close")
TICKER = re.compile(r"\^?[A-Z0-9]{1,10}(?:[.\-/=_:][A-Z0-9]{1,6})?|\d{6}(?:\.[A-Za-z]{2,4})?|[A-Z][A-Z0-9 .&-]{0,14}")


def groups(names: Sequence[str], symbols: Sequence[str]) -> list[WideGroup]:
    """Field names under a row that names the securities, (C,) each."""
    found: dict[str, dict[str, int]] = {}
    for position in range(1, len(names)):
        role = role_of(names[position]) or extra_name(names[position], position)
        found.setdefault(symbols[position], {}).setdefault(role, position)
    return [WideGroup(symbol, columns) for symbol, columns in found.items()]


def compound(names: Sequence[str]) -> list[WideGroup]:
    """Names that hold both, ``AAPL_Open`` or ``close (MSFT)``: the symbols with all four prices, or nothing."""
    found: dict[str, dict[str, int]] = {}
    for position, name in enumerate(names):
        parts = _parts(name)
        if parts is not None:
            symbol, role = parts
            found.setdefault(symbol, {}).setdefault(role, position)
    return [WideGroup(symbol, columns) for symbol, columns in found.items() if set(PRICES) <= set(columns)]


def _parts(name: str) -> tuple[str, str] | None:
    """``AAPL_Adj Close`` → (AAPL, adj_close); the field may come first."""
    text = re.sub(r"[()\[\]'\",]+", " ", name.strip()).strip()
    cuts = [match.span() for match in re.finditer(r"[\s_.:|/\-]+", text)]
    for start, end in sorted(cuts):
        head, tail = text[:start].strip(), text[end:].strip()
        if role_of(tail) in FIELDS and head and not role_of(head):
            return head, role_of(tail)
    for start, end in sorted(cuts, reverse=True):
        head, tail = text[:start].strip(), text[end:].strip()
        if role_of(head) in FIELDS and tail and not role_of(tail):
            return tail, role_of(head)
    return None


def closes(names: Sequence[str], numeric: Sequence[int], date: int) -> list[WideGroup]:
    """A date and one price column for each ticker: every bar made of its close alone; nothing when it is not that."""
    columns = [at for at in numeric if at != date]
    named = [at for at in columns if TICKER.fullmatch(names[at].strip()) and not role_of(names[at])]
    if len(named) < 2 or len(named) < len(columns):
        return []
    return [WideGroup(names[at].strip(), dict.fromkeys(PRICES, at)) for at in named]


def one_close(roles: dict[str, int]) -> dict[str, int]:
    """A table with a close and nothing else: its bars are made of it."""
    return {**roles, **dict.fromkeys(PRICES, roles["close"])}
