"""Reading a file whole: good rows as arrays, everything else in the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from quantboard.core import bars as core_bars
from quantboard.core.arrays import Mask, Stamps, Vector
from quantboard.core.bars import Bars, is_intraday
from quantboard.core.cleaning import coverage, markets, quality, repair
from quantboard.core.cleaning.quality import Finding, QualityReport, Rows
from quantboard.core.progress import Step, silent
from quantboard.errors import InvalidInput
from quantboard.readers import dates
from quantboard.readers.assemble import Placed, placed
from quantboard.readers.columns import Part, read_source
from quantboard.readers.detect import detect, open_sources, plan_of
from quantboard.readers.plan import Note, Question, ReadPlan, check_hints
from quantboard.readers.report import cell_findings, refuse_if_hopeless
from quantboard.readers.sessions import calendar_of, early_of

__all__ = ["detect", "read", "read_bars"]


class Undecided(InvalidInput):
    """The file alone cannot decide something: a person must choose."""

    code = "import.undecided"


class NoGoodRows(InvalidInput):
    """Not one row is a bar."""

    code = "import.no_good_rows"


@dataclass(frozen=True)
class SeriesTable:
    """Long rows (R,), sorted by symbol and stamp, each a bar."""

    symbols: tuple[str, ...]
    codes: np.ndarray
    stamps: Stamps
    columns: dict[str, Vector]
    interval: str
    zone: str

    def bars(self) -> Bars:
        """The rows as panels."""
        names = np.array(self.symbols)
        return core_bars.from_rows(names[self.codes], self.stamps, self.columns, interval=self.interval, zone=self.zone)


@dataclass(frozen=True)
class ReadResult:
    """Rows that are bars, the report on the rest, and how everything was read."""

    rows: SeriesTable
    report: QualityReport
    plan: ReadPlan
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = field(default_factory=tuple)


def read_bars(path: Path, hints: Mapping[str, str] | None = None, symbol: str | None = None) -> Bars:
    """A file as bars, ready for a backtest. Refuses where a person would have to be asked, naming the choice."""
    given = {**(hints or {}), **({"symbol_name": symbol} if symbol else {})}
    return read(path, path.name, given).rows.bars()


def read(
    path: Path,
    name: str,
    hints: Mapping[str, str] | None = None,
    on_step: Step = silent,
    *,
    ask: bool = False,
    calendars: bool = False,
) -> ReadResult:
    """Read every table in the file. With ``ask`` open questions are returned instead of raised; with ``calendars`` the
    bars are held against the calendar of their exchange."""
    clean = check_hints(hints or {})
    opened = open_sources(path, name, clean)
    questions, notes, parts = list(opened.questions), list(opened.notes), list[Part]()
    plan = None
    n_sources = len(opened.sources)
    for number, source in enumerate(opened.sources):
        plan, _sample, more, asked = plan_of(source, clean)
        if number == 0:
            notes += more
        questions += [question for question in asked if question.code not in {q.code for q in questions}]
        if questions and not ask:
            raise _undecided(questions)
        share, base = 1 / n_sources, number / n_sources

        def step(done: float, rows: int, share: float = share, base: float = base, size: int = source.size) -> None:
            told = {"rows": str(rows), "bytes": str(int(done * size)), "of_bytes": str(size)}
            on_step(0.85 * (base + done * share), "read", told)

        parts.append(read_source(source, plan, step))
    assert plan is not None  # a container without tables was refused
    on_step(0.88, "check", {})
    result = _assemble(parts, plan, name, ask=ask, calendars=calendars)
    return replace(result, notes=(*notes, *result.notes), questions=(*questions, *result.questions))


def _undecided(questions: list[Question]) -> Undecided:
    first = questions[0]
    options = " or ".join(f"--map {first.hint}={option}" for option in first.options[:4]) or f"--map {first.hint}=…"
    return Undecided(first.message, f"Choose with {options}.", field=f"map.{first.hint}")


def _assemble(parts: list[Part], plan: ReadPlan, name: str, *, ask: bool, calendars: bool) -> ReadResult:
    n_read = sum(part.n_read for part in parts)
    found = cell_findings(parts)
    refuse_if_hopeless(parts, plan, n_read)
    if not any(len(part.written) for part in parts):
        raise NoGoodRows(f"{name} has no row that can be read.", "Check date column and delimiter.")
    rows, made = placed(parts, plan)
    parts.clear()
    rows, more = _sound(rows, plan)
    found += more
    rows, twice = _single(rows, plan)
    found += twice
    questions = _about_twice(twice, made.interval, plan)
    if questions and not ask:
        raise _undecided(questions)
    if not len(rows.stamps):
        raise NoGoodRows(f"{name} has no row that is a bar.", "A bar needs open, high, low and close.")
    rows, calendar, covered, more = _against_calendar(rows, made.zone, plan) if calendars else (rows, "", (), [])
    found += more
    found += quality.curious(rows) if calendar else [*quality.gaps(rows), *quality.curious(rows)]
    n_made = sum(finding.count for finding in found if finding.code == "repaired_fill")
    report = QualityReport(n_read, len(rows.stamps) - n_made, tuple(found), calendar, covered)
    final = replace(plan, interval=made.interval, zone=made.zone, stamp=made.stamp)
    return ReadResult(_table(rows, made), report, final, made.notes, tuple(questions))


def _sound(rows: Rows, plan: ReadPlan) -> tuple[Rows, list[Finding]]:
    """The rows that can be bars, mended where that was asked for."""
    found: list[Finding] = []
    if "swap" in plan.repair:
        rows, found = repair.swap(rows)
    keep, more = _judge(rows)
    rows = rows if keep.all() else rows.take(np.flatnonzero(keep))
    return rows, [*found, *more, *quality.order_of(rows)]


def _single(rows: Rows, plan: ReadPlan) -> tuple[Rows, list[Finding]]:
    """In order of symbol and time, one bar for each."""
    order = quality.order_by(rows)
    rows = rows if (np.diff(order) == 1).all() else rows.take(order)
    keep = plan.duplicates or ("first" if "dedupe" in plan.repair else "drop")
    dropped, twice = quality.duplicates(rows, keep)
    return (rows.take(np.flatnonzero(~dropped)) if dropped.any() else rows), twice


def _against_calendar(
    rows: Rows, zone: str, plan: ReadPlan
) -> tuple[Rows, str, tuple[coverage.Coverage, ...], list[Finding]]:
    """What an exchange's calendar says of the rows: gaps by month, and sessions filled where that was asked for."""
    days = (rows.stamps if rows.written is None else rows.written) // dates.DAY
    calendar = calendar_of(rows, days, zone)
    if calendar is None:
        return rows, "", (), []
    found: list[Finding] = []
    if "fill" in plan.repair and rows.written is None:
        rows, found = repair.fill(rows, calendar.sessions)
        days = rows.stamps // dates.DAY
    slots = None if rows.written is None else (rows.written % dates.DAY) // markets.MINUTE
    covered, more = coverage.coverage(rows, days, calendar.sessions, slots, early_of(calendar.name))
    return rows, calendar.name, covered, [*found, *more]


def _table(rows: Rows, made: Placed) -> SeriesTable:
    present = np.unique(rows.codes)
    codes = rows.codes if len(present) == len(rows.names) else np.searchsorted(present, rows.codes)
    columns = {name: values for name, values in rows.columns.items() if not np.isnan(values).all()}
    zone = made.zone if is_intraday(made.interval) else "UTC"
    return SeriesTable(tuple(rows.names[code] for code in present), codes, rows.stamps, columns, made.interval, zone)


def _about_twice(twice: list[Finding], interval: str, plan: ReadPlan) -> list[Question]:
    conflict = [finding for finding in twice if finding.code == "duplicate_conflicting"]
    decided = plan.duplicates or "dedupe" in plan.repair
    return [_about(conflict[0], interval, plan)] if conflict and not decided else []


def _about(finding: Finding, interval: str, plan: ReadPlan) -> Question:
    lines = ", ".join(str(place.line) for place in finding.samples[:8])
    text = f"{finding.count} bars have the time of another bar but other values (line {lines})."
    if is_intraday(interval) and not plan.zone:
        text += " If these are wall-clock hours of an autumn change, give the time zone."
        return Question("timezone_unknown", "zone", text, ("America/New_York", "Europe/London", "UTC"), "", lines)
    answers = ("first", "last", "drop")
    return Question("duplicate_conflicting", "duplicates", text + " Which one stays?", answers, "", lines)


def _judge(rows: Rows) -> tuple[Mask, list[Finding]]:
    no_bar, found = quality.missing(rows)
    with np.errstate(invalid="ignore"):
        wrong, more = quality.impossible(rows)
    return ~(no_bar | wrong), found + more
