"""Several files that become one table."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from quantboard.core.cleaning import quality
from quantboard.core.cleaning.quality import Finding, QualityReport, Rows
from quantboard.errors import InvalidInput
from quantboard.readers.read import SeriesTable


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
    found = [*_merged([finding for _, report in parts for finding in report.findings]), *twice]
    return table, QualityReport(sum(report.rows_read for _, report in parts), len(kept), tuple(found))


def _merged(findings: Sequence[Finding]) -> list[Finding]:
    by_code: dict[str, Finding] = {}
    for finding in findings:
        before = by_code.get(finding.code)
        if before is None:
            by_code[finding.code] = finding
            continue
        samples = (*before.samples, *finding.samples)[: quality.MOST_SAMPLES]
        by_code[finding.code] = replace(before, count=before.count + finding.count, samples=samples)
    return list(by_code.values())
