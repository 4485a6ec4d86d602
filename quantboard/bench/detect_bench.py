"""How many files of a collection are read rightly: without a hint, with the hint a person would give, and broken ones.

The folder holds ``index.json`` (the right reading of each file) and ``bad/manifest.json`` (what a good importer does).
"""

import json
from pathlib import Path
from typing import Any

from quantboard.bench import broken, readings
from quantboard.bench.timing import Row, row
from quantboard.errors import NotFound, QuantBoardError
from quantboard.readers.others import OtherTable
from quantboard.readers.read import read

COLUMNS = ("file", "alone", "hinted", "compared", "wrong")
KINDS = {"Lean factor file": "factor file", "Lean map file": "ticker map"}


class MissingCollection(NotFound):
    """A folder without the lists of right readings."""

    code = "bench.missing_collection"


def measure(folder: str = "") -> list[Row]:
    """A row a file, then the sums."""
    place = Path(folder) if folder else Path.cwd()
    if not (place / "index.json").is_file():
        raise MissingCollection(f"There is no index.json in {place}.", "quantboard bench detect FOLDER")
    cases = cases_of(place / "index.json")
    rows = [_reading(place, case) for case in cases]
    bad = place / "bad" / "manifest.json"
    broken_rows = [_broken(bad.parent, case) for case in cases_of(bad)] if bad.is_file() else []
    sums = [
        _sum("right without a hint", [one["alone"] == "right" for one in rows]),
        _sum("right with the hint a person would give", [one["hinted"] == "right" for one in rows]),
    ]
    sums += [_sum("broken files treated as stated", [one["alone"] == "right" for one in broken_rows])] * bool(bad)
    return [*rows, *broken_rows, *sums]


def cases_of(path: Path) -> list[dict[str, Any]]:
    """The files that a list names."""
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["files"]
    return found


def _sum(what: str, right: list[bool]) -> Row:
    share = sum(right) / max(len(right), 1)
    line = row("detect", what, 100 * share, "%", f"{sum(right)} of {len(right)}")
    return {**line, "file": what, "alone": f"{100 * share:.1f} %", "compared": f"{sum(right)} of {len(right)}"}


def _reading(place: Path, case: dict[str, Any]) -> Row:
    path = place / case["file"]
    if "expected" not in case:
        return _other(path, case)
    want = case["expected"]
    compared, alone = readings.judge(path, want, {})
    hints = readings.hints_of(want)
    _, hinted = readings.judge(path, want, hints) if alone else (0, alone)
    told = ",".join(f"{name}={value}" for name, value in hints.items()) if alone else ""
    return _line(case["file"], alone, hinted, compared, told)


def _other(path: Path, case: dict[str, Any]) -> Row:
    """A table that is no bars must be known as what it is."""
    wanted, wrong = KINDS.get(case.get("kind", ""), ""), {}
    try:
        read(path, path.name)
        wrong["kind"] = f"{wanted} ≠ bars"
    except OtherTable as error:
        if wanted not in error.message or f" {case['rows']} rows" not in error.message:
            wrong["kind"] = f"{wanted}, {case['rows']} rows ≠ {error.message}"
    except QuantBoardError as error:
        wrong["kind"] = f"{wanted} ≠ {error.code}"
    return _line(case["file"], wrong, wrong, 2)


def _broken(folder: Path, case: dict[str, Any]) -> Row:
    compared, wrong = broken.judge(folder, case)
    return _line(f"bad/{case['file']}", wrong, wrong, compared, case["expect"]["outcome"])


def _line(file: str, alone: dict[str, str], hinted: dict[str, str], compared: int, told: str = "") -> Row:
    wrong = "; ".join(f"{name}: {text}" for name, text in alone.items())
    still = "; ".join(f"{name}: {text}" for name, text in hinted.items())
    text = wrong if alone == hinted or not still else f"{wrong} | with {told}: {still}"
    verdicts = ["wrong" if one else "right" for one in (alone, hinted)]
    whole = row("detect", file, float(compared - len(alone)), f"of {compared}", text)
    return {**whole, "file": file, "alone": verdicts[0], "hinted": verdicts[1], "compared": compared, "wrong": text}
