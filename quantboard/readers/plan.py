"""What reading a file was asked for (hints), what was found out (detection), and how it will be read (plan)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from quantboard.errors import InvalidInput

ROLES = ("date", "time", "symbol", "open", "high", "low", "close", "volume", "amount", "adj_close")
NUMBER_ROLES = ("open", "high", "low", "close", "volume", "amount", "adj_close")
OPTIONS = {
    "encoding": "utf-8, utf-16, gb18030, cp1252 …",
    "delimiter": "comma, semicolon, tab, pipe or the character",
    "decimal": "point or comma",
    "header": "number of header rows",
    "dates": "dmy, mdy, ymd, epoch_s, epoch_ms, epoch_us, epoch_ns, excel_serial or a pattern such as %d/%m/%Y",
    "zone": "an IANA time zone such as America/New_York",
    "interval": "1m, 5m, 1h, 1d, 1w, 1mo …",
    "stamp": "start or close: which end of an intraday bar its stamp marks",
    "scale": "a factor for the prices, such as 0.0001",
    "duplicates": "first, last or drop: which of two conflicting bars stays",
    "bad_rows": "drop: import the good rows however many are bad",
    "closes": "yes: make bars of a table that holds closes only",
    "repair": "what to mend, joined by +: swap, dedupe, fill",
    "sheets": "names of the sheets to read, separated by +, or all",
    "symbol_name": "the symbol of a file that does not name one",
}
REPAIRS = ("swap", "dedupe", "fill")
CHOICES = {
    "decimal": ("point", "comma", ".", ","),
    "stamp": ("start", "close"),
    "duplicates": ("first", "last", "drop"),
    "bad_rows": ("drop",),
    "closes": ("yes",),
}


class UnknownHint(InvalidInput):
    """A hint with a name that no reader knows."""

    code = "hint.unknown"


class BadHint(InvalidInput):
    """A hint with a value that cannot be meant."""

    code = "hint.invalid"


@dataclass(frozen=True)
class Question:
    """Something that the file alone cannot decide: the hint that answers it, and the answers that make sense."""

    code: str
    hint: str
    message: str
    options: tuple[str, ...] = ()
    suggestion: str = ""
    detail: str = ""  # the facts of the message alone: lines, names, an example


@dataclass(frozen=True)
class Note:
    """Something a person should know about how the file was understood."""

    code: str
    message: str
    severity: str = "info"


@dataclass(frozen=True)
class WideGroup:
    """One symbol of a table that has its symbols side by side: role → column."""

    symbol: str
    columns: dict[str, int]


@dataclass(frozen=True)
class ReadPlan:
    """How one table is read; every choice is written down, so that the manifest can show it."""

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    header_rows: tuple[int, ...] = ()
    first_row: int = 0
    n_columns: int = 0
    names: tuple[str, ...] = ()
    roles: dict[str, int] = field(default_factory=dict)
    extras: dict[str, int] = field(default_factory=dict)
    wide: tuple[WideGroup, ...] = ()
    dates: str = "ymd"
    base_on: str = ""
    zone: str = ""
    interval: str = ""
    stamp: str = "start"  # nothing: decided by the hours
    scale: float = 1.0
    symbol: str = ""
    duplicates: str = ""
    bad_rows: str = ""
    repair: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for the manifest."""
        return asdict(self)


@dataclass(frozen=True)
class Detection:
    """What a look at the file's beginning says about it."""

    container: str
    members: tuple[str, ...]
    plan: ReadPlan
    preview: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...] = ()
    notes: tuple[Note, ...] = ()


def repairs_of(text: str) -> tuple[str, ...]:
    """``swap+fill`` → its steps, in the order in which they are done; raises ``BadHint``."""
    wanted = {part.strip() for part in text.split("+") if part.strip()}
    for name in wanted - set(REPAIRS):
        raise BadHint(f"There is no repair {name!r}.", f"Give some of {', '.join(REPAIRS)}.", field="map.repair")
    return tuple(name for name in REPAIRS if name in wanted)


def check_hints(hints: Mapping[str, str]) -> dict[str, str]:
    """Hints by known names only, trimmed; raises ``UnknownHint`` or ``BadHint`` at the field."""
    clean: dict[str, str] = {}
    for name, value in hints.items():
        key, text = name.strip().lower(), str(value).strip()
        if key not in ROLES and key not in OPTIONS:
            known = ", ".join((*ROLES, *OPTIONS))
            raise UnknownHint(f"There is no hint {name!r}.", f"Known hints: {known}.", field=f"map.{name}")
        if text:
            clean[key] = _check_value(key, text)
    return clean


def _check_value(key: str, text: str) -> str:
    allowed = CHOICES.get(key)
    if allowed and text not in allowed:
        raise BadHint(f"{key}={text} is not possible.", f"Give one of {', '.join(allowed)}.", field=f"map.{key}")
    if key in ("scale", "header"):
        try:
            number = float(text) if key == "scale" else int(text)
        except ValueError:
            raise BadHint(f"{key}={text} is not a number.", OPTIONS[key], field=f"map.{key}") from None
        if number < 0 or (key == "scale" and not 0 < number < float("inf")):
            raise BadHint(f"{key}={text} is out of range.", OPTIONS[key], field=f"map.{key}")
    return text
