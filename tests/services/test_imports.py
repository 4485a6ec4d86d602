"""The work of an import without a database."""

from pathlib import Path

from quantboard.services import imports
from quantboard.settings import settings

DATA = Path(__file__).parents[1] / "data"


def test_progress_and_record(instance: Path) -> None:
    told: list[tuple[float, str]] = []
    given = ((str(DATA / "kaggle.csv"), "kaggle.csv", {}),)
    answer = imports.execute(
        imports.ImportWork("0" * 32, "K", "1" * 32, given), lambda share, stage, _: told.append((share, stage))
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert {stage for _, stage in told} == {"read", "check", "store"}
    assert answer["files"][0]["rows_read"] == answer["files"][0]["rows_kept"] == 5
    assert len(answer["files"][0]["sha256"]) == 64
    assert (settings().data_dir / "snapshots").is_dir()
