"""JSON tables: one record a line, a list of records or rows, or columns side by side."""

import codecs
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from quantboard.errors import InvalidInput
from quantboard.readers.containers import CorruptFile, Member, unpacking
from quantboard.readers.plan import ReadPlan
from quantboard.readers.sources import SAMPLED_ROWS, BadLine, Block, Sample

BATCH = 50_000
LARGEST_DOCUMENT = 256 << 20  # what is not a list or lines of records is held whole
LONGEST_RECORD = 1_000_000
DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
SPACE = re.compile(r"[\s,]*")
DATED = re.compile(r"\d{4}-?\d{2}-?\d{2}.*|\d{9,19}")
Record = dict[str, str] | list[str]


class DocumentTooLarge(InvalidInput):
    """One JSON document that would have to be held whole."""

    code = "file.document_too_large"


@dataclass
class JsonSource:
    """A JSON file: each record a row of texts."""

    member: Member
    stem: str
    label: str
    bad: list[BadLine] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.member.size

    def sample(self, encoding: str, delimiter: str) -> Sample:  # noqa: ARG002 JSON has neither to choose
        with unpacking(self.label), self.member.opened() as file:
            found = list(islice(self._records(file, []), SAMPLED_ROWS))
        if not found:
            raise CorruptFile(f"{self.label} holds no list of records.", "Write one object a line, or a list of them.")
        if isinstance(found[0][1], list):
            return Sample([list(row) for _, row in found], "json", False, "", None)
        names = list(dict.fromkeys(name for _, row in found if isinstance(row, dict) for name in row))
        rows = [[row.get(name, "") for name in names] for _, row in found if isinstance(row, dict)]
        return Sample([names, *rows], "json", False, "", 1)

    def blocks(self, plan: ReadPlan) -> Iterator[Block]:
        is_headed = bool(plan.header_rows)
        with unpacking(self.label), self.member.opened() as file:
            records, n_read, size = self._records(file, self.bad), 0, 0
            while batch := list(islice(records, BATCH)):
                lines = np.array([line for line, _ in batch], dtype=np.int64)
                if (n_read == 0 and not is_headed) or isinstance(batch[0][1], list):
                    batch = batch[plan.first_row :] if n_read == 0 else batch
                    lines = lines[len(lines) - len(batch) :]
                n_read += len(batch)
                size += sum(len(str(row)) for _, row in batch[:100]) * max(len(batch) // 100, 1)
                yield Block(_columns(batch, plan), lines, min(size / max(self.member.size, 1), 0.99))

    def _records(self, file: BinaryIO, bad: list[BadLine]) -> Iterator[tuple[int, Record]]:
        reader = codecs.getreader("utf-8-sig")(file, "replace")
        head = reader.read(1 << 16, 1 << 16)
        first = head.lstrip()[:1]
        if first == "[":
            yield from self._listed(head, reader)
        elif _is_lines(head):
            yield from self._by_line(head, reader, bad)
        else:
            yield from _of_document(self._whole(head, reader), self.label)

    def _listed(self, buffer: str, reader: Any) -> Iterator[tuple[int, Record]]:
        """A list, one element after another, without holding it whole."""
        buffer, at, number, is_end = buffer.lstrip()[1:], 0, 0, False
        while True:
            at = SPACE.match(buffer, at).end()  # type: ignore[union-attr]
            if buffer[at : at + 1] == "]":
                return
            try:
                value, after = DECODER.raw_decode(buffer, at)
                if after >= len(buffer) and not is_end:
                    raise ValueError
            except ValueError:
                more = reader.read(1 << 18, 1 << 18)
                is_end = not more
                if is_end or len(buffer) - at > LONGEST_RECORD:
                    raise CorruptFile(
                        f"{self.label} is no valid JSON after record {number}.", "Write it again."
                    ) from None
                buffer, at = buffer[at:] + more, 0
                continue
            at, number = after, number + 1
            yield number, _flat(value)

    def _by_line(self, head: str, reader: Any, bad: list[BadLine]) -> Iterator[tuple[int, Record]]:
        rest, number = head, 0
        while True:
            more = reader.read(1 << 18, 1 << 18)
            lines = (rest + more).split("\n")
            rest = lines.pop() if more else ""
            if len(rest) > LONGEST_RECORD:
                raise CorruptFile(f"Line {number + len(lines) + 1} of {self.label} is too long.", "Write it again.")
            for line in lines:
                number += 1
                if not line.strip():
                    continue
                try:
                    yield number, _flat(DECODER.decode(line.strip()))
                except ValueError:
                    bad.append(BadLine(number, "malformed_record", line[:80]))
            if not more:
                return

    def _whole(self, head: str, reader: Any) -> Any:
        text = head
        while more := reader.read(1 << 20, 1 << 20):
            text += more
            if len(text) > LARGEST_DOCUMENT:
                raise DocumentTooLarge(
                    f"{self.label} is one JSON document of more than {LARGEST_DOCUMENT >> 20} MB.",
                    "Write one record a line.",
                )
        with suppress(ValueError):
            return DECODER.decode(text.strip())
        raise CorruptFile(f"{self.label} is no valid JSON.", "Write it again.")


def _is_lines(head: str) -> bool:
    """One object a line; a line that stands alone may be a whole document."""
    line, _, rest = head.lstrip().partition("\n")
    with suppress(ValueError):
        value = DECODER.decode(line.strip())
        return isinstance(value, dict) and (bool(rest.strip()) or _table_in(value, 3) is None)
    return False


def _flat(value: Any) -> Record:
    """One record as texts; an object inside it gives its own names."""
    if isinstance(value, list):
        return [_text(one) for one in value]
    if not isinstance(value, dict):
        return [_text(value)]
    row: dict[str, str] = {}
    for name, one in value.items():
        if isinstance(one, dict):
            row.update({str(inner): _text(cell) for inner, cell in one.items()})
        else:
            row[str(name)] = _text(one)
    return row


def _text(cell: Any) -> str:
    return "" if cell is None or isinstance(cell, list | dict) else str(cell)


def _of_document(value: Any, label: str) -> Iterator[tuple[int, Record]]:
    """Records inside one document: under some name, by column, split, or keyed by date."""
    found = _table_in(value, 3)
    if found is None:
        raise CorruptFile(f"{label} holds no list of records.", "Write one object a line, or a list of them.")
    yield from ((number, _flat(row)) for number, row in enumerate(found, 1))


def _table_in(value: Any, depth: int) -> list[Any] | None:
    if isinstance(value, list):
        return value if value and isinstance(value[0], dict | list) else None
    if not isinstance(value, dict) or not value:
        return None
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        return _of_split(value)
    parts = list(value.values())
    if len(parts) > 2 and all(isinstance(one, list) and len(one) == len(parts[0]) for one in parts):
        return [dict(zip(value, cells, strict=True)) for cells in zip(*parts, strict=True)]
    if all(isinstance(one, dict) for one in parts):
        if all(DATED.fullmatch(key) for key in list(value)[:100]):
            return [{"date": key, **one} for key, one in value.items()]
        keys = list(dict.fromkeys(key for one in parts for key in one))
        if len(parts) > 2 and all(len(one) == len(keys) for one in parts):
            index = {"date": keys} if DATED.fullmatch(keys[0]) and "date" not in value else {}
            return [{**dict.fromkeys(index, key), **{name: one[key] for name, one in value.items()}} for key in keys]
    inner = [_table_in(one, depth - 1) for one in parts] if depth else []
    return max((one for one in inner if one), key=len, default=None)


def _of_split(value: dict[str, Any]) -> list[Any]:
    names, rows = [str(name) for name in value["columns"]], value["data"]
    index = value.get("index")
    if isinstance(index, list) and len(index) == len(rows) and DATED.fullmatch(str(index[0])):
        return [{"date": at, **dict(zip(names, row, strict=False))} for at, row in zip(index, rows, strict=True)]
    return [dict(zip(names, row, strict=False)) for row in rows]


def _columns(batch: list[tuple[int, Record]], plan: ReadPlan) -> list[pa.Array]:
    if plan.header_rows and isinstance(batch[0][1], dict):
        return [
            pa.array([row.get(name) or None if isinstance(row, dict) else None for _, row in batch], pa.string())
            for name in plan.names
        ]
    return [pa.array([_cell(row, at) for _, row in batch], pa.string()) for at in range(plan.n_columns)]


def _cell(row: Record, at: int) -> str | None:
    return (row[at] or None) if isinstance(row, list) and at < len(row) else None
