"""Qlib's binary layout: a calendar, a list of instruments, and a float32 file for each field of each of them.

``calendars/day.txt`` has a stamp a line; ``features/sh600000/close.day.bin`` is little-endian float32, its first value
the calendar's index at which the series begins.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from quantboard.core.arrays import Stamps, Vector
from quantboard.readers.containers import CorruptFile, Member, unpacking
from quantboard.readers.plan import ReadPlan
from quantboard.readers.sources import SAMPLED_ROWS, BadLine, Block, Sample

CALENDAR = re.compile(r"(?:^|.*/)calendars/(\w+)\.txt$")
FEATURE = re.compile(r"(?:^|.*/)features/([^/]+)/([\w$.\-]+)\.(\w+)\.bin$")
INSTRUMENTS = re.compile(r"(?:^|.*/)instruments/all\.txt$")
FIRST = ("open", "high", "low", "close", "volume", "amount")


@dataclass
class QlibSource:
    """A packed folder in that layout: one block a symbol."""

    member: Member
    stem: str
    label: str
    bad: list[BadLine] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.member.size

    def sample(self, encoding: str, delimiter: str) -> Sample:  # noqa: ARG002 numbers have neither
        rows: list[list[str]] = []
        with unpacking(self.label), self.member.opened() as raw, zipfile.ZipFile(raw) as packed:
            layout = _layout(packed, self.label)
            for symbol in layout.symbols:
                rows += [list(row) for row in zip(*_texts(layout.block(packed, symbol)), strict=True)]
                if len(rows) >= SAMPLED_ROWS:
                    break
        return Sample([list(layout.names), *rows[:SAMPLED_ROWS]], "qlib", False, "", 1)

    def blocks(self, plan: ReadPlan) -> Iterator[Block]:  # noqa: ARG002 the layout is fixed
        with unpacking(self.label), self.member.opened() as raw, zipfile.ZipFile(raw) as packed:
            layout, line = _layout(packed, self.label), 1
            for number, symbol in enumerate(layout.symbols, 1):
                columns = layout.block(packed, symbol)
                yield Block(columns, np.arange(len(columns[0])) + line, number / len(layout.symbols))
                line += len(columns[0])


def _texts(columns: Sequence[pa.Array]) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in column.to_pylist()] for column in columns]


@dataclass(frozen=True)
class _Layout:
    """What a folder holds: its calendar, the fields, and the member of each symbol and field."""

    stamps: tuple[str, ...]
    fields: tuple[str, ...]
    members: Mapping[str, Mapping[str, str]]
    spelled: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        return ("symbol", "date", *self.fields)

    @property
    def symbols(self) -> list[str]:
        return sorted(self.members)

    def block(self, packed: zipfile.ZipFile, symbol: str) -> list[pa.Array]:
        """One symbol's rows, from its earliest to its latest value."""
        series = {name: _series(packed.read(member)) for name, member in self.members[symbol].items()}
        filled = [(start, start + len(values)) for start, values in series.values() if len(values)]
        first, last = min((a for a, _ in filled), default=0), max((b for _, b in filled), default=0)
        last = min(last, len(self.stamps))
        columns = [
            pa.array([self.spelled.get(symbol, symbol.upper())] * (last - first), pa.string()),
            pa.array(self.stamps[first:last], pa.string()),
        ]
        for name in self.fields:
            whole = np.full(last - first, np.nan, dtype=np.float32)
            start, values = series.get(name, (first, whole[:0]))
            kept = values[: max(last - start, 0)]
            whole[start - first : start - first + len(kept)] = kept
            columns.append(pa.array(whole, mask=np.isnan(whole)))
        return columns


def _series(data: bytes) -> tuple[int, np.ndarray]:
    values = np.frombuffer(data[: len(data) // 4 * 4], dtype="<f4")
    return (int(values[0]), values[1:]) if len(values) else (0, values)


def _layout(packed: zipfile.ZipFile, label: str) -> _Layout:
    members: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    calendars: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for name in packed.namelist():
        if match := FEATURE.match(name):
            members[match[3]][match[1]][match[2].lstrip("$")] = name
        elif match := CALENDAR.match(name):
            calendars[match[1]] = name
        elif INSTRUMENTS.match(name):
            words = [
                line.split()[0] for line in packed.read(name).decode("utf-8", "replace").splitlines() if line.strip()
            ]
            spelled = {word.lower(): word for word in words}
    known = [freq for freq in members if freq in calendars]
    if not known:
        raise CorruptFile(f"{label} lacks the calendar of its features.", "Pack the whole folder: calendars, features.")
    freq = "day" if "day" in known else known[0]
    found = {name for fields in members[freq].values() for name in fields}
    fields = (*(name for name in FIRST if name in found), *sorted(found - set(FIRST)))
    stamps = packed.read(calendars[freq]).decode("utf-8", "replace").split("\n")
    return _Layout(tuple(line.strip() for line in stamps if line.strip()), fields, members[freq], spelled)


def pack(folder: Path, to: Path) -> None:
    """Pack a folder in Qlib's layout, calendars and features only."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if (
                path.is_file()
                and not path.is_symlink()
                and any(p.match(name) for p in (CALENDAR, FEATURE, INSTRUMENTS))
            ):
                packed.write(path, name)


def is_folder(folder: Path) -> bool:
    """Whether a folder has this layout."""
    return (folder / "calendars").is_dir() and (folder / "features").is_dir()


@dataclass(frozen=True)
class Written:
    """A calendar and what is written for each symbol against it."""

    calendar: Stamps
    freq: str

    def member(self, symbol: str, column: str) -> str:
        """The file of one column of one symbol."""
        return f"features/{symbol.lower()}/{column}.{self.freq}.bin"

    def series(self, stamps: Stamps, values: Vector) -> bytes:
        """One symbol's column as the bytes of its file."""
        at = np.searchsorted(self.calendar, stamps)
        whole = np.full(int(at[-1] - at[0]) + 1, np.nan, dtype="<f4")
        whole[at - at[0]] = values
        return np.array([at[0]], dtype="<f4").tobytes() + whole.tobytes()
