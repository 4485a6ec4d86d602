"""Feather files (Arrow's own format), read by record batches with their own types."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from quantboard.readers.containers import CorruptFile, Member
from quantboard.readers.plan import ReadPlan
from quantboard.readers.sources import SAMPLED_ROWS, BadLine, Block, Sample, plain_column, typed_sample

STREAM, FIRST_VERSION = b"\xff\xff\xff\xff", b"FEA1"


@dataclass
class FeatherSource:
    """A Feather or Arrow file, streams too; Feather's first version is no longer read by Arrow itself."""

    member: Member
    stem: str
    label: str
    bad: list[BadLine] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.member.size

    @contextmanager
    def _batches(self) -> Iterator[tuple[Any, Iterator[pa.RecordBatch], int]]:
        """The schema, the batches, and how many there are (0: unknown)."""
        try:
            with self.member.opened() as raw:
                yield _opened(raw)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            first = str(error).splitlines()[0].rstrip(".")[:120]
            raise CorruptFile(f"{self.label} is no readable Feather file: {first}.", "Write it again.") from None

    def sample(self, encoding: str, delimiter: str) -> Sample:  # noqa: ARG002 Feather has neither
        with self._batches() as (schema, batches, _):
            head = next((batch.slice(0, SAMPLED_ROWS) for batch in batches if batch.num_rows), None)
            return typed_sample(schema, head, "feather")

    def blocks(self, plan: ReadPlan) -> Iterator[Block]:  # noqa: ARG002 the file knows its layout
        line = 1
        with self._batches() as (_, batches, count):
            for number, batch in enumerate(batches, 1):
                columns = [plain_column(column) for column in batch.columns]
                yield Block(columns, np.arange(batch.num_rows) + line, number / count if count else 0.5)
                line += batch.num_rows


def _opened(raw: Any) -> tuple[Any, Iterator[pa.RecordBatch], int]:
    head = raw.read(4)
    raw.seek(0)
    if head == FIRST_VERSION:
        raise pa.ArrowInvalid("it has the first version's layout")
    if head == STREAM:
        stream = pa.ipc.open_stream(raw)
        return stream.schema, iter(stream), 0
    file = pa.ipc.open_file(raw)
    count = file.num_record_batches
    return file.schema, map(file.get_batch, range(count)), count
