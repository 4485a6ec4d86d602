"""Reading a file whole: good rows as arrays, everything else in the report."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from quantboard.core import bars as core_bars
from quantboard.core.arrays import Mask, Stamps, Vector
from quantboard.core.bars import Bars, is_intraday
from quantboard.core.cleaning import quality
from quantboard.core.cleaning.quality import MOST_SAMPLES, Finding, QualityReport, Rows
from quantboard.core.cleaning.quality import Sample as Place
from quantboard.core.progress import Step, silent
from quantboard.errors import InvalidInput
from quantboard.readers import dates
from quantboard.readers.clock import interval_of, stamps_of
from quantboard.readers.columns import Part, read_source
from quantboard.readers.detect import detect, open_sources, plan_of
from quantboard.readers.plan import Note, Question, ReadPlan, check_hints

MOST_BAD = 0.1

__all__ = ["detect", "read", "read_bars"]


class Undecided(InvalidInput):
    """The file alone cannot decide something: a person must choose."""

    code = "import.undecided"


class TooManyBadRows(InvalidInput):
    """So many rows cannot be read that the reading itself must be wrong."""

    code = "import.too_many_bad_rows"


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
    path: Path, name: str, hints: Mapping[str, str] | None = None, on_step: Step = silent, *, ask: bool = False
) -> ReadResult:
    """Read every table in the file. With ``ask`` open questions are returned instead of raised."""
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

        def step(done: float, rows: int, share: float = share, base: float = base) -> None:
            on_step(0.85 * (base + done * share), "read", {"rows": str(rows)})

        parts.append(read_source(source, plan, step))
    assert plan is not None  # a container without tables was refused
    on_step(0.88, "check", {})
    result = _assemble(parts, plan, name, ask=ask)
    return replace(result, notes=(*notes, *result.notes), questions=(*questions, *result.questions))


def _undecided(questions: list[Question]) -> Undecided:
    first = questions[0]
    options = " or ".join(f"--map {first.hint}={option}" for option in first.options[:4]) or f"--map {first.hint}=…"
    return Undecided(first.message, f"Choose with {options}.", field=f"map.{first.hint}")


def _assemble(parts: list[Part], plan: ReadPlan, name: str, *, ask: bool) -> ReadResult:
    names = sorted({symbol for part in parts for symbol in part.symbols})
    code_of = {symbol: code for code, symbol in enumerate(names)}
    codes = np.concatenate([np.array([code_of[s] for s in part.symbols], dtype=np.int64)[part.codes] for part in parts])
    written, offsets = (np.concatenate([getattr(part, what) for part in parts]) for what in ("written", "offsets"))
    lines = np.concatenate([part.lines for part in parts])
    file_of = np.repeat(np.arange(len(parts)), [len(part.lines) for part in parts])
    columns = _columns(parts)
    n_read = sum(part.n_read for part in parts)
    found = _cell_findings(parts)
    _refuse_if_hopeless(parts, plan, n_read)
    if not len(written):
        raise NoGoodRows(f"{name} has no row that can be read.", "Check date column and delimiter.")
    zone, interval, questions = plan.zone, plan.interval or interval_of(codes, written, offsets), list[Question]()
    at, notes = plan.stamp, list[Note]()
    if is_intraday(interval):
        zone = zone or "UTC"
        if not plan.zone and (offsets == dates.NO_OFFSET).any():
            notes.append(Note("timezone_unknown", "The file does not say its time zone; UTC is assumed.", "warning"))
        notes.append(Note("stamps_shifted", f"Stamps mark the {at} of a bar; bars are kept at their close.", "info"))
    stamps = stamps_of(codes, written, offsets, interval, zone, at)
    rows = Rows(names, codes, stamps, columns, lines, interval, [part.label for part in parts], file_of)
    keep, more = _judge(rows)
    found += more
    rows = _take(rows, np.flatnonzero(keep))
    found += quality.order_of(rows)
    dropped, twice = quality.duplicates(rows, plan.duplicates or "drop")
    conflict = [finding for finding in twice if finding.code == "duplicate_conflicting"]
    if conflict and not plan.duplicates:
        questions.append(_about(conflict[0], interval, plan))
        if not ask:
            raise _undecided(questions)
    found += twice
    rows = _take(rows, np.flatnonzero(~dropped))
    rows = _take(rows, np.lexsort((rows.stamps, rows.codes)))
    if not len(rows.stamps):
        raise NoGoodRows(f"{name} has no row that is a bar.", "A bar needs open, high, low and close.")
    found += quality.curious(rows)
    present = np.unique(rows.codes)
    table = SeriesTable(
        tuple(names[code] for code in present),
        np.searchsorted(present, rows.codes),
        rows.stamps,
        {name: values for name, values in rows.columns.items() if not np.isnan(values).all()},
        interval,
        zone if is_intraday(interval) else "UTC",
    )
    report = QualityReport(n_read, len(rows.stamps), tuple(found))
    return ReadResult(table, report, replace(plan, interval=interval, zone=zone), tuple(notes), tuple(questions))


def _about(finding: Finding, interval: str, plan: ReadPlan) -> Question:
    lines = ", ".join(str(place.line) for place in finding.samples[:8])
    text = f"{finding.count} bars have the time of another bar but other values (line {lines})."
    if is_intraday(interval) and not plan.zone:
        text += " If these are wall-clock hours of an autumn change, give the time zone."
        return Question("timezone_unknown", "zone", text, ("America/New_York", "Europe/London", "UTC"), "", lines)
    answers = ("first", "last", "drop")
    return Question("duplicate_conflicting", "duplicates", text + " Which one stays?", answers, "", lines)


def _columns(parts: list[Part]) -> dict[str, Vector]:
    names = dict.fromkeys(name for part in parts for name in part.columns)
    return {
        name: np.concatenate([part.columns.get(name, np.full(len(part.lines), np.nan)) for part in parts])
        for name in names
    }


def _judge(rows: Rows) -> tuple[Mask, list[Finding]]:
    no_bar, found = quality.missing(rows)
    with np.errstate(invalid="ignore"):
        wrong, more = quality.impossible(rows)
    return ~(no_bar | wrong), found + more


def _take(rows: Rows, index: np.ndarray) -> Rows:
    return replace(
        rows,
        codes=rows.codes[index],
        stamps=rows.stamps[index],
        columns={name: values[index] for name, values in rows.columns.items()},
        lines=rows.lines[index],
        file_of=None if rows.file_of is None else rows.file_of[index],
    )


def _cell_findings(parts: list[Part]) -> list[Finding]:
    """One finding for each kind of bad cell or line."""
    counts: Counter[str] = Counter()
    places: dict[str, list[Place]] = {}
    for part in parts:
        counts.update(part.counts)
        for code, found in part.places.items():
            places.setdefault(code, []).extend(found)
    findings = []
    for code, count in counts.items():
        first = sorted(places[code], key=lambda place: place.line)[:MOST_SAMPLES]
        shown = ", ".join(f"line {p.line}{f' {p.column}' if p.column else ''} {p.text[:24]!r}" for p in first[:8])
        severity = "warning" if code in ("invalid_bytes", "suspicious_text") else "error"
        findings.append(Finding(code, severity, count, f"{SAYS[code]}: {shown}.", tuple(first)))
    return findings


SAYS = {
    "wrong_field_count": "Lines with too few or too many fields",
    "control_characters": "Lines with NUL bytes",
    "unterminated_quote": "Lines with a quote that never closes",
    "invalid_bytes": "Lines with bytes that are not of this encoding",
    "unparsable_timestamp": "Dates that cannot be read",
    "timestamp_out_of_range": "Dates out of range",
    "non_numeric_value": "Cells that are no numbers",
    "value_out_of_range": "Numbers beyond any meaning",
    "missing_symbol": "Rows without a symbol",
    "suspicious_text": "Text that a spreadsheet would run as a formula",
    "footer_ignored": "Rows below the table",
}


def _refuse_if_hopeless(parts: list[Part], plan: ReadPlan, n_read: int) -> None:
    bad = sum(part.n_bad for part in parts)
    if plan.bad_rows == "drop" or bad <= max(MOST_BAD * n_read, 6):
        return
    findings = [finding for finding in _cell_findings(parts) if finding.severity == "error"]
    findings.sort(key=lambda finding: finding.samples[0].line)
    raise TooManyBadRows(
        f"{bad} of {n_read} rows cannot be read. {' '.join(finding.message for finding in findings[:3])}",
        "The file changes its format on the way. Correct it, or import the good rows with --map bad_rows=drop.",
        field="map.bad_rows",
    )
