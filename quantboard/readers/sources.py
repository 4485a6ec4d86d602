"""The three kinds of tables (text, workbook sheet, Parquet) behind one shape: first rows, then blocks of columns."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from quantboard.readers.containers import CorruptFile, Member, unpacking
from quantboard.readers.headers import role_of
from quantboard.readers.layout import delimiter_of, split
from quantboard.readers.plan import NUMBER_ROLES, Note, ReadPlan
from quantboard.readers.text import TextProblems, encoding_of, line_blocks, sample_lines

SAMPLED_ROWS = 3000
PARSERS, AHEAD = 2, 3  # blocks parsed while earlier ones are worked on


@dataclass(frozen=True)
class BadLine:
    """A line that is no row: its number, why, and its beginning."""

    line: int
    code: str
    text: str


@dataclass
class Block:
    """Some rows of a table, (R,) each: the columns, the line each row stands on, and the share read so far."""

    columns: list[pa.Array]
    lines: np.ndarray
    done: float


@dataclass
class Sample:
    """A table's beginning: rows of text with what was needed to split them."""

    rows: list[list[str]]
    encoding: str = ""
    guessed: bool = False
    delimiter: str = ""
    header: int | None = None
    empty_formulas: bool = False
    converted: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


class Source(Protocol):
    """A table that can be looked at and read."""

    stem: str
    label: str
    bad: list[BadLine]

    @property
    def size(self) -> int: ...

    def sample(self, encoding: str, delimiter: str) -> Sample: ...

    def blocks(self, plan: ReadPlan) -> Iterator[Block]: ...


@dataclass
class TextSource:
    """A delimited text file, read in blocks of whole lines."""

    member: Member
    stem: str = ""
    label: str = ""
    bad: list[BadLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stem, self.label = self.member.stem, PurePosixPath(self.member.name).name

    @property
    def size(self) -> int:
        return self.member.size

    def sample(self, encoding: str, delimiter: str) -> Sample:
        with unpacking(self.label), self.member.opened() as file:
            head = file.read(1 << 16)
        found, guessed = encoding_of(head, self.label)
        chosen = encoding or found
        with unpacking(self.label), self.member.opened() as file:
            lines = sample_lines(file, chosen, self.label)
        mark = delimiter or delimiter_of(lines)
        rows = [split(line, mark) for line in lines[:SAMPLED_ROWS]]
        return Sample(rows, chosen, guessed and not encoding, mark)

    def blocks(self, plan: ReadPlan) -> Iterator[Block]:
        typed = frozenset((*(plan.roles[role] for role in NUMBER_ROLES if role in plan.roles), *plan.extras.values()))
        typed = typed if plan.decimal == "." else frozenset()
        problems = TextProblems()
        with unpacking(self.label), self.member.opened() as file, ThreadPoolExecutor(PARSERS) as pool:
            waiting: deque[tuple[int, Future[_Parsed]]] = deque()
            for data, line, n_read in line_blocks(file, plan.encoding, self.label, problems):
                skip = max(plan.first_row - (line - 1), 0)
                waiting.append((n_read, pool.submit(_parse, data, line, skip, plan, typed)))
                if len(waiting) > AHEAD:
                    yield from self._ready(*waiting.popleft())
            while waiting:
                yield from self._ready(*waiting.popleft())
        self.bad += [BadLine(*problem) for problem in problems.lines]

    def _ready(self, n_read: int, parsing: "Future[_Parsed]") -> Iterator[Block]:
        block, bad = parsing.result()
        self.bad += bad
        if block is not None:
            block.done = min(n_read / max(self.member.size, 1), 1.0)
            yield block


_Parsed = tuple[Block | None, list[BadLine]]


def _parse(data: bytes, line: int, skip: int, plan: ReadPlan, typed: frozenset[int]) -> _Parsed:
    """Whole lines → columns: of numbers where all cells are plain ones, else of text."""
    for _ in range(skip):
        cut = data.find(b"\n") + 1
        data, line = data[cut:] if cut else b"", line + 1
    if not data.strip():
        return None, []
    if typed:
        try:
            return _columns_of(data, line, plan, typed)
        except pa.ArrowInvalid:
            pass
    return _columns_of(data, line, plan, frozenset())


def _columns_of(data: bytes, line: int, plan: ReadPlan, typed: frozenset[int]) -> _Parsed:
    skipped: list[int] = []
    bad: list[BadLine] = []

    def refuse(row: Any) -> str:
        skipped.append(row.number)
        if row.text.strip(plan.delimiter + " \t\r"):
            text = f"{row.actual_columns} fields instead of {row.expected_columns}: {row.text[:80]}"
            bad.append(BadLine(line + row.number - 1, "wrong_field_count", text))
        return "skip"

    names = [str(position) for position in range(plan.n_columns)]
    kinds = {name: pa.float64() if at in typed else pa.string() for at, name in enumerate(names)}
    table = pacsv.read_csv(
        pa.py_buffer(data),
        read_options=pacsv.ReadOptions(column_names=names, use_threads=False, block_size=max(len(data), 1 << 16)),
        parse_options=pacsv.ParseOptions(
            delimiter=plan.delimiter, ignore_empty_lines=False, invalid_row_handler=refuse
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=kinds, strings_can_be_null=True, null_values=[""], check_utf8=False
        ),
    )
    n_rows = table.num_rows + len(skipped)
    numbers = np.delete(np.arange(n_rows), np.array(skipped, dtype=np.int64) - 1) if skipped else np.arange(n_rows)
    return Block([column.combine_chunks() for column in table.columns], line + numbers, 0.0), bad


@dataclass
class RowsSource:
    """A workbook's sheet: its cells as text."""

    rows: list[list[str]]
    stem: str
    label: str
    empty_formulas: bool = False
    notes: tuple[Note, ...] = ()
    bad: list[BadLine] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(cell) for row in self.rows[:1000] for cell in row) * max(len(self.rows) // 1000, 1)

    def sample(self, encoding: str, delimiter: str) -> Sample:  # noqa: ARG002 a sheet has neither
        return Sample(self.rows[:SAMPLED_ROWS], "xlsx", False, "", None, self.empty_formulas, (), self.notes)

    def blocks(self, plan: ReadPlan) -> Iterator[Block]:
        kept = self.rows[plan.first_row :]
        if not kept:
            return
        width = plan.n_columns
        columns = [
            pa.array([row[c] or None if c < len(row) else None for row in kept], pa.string()) for c in range(width)
        ]
        yield Block(columns, np.arange(len(kept)) + plan.first_row + 1, 1.0)


@dataclass
class ParquetSource:
    """A Parquet file, read by row groups with its own types."""

    member: Member
    stem: str
    label: str
    bad: list[BadLine] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.member.size

    @contextmanager
    def _open(self) -> Iterator[Any]:
        import pyarrow.parquet as pq

        with self.member.opened() as raw:
            try:
                file = pq.ParquetFile(raw)
            except (pa.ArrowInvalid, OSError) as error:
                first = str(error).splitlines()[0].rstrip(".")[:120]
                raise CorruptFile(f"{self.label} is no readable Parquet file: {first}.", "Write it again.") from None
            yield file

    def sample(self, encoding: str, delimiter: str) -> Sample:  # noqa: ARG002 Parquet has neither
        with self._open() as file:
            head = next(file.iter_batches(batch_size=SAMPLED_ROWS), None)
            return typed_sample(file.schema_arrow, head, "parquet")

    def blocks(self, plan: ReadPlan) -> Iterator[Block]:  # noqa: ARG002 the file knows its layout
        with self._open() as file:
            total, line = max(file.metadata.num_rows, 1), 1
            for batch in file.iter_batches(batch_size=1 << 20):
                columns = [plain_column(column) for column in batch.columns]
                yield Block(columns, np.arange(batch.num_rows) + line, (line - 1 + batch.num_rows) / total)
                line += batch.num_rows


def typed_sample(schema: Any, head: Any, kind: str) -> Sample:
    """The first rows of a table with types of its own."""
    names = [str(name) for name in schema.names]
    cells = [] if head is None else zip(*map(_cells, head.columns), strict=True)
    rows = [[_text(cell) for cell in row] for row in cells]
    return Sample([names, *rows], kind, header=1, converted=tuple(_converted(schema)))


def _converted(schema: Any) -> list[str]:
    """Columns stored as text or as whole-number dates."""
    found = []
    for one in schema:
        role, kind = role_of(one.name), one.type
        is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
        if (is_text and role not in ("", "symbol")) or (role == "date" and pa.types.is_int32(kind)):
            found.append(str(one.name))
    return found


def plain_column(column: pa.Array) -> pa.Array:
    """A column without dictionary."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _cells(column: pa.Array) -> list[Any]:
    kind = column.type
    if pa.types.is_timestamp(kind):  # as text through Arrow: Python's datetimes end at microseconds
        return list(column.cast(pa.timestamp("us", kind.tz), safe=False).to_pylist())
    return list(column.to_pylist())


def _text(cell: Any) -> str:
    return (
        ""
        if cell is None
        else cell.isoformat(" ")
        if hasattr(cell, "isoformat") and hasattr(cell, "hour")
        else str(cell)
    )
