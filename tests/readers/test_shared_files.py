"""Real and deliberately broken files, where they lie beside the project."""

import json
from pathlib import Path
from typing import Any

import pytest

from quantboard.errors import QuantBoardError
from quantboard.readers.read import ReadResult, read

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real files is not beside the project")
HINTS = {
    "index/SP500_NOV2019_IDay.csv": {"dates": "mdy", "zone": "America/New_York"},
    "converted/us_daily_by_sheet.xlsx": {"sheets": "all"},
}
REFUSED = "equity/pypi/sp500_dataset.csv.gz"  # closes only: no bars


def cases(name: str) -> list[dict[str, Any]]:
    if not SHARED.is_dir():
        return []
    listed = json.loads((SHARED / name).read_text(encoding="utf-8"))
    found = listed.get("files") or next(v for v in listed.values() if isinstance(v, list) and isinstance(v[0], dict))
    return [case for case in found if "expected" in case or "expect" in case]


@pytest.mark.parametrize("case", cases("index.json"), ids=lambda case: case["file"])
def test_the_correct_reading(case: dict[str, Any]) -> None:
    path, want = SHARED / case["file"], case["expected"]
    if case["file"] == REFUSED:
        with pytest.raises(QuantBoardError, match="no column for open"):
            read(path, path.name)
        return
    found = read(path, path.name, HINTS.get(case["file"], {}))
    settings = want.get("settings", {})
    times = 1 if not found.plan.wide else len(found.plan.wide)
    assert found.report.rows_read == want["rows"] or found.report.rows_kept == want["rows"] * times
    assert found.plan.interval == (want.get("interval") or settings.get("interval"))
    _check_first_bar(found, want)


def _check_first_bar(found: ReadResult, want: dict[str, Any]) -> None:
    issues = want.get("issues", {})
    if "first_bar" not in want or issues.get("ohlc_violations") or len(found.rows.symbols) != 1:
        return
    if any((issues.get("missing_or_non_numeric_cells") or {}).values()):
        return
    for row, bar in ((0, want["first_bar"]), (-1, want["last_bar"])):
        for name in ("open", "high", "low", "close", "volume"):
            if bar.get(name) is not None:
                assert found.rows.columns[name][row] == pytest.approx(bar[name], rel=1e-6)


@pytest.mark.parametrize("case", [c for c in cases("bad/manifest.json") if c["core"]], ids=lambda case: case["file"])
def test_the_broken_files(case: dict[str, Any]) -> None:
    if case["file"].endswith(".py"):
        pytest.skip("a generator; test_read has its own bomb")
    path, want = SHARED / "bad" / case["file"], case["expect"]
    refuses = want["outcome"] in ("reject", "ask_user")
    if refuses:
        with pytest.raises(QuantBoardError) as caught:
            read(path, path.name)
        said = f"{caught.value.message} {caught.value.hint}"
    else:
        said = _read_or_refused(path, want)
    for word in want.get("message_must_name") or ():
        assert word in said or (word in ("102", "136") and "102–136" in said)


def _read_or_refused(path: Path, want: dict[str, Any]) -> str:
    try:
        found = read(path, path.name)
    except QuantBoardError as error:
        assert want["outcome"] == "quarantine_or_reject"
        return f"{error.message} {error.hint}"
    if want.get("rows_imported") is not None:
        assert found.report.rows_kept == want["rows_imported"]
    if want["outcome"] == "accept_with_warnings":
        assert found.report.findings or found.notes
    return " ".join(finding.message for finding in found.report.findings)
