"""Stamps as text → microseconds: which format a column is written in, and reading it strictly."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quantboard.core.arrays import Stamps
from quantboard.readers.arrow import integers

DAY = 86_400_000_000
BAD, OUT_OF_RANGE = np.iinfo(np.int64).min, np.iinfo(np.int64).min + 1
NO_OFFSET = np.iinfo(np.int64).min
EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()
LONG_COLUMN, QUICK_COLUMN, MOST_KNOWN = 20_000, 1_000, 2_000_000
FIRST_YEAR, LAST_YEAR = 1800, 2150

TIME = (
    r"(?:(?:[T ,]\s*)(?P<H>\d{1,2})(?:[:.]?(?P<M>\d{2})(?:[:.]?(?P<S>\d{2})(?P<f>[.,]\d{1,9})?)?)?"
    r"(?:[ -]?(?P<p>[AaPp]\.?[Mm]\.?))?"
    r"\s*(?P<z>Z|E[SD]T|CES?T|BST|JST|HKT|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|(?:UTC|GMT)?[+-]\d{1,2}|UTC|GMT)?)?"
)
DATES = {
    "ymd": r"(?P<Y>\d{4})(?:[-/.]|年)(?P<m>\d{1,2})(?:[-/.]|月)(?P<d>\d{1,2})日?",
    "compact": r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    "dmy": r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<Y>\d{4}|\d{2})",
    "mdy": r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<Y>\d{4}|\d{2})",
    "d_mon_y": r"(?:[A-Za-z]{3,9},? )?(?P<d>\d{1,2})[- /](?P<b>[A-Za-z]{3,9})\.?[- /,]+(?P<Y>\d{4}|\d{2})",
    "mon_d_y": r"(?:[A-Za-z]{3,9},? )?(?P<b>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<Y>\d{4}|\d{2})",
}
COMPACT_LONG = re.compile(r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?")
PATTERNS = {kind: re.compile(date + TIME) for kind, date in DATES.items()}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OTHER_MONTHS = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "sept": 9}
NAMED_OFFSETS = {"Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CET": 1, "CEST": 2, "BST": 1, "JST": 9, "HKT": 8}
EPOCHS = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1, "epoch_ns": -1_000}
EPOCH_DIGITS = {9: "epoch_s", 10: "epoch_s", 12: "epoch_ms", 13: "epoch_ms", 15: "epoch_us", 16: "epoch_us"}
EPOCH_DIGITS |= {18: "epoch_ns", 19: "epoch_ns"}
NUMERIC = re.compile(r"\d+(\.\d+)?([eE]\+?\d+)?")
SERIAL_1900 = dt.date(1899, 12, 30).toordinal()
SHOWN = {
    "ymd": "YYYY-MM-DD", "compact": "YYYYMMDD", "dmy": "DD/MM/YYYY", "mdy": "MM/DD/YYYY", "d_mon_y": "DD-Mon-YYYY",
    "mon_d_y": "Mon DD, YYYY", "epoch_s": "seconds since 1970", "epoch_ms": "milliseconds since 1970",
    "epoch_us": "microseconds since 1970", "epoch_ns": "nanoseconds since 1970",
    "excel_serial": "Excel serial days", "ms_of_day": "milliseconds since midnight",
}  # fmt: skip
KINDS = tuple(SHOWN)


@dataclass(frozen=True)
class DateGuess:
    """The format of a column: its kind, and the other kind that reads it as well (day/month)."""

    kind: str
    rival: str = ""
    share: float = 1.0


def kind_of_hint(text: str) -> str:
    """``dmy``, ``%d/%m/%Y`` or ``DD/MM/YYYY`` → a kind; nothing when it is none."""
    words = text.strip().lower()
    if words in KINDS:
        return words
    found = re.findall(r"%([a-z])|(y+|m+|d+)(?![a-z])", words.split("%h")[0].split(" hh")[0])
    order = "".join((a or b)[0] for a, b in found if (a or b)[0] in "ymdb")[:3]
    names = {"ymd": "ymd", "dmy": "dmy", "mdy": "mdy", "dby": "d_mon_y", "bdy": "mon_d_y"}
    kind = names.get(order, "")
    return "compact" if kind == "ymd" and not re.search(r"[-/.年]", words) else kind


def guess(texts: Sequence[str]) -> DateGuess | None:
    """The format that reads most of the filled cells, or nothing."""
    cells = [text.strip() for text in texts if text.strip()]
    if not cells:
        return None
    by_digits = _guess_number(cells)
    if by_digits is not None:
        return by_digits
    shares = {kind: _share(cells, _reader(kind)) for kind in PATTERNS}
    best = max(shares, key=lambda kind: shares[kind])
    if shares[best] < 0.3:
        return None
    rival = {"dmy": "mdy", "mdy": "dmy"}.get(best, "")
    return DateGuess(best, rival if rival and shares[rival] == shares[best] else "", shares[best])


def _guess_number(cells: list[str]) -> DateGuess | None:
    numeric = [cell for cell in cells if NUMERIC.fullmatch(cell)]
    if len(numeric) < 0.6 * len(cells):
        return None
    values = [float(cell) for cell in numeric]
    lengths = [len(str(int(value))) for value in values]
    common = max(set(lengths), key=lengths.count)
    share = len(numeric) / len(cells)
    if common in (8, 12, 14) and _share(numeric, _reader("compact")) > 0.6:
        return DateGuess("compact", "", share)
    if common in EPOCH_DIGITS:
        return DateGuess(EPOCH_DIGITS[common], "", share)
    if common == 5 and all(15_000 < value < 80_000 for value in values):
        return DateGuess("excel_serial", "", share)
    return None


def _share(cells: Sequence[str], read: Callable[[str], tuple[int, int]]) -> float:
    return sum(read(cell)[0] > OUT_OF_RANGE for cell in cells) / len(cells)


def could_be(text: str) -> bool:
    """Whether a single cell looks like a stamp in some format."""
    return guess([text]) is not None


def parse(
    column: pa.Array, kind: str, base_on: str = "", memo: dict[str, tuple[int, int]] | None = None
) -> tuple[Stamps, Stamps]:
    """A column (T,) → written time in µs as if UTC, and the written offset in µs or ``NO_OFFSET``.

    ``BAD`` marks what the format cannot read, ``OUT_OF_RANGE`` a year nobody means. Each distinct text is read once;
    ``memo`` carries what was read from one block of a file to the next.
    """
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        return _typed(column)
    text = column if pa.types.is_string(column.type) else pc.cast(column, pa.string())
    if (quick := _quick(text, kind)) is not None:
        return quick
    strict, known = _reader(kind, base_on), {} if memo is None else memo

    def read(cell: str) -> tuple[int, int]:
        found = known.get(cell)
        if found is None:
            found = strict(cell.strip())
            if len(known) < MOST_KNOWN:
                known[cell] = found
        return found

    cut = _cut(text, kind)
    if not cut:
        return _by_text(text, read)
    days, _ = _by_text(pc.utf8_slice_codeunits(text, 0, cut), read)
    some = _filler(kind)
    times, offsets = _by_text(pc.utf8_slice_codeunits(text, cut, 64), lambda rest: read(some + rest))
    sums = days + times - read(some)[0]
    return np.where(
        (days > OUT_OF_RANGE) & (times > OUT_OF_RANGE), sums, np.where(days > OUT_OF_RANGE, times, days)
    ), offsets


def read_one(text: str, kind: str) -> tuple[int, int]:
    """One cell in one format → its stamp and offset."""
    return _reader(kind)(text.strip())


def _quick(text: pa.Array, kind: str) -> tuple[Stamps, Stamps] | None:
    """Long columns of ISO stamps or whole epochs without a flaw, by Arrow; nothing for what it cannot read whole."""
    if len(text) < QUICK_COLUMN or (kind != "ymd" and kind not in EPOCHS):
        return None
    try:
        if kind == "ymd":
            stamps, offset = integers(pc.cast(text, pa.timestamp("us")), BAD), NO_OFFSET
        else:
            unit, values = EPOCHS[kind], integers(pc.cast(text, pa.int64()), BAD)
            known = np.where(values == BAD, 0, values)
            stamps, offset = np.where(values == BAD, BAD, known * unit if unit > 0 else known // -unit), 0
    except pa.ArrowInvalid:
        return None
    first = (dt.date(FIRST_YEAR, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY if kind == "ymd" else 0
    in_range = (stamps >= first) & (stamps < (dt.date(LAST_YEAR, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY)
    if kind != "ymd" and EPOCHS[kind] > 1 and (known > np.iinfo(np.int64).max // EPOCHS[kind]).any():
        return None
    stamps = np.where(in_range | (stamps == BAD), stamps, OUT_OF_RANGE)
    return stamps, np.where(in_range, offset, NO_OFFSET)


def _by_text(column: pa.Array, read: Callable[[str], tuple[int, int]]) -> tuple[Stamps, Stamps]:
    coded = pc.dictionary_encode(column)
    pairs = [read(text) if text else (BAD, NO_OFFSET) for text in coded.dictionary.to_pylist()]
    table = np.array([*pairs, (BAD, NO_OFFSET)], dtype=np.int64)
    index = integers(coded.indices, len(pairs))
    return table[index, 0], table[index, 1]


def _filler(kind: str) -> str:
    return "20000101" if kind == "compact" else "2000-01-01" if kind == "ymd" else "01/01/2000"


def _cut(column: pa.Array, kind: str) -> int:
    """Where the time begins in a long column of dates and times of one width: both repeat, the whole does not."""
    width = {"ymd": 10, "dmy": 10, "mdy": 10, "compact": 8}.get(kind, 0)
    if not width or len(column) < LONG_COLUMN or column.null_count:
        return 0
    widths = pc.unique(pc.utf8_length(column)).to_pylist()
    marks = pc.unique(pc.utf8_slice_codeunits(column, width, width + 1)).to_pylist()
    return width if len(widths) == 1 and widths[0] > width + 4 and marks in (["T"], [" "]) else 0


def _typed(column: pa.Array) -> tuple[Stamps, Stamps]:
    zone = getattr(column.type, "tz", None)
    stamps = pc.cast(column, pa.timestamp("us", tz=zone), safe=False)
    plain = integers(stamps, BAD)
    if zone is None:
        return plain, np.full(len(plain), NO_OFFSET)
    written = integers(pc.local_timestamp(stamps), BAD)
    return written, np.where(written == BAD, NO_OFFSET, written - plain)


def _reader(kind: str, base_on: str = "") -> Callable[[str], tuple[int, int]]:
    if kind in EPOCHS:
        return lambda text: _epoch(text, EPOCHS[kind])
    if kind == "excel_serial":
        return _serial
    if kind == "ms_of_day":
        base = (dt.date.fromisoformat(base_on).toordinal() - EPOCH_ORDINAL) * DAY
        return lambda text: (base + int(text) * 1000, NO_OFFSET) if text.isdigit() else (BAD, NO_OFFSET)
    pattern = PATTERNS[kind]
    if kind == "compact":
        return lambda text: _calendar(pattern.fullmatch(text) or COMPACT_LONG.fullmatch(text))
    return lambda text: _calendar(pattern.fullmatch(text))


def _number(text: str) -> float | None:
    return float(text) if NUMERIC.fullmatch(text) else None


def _epoch(text: str, unit: int) -> tuple[int, int]:
    if not NUMERIC.fullmatch(text):
        return BAD, NO_OFFSET
    value = int(text) if text.isdigit() else round(float(text))
    stamp = value * unit if unit > 0 else value // -unit
    if unit == 1_000_000 and not text.isdigit():
        stamp = round(float(text) * unit)
    in_range = 0 <= stamp < (dt.date(LAST_YEAR, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY
    # an instant, not a wall clock: its offset is known to be zero
    return (stamp, 0) if in_range else (OUT_OF_RANGE, NO_OFFSET)


def _serial(text: str) -> tuple[int, int]:
    value = _number(text)
    if value is None:
        return BAD, NO_OFFSET
    if not 1 <= value < 110_000:
        return OUT_OF_RANGE, NO_OFFSET
    seconds = round((value % 1) * 86_400)
    return (SERIAL_1900 - EPOCH_ORDINAL + int(value)) * DAY + seconds * 1_000_000, NO_OFFSET


def _calendar(match: "re.Match[str] | None") -> tuple[int, int]:
    if match is None:
        return BAD, NO_OFFSET
    part = match.groupdict()
    year, month, day = int(part["Y"]), _month(part), int(part["d"])
    if len(part["Y"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return BAD, NO_OFFSET
    clock = _clock(part)
    if clock is None:
        return BAD, NO_OFFSET
    if not FIRST_YEAR <= year < LAST_YEAR:
        return OUT_OF_RANGE, NO_OFFSET
    return (date.toordinal() - EPOCH_ORDINAL) * DAY + clock, _offset(part.get("z"))


def _month(part: dict[str, str]) -> int:
    if "m" in part:
        return int(part["m"])
    name = part["b"].lower()
    return OTHER_MONTHS.get(name) or (MONTHS.index(name[:3]) + 1 if name[:3] in MONTHS else 0)


def _clock(part: dict[str, str]) -> int | None:
    if not part.get("H"):
        return 0
    hour, minute, second = int(part["H"]), int(part.get("M") or 0), int(part.get("S") or 0)
    if part.get("p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if part["p"][0] in "pP" else 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return None
    fraction = part.get("f") or ""
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + int((fraction[1:] + "000000")[:6])


def _offset(text: str | None) -> int:
    if not text:
        return NO_OFFSET
    if text in NAMED_OFFSETS:
        return NAMED_OFFSETS[text] * 3_600_000_000
    text = text.removeprefix("UTC").removeprefix("GMT")
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return minutes * 60_000_000 * (-1 if text[0] == "-" else 1)


def is_ambiguous(texts: Iterable[str]) -> bool:
    """Whether day-first and month-first both read every cell and do not mean the same."""
    day_first, month_first = _reader("dmy"), _reader("mdy")
    differ = False
    for text in texts:
        one, other = day_first(text.strip())[0], month_first(text.strip())[0]
        if (one > OUT_OF_RANGE) != (other > OUT_OF_RANGE):
            return False
        differ = differ or one != other
    return differ
