"""Repairing a table that is stored already: its missing sessions, as its calendar tells them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from quantboard.core.arrays import Stamps, Vector
from quantboard.core.bars import is_intraday
from quantboard.core.cleaning import coverage, quality, repair
from quantboard.core.cleaning.quality import Finding, QualityReport, Rows
from quantboard.errors import InvalidInput
from quantboard.readers.dates import DAY
from quantboard.readers.sessions import calendar_of


class NothingToRepair(InvalidInput):
    """No calendar fits the bars, or none of its sessions is missing."""

    code = "repair.nothing"


class Long(Protocol):
    """Long rows (R,), sorted by symbol and stamp."""

    @property
    def symbols(self) -> tuple[str, ...]: ...
    @property
    def codes(self) -> np.ndarray: ...
    @property
    def stamps(self) -> Stamps: ...
    @property
    def columns(self) -> Mapping[str, Vector]: ...
    @property
    def interval(self) -> str: ...
    @property
    def zone(self) -> str: ...


def rows_of(table: Long) -> Rows:
    """A stored table as rows; nothing is known of their lines."""
    lines = np.zeros(len(table.stamps), dtype=np.int64)
    return Rows(table.symbols, table.codes, table.stamps, table.columns, lines, table.interval)


def mended(table: Long, steps: Sequence[str]) -> tuple[Rows, QualityReport]:
    """The rows with their missing sessions filled, and the report on them; raises ``NothingToRepair``."""
    rows = rows_of(table)
    n_before = len(rows.stamps)
    calendar = None if is_intraday(table.interval) else calendar_of(rows, rows.stamps // DAY, "")
    found: list[Finding] = []
    if calendar is not None and "fill" in steps:
        rows, found = repair.fill(rows, calendar.sessions)
    if not found or calendar is None:
        raise NothingToRepair(
            "No session is missing that could be filled.", "Only daily bars are filled.", field="steps"
        )
    covered, more = coverage.coverage(rows, rows.stamps // DAY, calendar.sessions)
    found = [*found, *more, *quality.curious(rows)]
    return rows, QualityReport(n_before, n_before, tuple(found), calendar.name, covered)
