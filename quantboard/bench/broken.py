"""A broken file beside what a good importer does with it: outcome, rows, settings, and what must be said."""

import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quantboard.bench.readings import Wrong, encoding_of, kind_of
from quantboard.errors import QuantBoardError
from quantboard.readers.read import ReadResult, Undecided, read

# what the manifest calls a finding → codes of ours that say it
SAME = {
    "missing_required_column": ("columns.missing",),
    "missing_optional_column": ("no_volume",),
    "no_data_rows": ("file.no_data_rows",),
    "empty_file": ("file.empty",),
    "inconsistent_delimiter": ("wrong_field_count", "import.too_many_bad_rows"),
    "no_line_breaks_or_line_too_long": ("file.line_too_long",),
    "unterminated_quote": ("unterminated_quote", "import.too_many_bad_rows"),
    "descending_order_reversed": ("descending_order",),
    "inconsistent_timestamp_format": ("unparsable_timestamp", "import.too_many_bad_rows"),
    "ambiguous_day_month": ("import.undecided",),
    "duplicate_timestamp_identical": ("duplicate_identical",),
    "duplicate_timestamp_conflicting": ("import.undecided",),
    "duplicate_column_name": ("import.undecided",),
    "timezone_unknown": ("import.undecided",),
    "dst_repeated_hour": ("import.undecided",),
    "dst_missing_hour": ("import.undecided",),
    "several_sheets": ("import.undecided",),
    "inconsistent_timestamp_unit": ("import.too_many_bad_rows", "timestamp_out_of_range"),
    "inconsistent_decimal_separator": ("import.too_many_bad_rows", "non_numeric_value"),
    "missing_values": ("missing_values", "missing_volume"),
    "outlier_price_jump": ("price_jump",),
    "corrupt_archive": ("archive.corrupt",),
    "corrupt_file": ("file.corrupt",),
    "unsafe_archive_member": ("archive.unsafe_member",),
    "archive_too_large_when_unpacked": ("archive.too_large",),
    "content_does_not_match_extension": ("file.wrong_content",),
    "formula_without_value": ("columns.formula_without_value",),
    "suspicious_text_cells": ("suspicious_text",),
}
REFUSED, READ = "refused", "read"


def judge(folder: Path, case: Mapping[str, Any]) -> tuple[int, Wrong]:
    """How many statements of the manifest were compared, and the ones that do not hold."""
    want = case["expect"]
    with tempfile.TemporaryDirectory() as scratch:
        path = folder / case["file"]
        if path.suffix == ".py":
            path = _bomb(Path(scratch))
        try:
            found: ReadResult | QuantBoardError = read(path, path.name)
        except QuantBoardError as error:
            found = error
    statements = {**_outcome(want, found), **_said(want, found), **_kept(want, found)}
    return len(statements), {name: text for name, text in statements.items() if text}


def _bomb(scratch: Path) -> Path:
    """What the collection's generator makes, smaller: a few hundred kB that unpack to 256 MB. Its code is not run."""
    made = scratch / "bomb.zip"
    block = b"2013-01-02,145.11,146.15,144.73,146.06,192059000\n" * 20_000
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("prices.csv", "w") as out:
        out.write(b"Date,Open,High,Low,Close,Volume\n")
        for _ in range(256):
            out.write(block)
    return made


def _outcome(want: Mapping[str, Any], found: ReadResult | QuantBoardError) -> Wrong:
    """Read or refused, as the manifest allows."""
    outcome, note = want["outcome"], str(want.get("note", ""))
    got = READ if isinstance(found, ReadResult) else REFUSED
    allowed = {
        "accept": {READ},
        "accept_with_warnings": {READ},
        "ask_user": {REFUSED},
        "reject": {REFUSED},
        "quarantine_or_reject": {READ, REFUSED},
    }[outcome] | ({READ, REFUSED} if re.search(r"acceptable|otherwise refuse", note) else set())
    text = "" if got in allowed else f"{outcome} wanted, it was {got}"
    if outcome == "ask_user" and got == REFUSED and not isinstance(found, Undecided):
        text = "refused without a question"
    if outcome == "accept_with_warnings" and isinstance(found, ReadResult) and not _codes(found):
        text = "no warning was given"
    return {"outcome": text}


def _codes(found: ReadResult | QuantBoardError) -> set[str]:
    if isinstance(found, QuantBoardError):
        return {found.code}
    return {finding.code for finding in found.report.findings} | {note.code for note in found.notes}


def _words(found: ReadResult | QuantBoardError) -> str:
    if isinstance(found, QuantBoardError):
        return f"{found.message} {found.hint}"
    return " ".join([*(one.message for one in found.report.findings), *(one.message for one in found.notes)])


def _said(want: Mapping[str, Any], found: ReadResult | QuantBoardError) -> Wrong:
    """Every finding, and every word that must be named."""
    wrong: Wrong = {}
    codes, words = _codes(found), _words(found)
    refused = isinstance(found, QuantBoardError)
    for finding in want.get("findings") or ():
        code = finding["code"]
        says = bool({code, *SAME.get(code, ())} & codes) or (refused and want["outcome"] == "quarantine_or_reject")
        wrong[f"finding {code}"] = "" if says else f"not among {', '.join(sorted(codes)) or 'none'}"
    for word in want.get("message_must_name") or ():
        text = "found" if word == "columns that were found" else str(word)
        wrong[f"names {text}"] = "" if text in words or _in_range(text, words) else f"not in: {words[:160]}"
    wrong["no path or traceback"] = "" if not re.search(r"Traceback|/(?:tmp|home|work|Users)/", words) else words[:160]
    return wrong


def _in_range(word: str, words: str) -> bool:
    """``102`` inside ``102–136``."""
    ranges = re.findall(r"(\d+)–(\d+)", words)
    return word.isdigit() and any(int(a) <= int(word) <= int(b) for a, b in ranges)


def _kept(want: Mapping[str, Any], found: ReadResult | QuantBoardError) -> Wrong:
    if isinstance(found, QuantBoardError):
        return {}
    wrong: Wrong = {}
    if want.get("rows_imported") is not None:
        kept = found.report.rows_kept
        wrong["rows"] = "" if kept == want["rows_imported"] else f"{want['rows_imported']} wanted, {kept} kept"
    told, plan = want.get("settings") or {}, found.plan
    pairs = {
        "delimiter": ({"tab": "\t"}.get(str(told.get("delimiter")), told.get("delimiter")), plan.delimiter),
        "encoding": (encoding_of(told.get("encoding", "").split("/")[0]), encoding_of(plan.encoding)),
        "decimal": (told.get("decimal"), plan.decimal),
        "interval": (told.get("interval"), plan.interval),
        "dates": (kind_of(told.get("timestamp", "")), plan.dates),
    }
    for name, (wanted, got) in pairs.items():
        if wanted:
            wrong[name] = "" if wanted == got else f"{wanted} ≠ {got}"
    return wrong
