"""Several files that become one table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from quantboard.core.bars import is_intraday
from quantboard.core.cleaning import coverage, quality
from quantboard.core.cleaning.quality import Finding, QualityReport, Rows
from quantboard.errors import InvalidInput
from quantboard.readers.dates import DAY
from quantboard.readers.read import SeriesTable
from quantboard.readers.sessions import calendar_of

OF_GAPS = ("gap", "missing_sessions", "outside_calendar", "possible_ticker_reuse")


class MixedIntervals(InvalidInput):
    """Files with bars of different lengths cannot become one dataset."""

    code = "import.mixed_intervals"


def join(parts: Sequence[tuple[SeriesTable, QualityReport]], names: Sequence[str]) -> tuple[SeriesTable, QualityReport]:
    """One table of all files; bars that two files share are kept once, conflicting ones from the first file."""
    if len(parts) == 1:
        return parts[0]
    tables = [table for table, _ in parts]
    intervals = {table.interval for table in tables}
    if len(intervals) > 1:
        shown = ", ".join(f"{name}: {table.interval}" for name, table in zip(names, tables, strict=True))
        raise MixedIntervals(f"The files have bars of different lengths ({shown}).", "Import them separately.")
    symbols = sorted({symbol for table in tables for symbol in table.symbols})
    code_of = {symbol: code for code, symbol in enumerate(symbols)}
    codes = np.concatenate([np.array([code_of[s] for s in table.symbols])[table.codes] for table in tables])
    stamps = np.concatenate([table.stamps for table in tables])
    columns = {
        name: np.concatenate([table.columns.get(name, np.full(len(table.stamps), np.nan)) for table in tables])
        for name in dict.fromkeys(name for table in tables for name in table.columns)
    }
    file_of = np.repeat(np.arange(len(tables)), [len(table.stamps) for table in tables])
    lines = np.zeros(len(stamps), dtype=np.int64)
    rows = Rows(symbols, codes, stamps, columns, lines, tables[0].interval, names, file_of)
    dropped, twice = quality.duplicates(rows, "first")
    kept = np.flatnonzero(~dropped)
    kept = kept[np.lexsort((stamps[kept], codes[kept]))]
    table = replace(
        tables[0],
        symbols=tuple(symbols),
        codes=codes[kept],
        stamps=stamps[kept],
        columns={name: values[kept] for name, values in columns.items()},
    )
    whole = rows.take(kept)
    calendar, covered, gaps = _against_calendar(whole, [report for _, report in parts])
    found = [*_merged([one for _, report in parts for one in report.findings if not gaps or one.code not in OF_GAPS])]
    found += [*twice, *gaps]
    n_read = sum(report.rows_read for _, report in parts)
    return table, QualityReport(n_read, len(kept), tuple(found), calendar, covered)


def _against_calendar(
    rows: Rows, reports: Sequence[QualityReport]
) -> tuple[str, tuple[coverage.Coverage, ...], list[Finding]]:
    """The calendar of the whole, where one was looked for: a symbol may go on from one file to the next."""
    if not any(report.calendar or report.coverage for report in reports) and not any(
        one.code == "gap" for report in reports for one in report.findings
    ):
        return "", (), []
    if is_intraday(rows.interval):
        covered = sorted((one for report in reports for one in report.coverage), key=lambda one: -one.missing)
        return next((report.calendar for report in reports if report.calendar), ""), tuple(covered), []
    calendar = calendar_of(rows, rows.stamps // DAY, "")
    if calendar is None:
        return "", (), []
    return calendar.name, *coverage.coverage(rows, rows.stamps // DAY, calendar.sessions)


def _merged(findings: Sequence[Finding]) -> list[Finding]:
    by_code: dict[str, Finding] = {}
    for finding in findings:
        before = by_code.get(finding.code)
        if before is None:
            by_code[finding.code] = finding
            continue
        samples = (*before.samples, *finding.samples)[: quality.MOST_SAMPLES]
        counts = Counter(dict(before.symbols))
        counts.update(dict(finding.symbols))
        symbols = tuple(counts.most_common())
        by_code[finding.code] = replace(before, count=before.count + finding.count, samples=samples, symbols=symbols)
    return list(by_code.values())
