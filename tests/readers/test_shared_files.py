"""Real and deliberately broken files, where they lie beside the project: the judges of ``quantboard bench detect``."""

from pathlib import Path
from typing import Any

import pytest

from quantboard.bench import broken, readings
from quantboard.bench.detect_bench import KINDS, MissingCollection, cases_of, measure
from quantboard.readers.others import OtherTable
from quantboard.readers.read import read

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real files is not beside the project"),
]
NEEDS_A_HINT = {  # what no file says: Yahoo's name of an index, the order of day and month, which sheets are meant
    "equity/yahoo/nikkei-2010-yahoofinance.csv",
    "index/SP500_NOV2019_IDay.csv",
    "converted/us_daily_by_sheet.xlsx",
}


def cases(name: str, key: str) -> list[dict[str, Any]]:
    return [case for case in cases_of(SHARED / name) if key in case] if SHARED.is_dir() else []


@pytest.mark.parametrize("case", cases("index.json", "expected"), ids=lambda case: case["file"])
def test_the_correct_reading(case: dict[str, Any]) -> None:
    path, want = SHARED / case["file"], case["expected"]
    compared, wrong = readings.judge(path, want, {})
    if case["file"] in NEEDS_A_HINT:
        assert wrong
        compared, wrong = readings.judge(path, want, readings.hints_of(want))
    assert wrong == {}
    assert compared >= 4 or case["file"].endswith("sp500_dataset.csv.gz")


@pytest.mark.parametrize("case", cases("index.json", "kind"), ids=lambda case: case["file"])
def test_tables_that_are_no_bars(case: dict[str, Any]) -> None:
    with pytest.raises(OtherTable, match=f"{KINDS[case['kind']]}.* {case['rows']} rows"):
        read(SHARED / case["file"], case["file"])


@pytest.mark.parametrize("case", cases("bad/manifest.json", "expect"), ids=lambda case: case["file"])
def test_the_broken_files(case: dict[str, Any]) -> None:
    compared, wrong = broken.judge(SHARED / "bad", case)
    assert wrong == {}
    assert compared >= 3


def test_a_folder_without_the_lists(tmp_path: Path) -> None:
    with pytest.raises(MissingCollection):
        measure(str(tmp_path))
