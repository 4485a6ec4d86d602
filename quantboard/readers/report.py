"""What is said of cells and lines that could not be read, and when a reading must be wrong as a whole."""

from collections import Counter
from collections.abc import Sequence

from quantboard.core.cleaning.quality import MOST_SAMPLES, Finding, Sample
from quantboard.errors import InvalidInput
from quantboard.readers.columns import Part
from quantboard.readers.plan import ReadPlan

MOST_BAD = 0.1
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
    "malformed_record": "Records that are no valid JSON",
}
MILD = ("invalid_bytes", "suspicious_text")


class TooManyBadRows(InvalidInput):
    """So many rows cannot be read that the reading itself must be wrong."""

    code = "import.too_many_bad_rows"


def cell_findings(parts: Sequence[Part]) -> list[Finding]:
    """One finding for each kind of bad cell or line."""
    counts: Counter[str] = Counter()
    places: dict[str, list[Sample]] = {}
    for part in parts:
        counts.update(part.counts)
        for code, found in part.places.items():
            places.setdefault(code, []).extend(found)
    return [_finding(code, count, places[code]) for code, count in counts.items()]


def _finding(code: str, count: int, places: list[Sample]) -> Finding:
    first = sorted(places, key=lambda place: place.line)[:MOST_SAMPLES]
    shown = ", ".join(f"line {p.line}{f' {p.column}' if p.column else ''} {p.text[:24]!r}" for p in first[:8])
    symbols = tuple(Counter(place.symbol for place in places if place.symbol).most_common())
    return Finding(
        code, "warning" if code in MILD else "error", count, f"{SAYS[code]}: {shown}.", tuple(first), symbols
    )


def refuse_if_hopeless(parts: Sequence[Part], plan: ReadPlan, n_read: int) -> None:
    """Raise ``TooManyBadRows`` unless the good rows were asked for however many are bad."""
    bad = sum(part.n_bad for part in parts)
    if plan.bad_rows == "drop" or bad <= max(MOST_BAD * n_read, 6):
        return
    findings = [finding for finding in cell_findings(parts) if finding.severity == "error"]
    findings.sort(key=lambda finding: finding.samples[0].line)
    raise TooManyBadRows(
        f"{bad} of {n_read} rows cannot be read. {' '.join(finding.message for finding in findings[:3])}",
        "The file changes its format on the way. Correct it, or import the good rows with --map bad_rows=drop.",
        field="map.bad_rows",
    )
