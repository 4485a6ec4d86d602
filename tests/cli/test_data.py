"""``quantboard data`` and ``sample``: without a server."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from instance import blank

from quantboard.cli.data import parse_map
from quantboard.cli.main import _run

__all__ = ["blank"]
DATA = Path(__file__).parents[1] / "data"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    status = _run([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_import_list_show_export(blank: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, made = run(capsys, "data", "import", str(DATA / "yahoo.csv"), "--name", "Y", "--symbol", "YYY")
    assert (status, made["symbols"], made["n_rows"]) == (0, ["YYY"], 4)
    assert {found["code"] for found in made["report"]["findings"]} == {"missing_values", "price_outside_range"}
    assert run(capsys, "data", "list")[1]["datasets"][0]["id"] == made["id"]
    assert run(capsys, "data", "show", "y")[1]["data_hash"] == made["data_hash"]
    assert run(capsys, "data", "export", made["id"], "--to", str(tmp_path / "y.csv"))[1]["rows"] == 4


def test_errors_are_one_object_with_a_hint(blank: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Date,Open,High,Low,Volume\n2021-01-01,1,1,1,1\n")
    for arguments, code in (
        (("data", "import", str(bad), "--name", "B"), "columns.missing"),
        (("data", "import", str(tmp_path / "no.csv"), "--name", "B"), "file.not_found"),
        (("data", "import", str(DATA / "yahoo.csv"), "--name", "B", "--map", "clos=Close"), "hint.unknown"),
        (("data", "show", "nothing"), "dataset.unknown"),
        (("data", "import", str(DATA / "yahoo.csv")), "usage.invalid"),
    ):
        status, shape = run(capsys, *arguments)
        assert (status, shape["error"]["code"]) == (2, code)
    assert run(capsys, "data", "list")[1]["datasets"] == []


def test_the_sample(blank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "sample", "load")[1]["n_rows"] == 12154


def test_maps() -> None:
    assert parse_map(["date=日期,close=收盘", "zone=UTC"]) == {"date": "日期", "close": "收盘", "zone": "UTC"}


def test_what_changed_between_two_datasets(blank: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    changed = tmp_path / "kaggle.csv"
    lines = (DATA / "kaggle.csv").read_text().splitlines()
    changed.write_text("\n".join(lines[:-1]) + "\n")
    for name, path in (("One", DATA / "kaggle.csv"), ("Two", changed)):
        assert run(capsys, "data", "import", str(path), "--name", name)[0] == 0
    status, found = run(capsys, "data", "diff", "One@1", "Two")
    assert (status, found["is_same"], len(found["symbols"])) == (0, False, 1)
    assert found["symbols"][0]["removed"] == 1
    assert {cell["kind"] for cell in found["cells"]} == {"removed"}
    assert run(capsys, "data", "diff", "One", "One")[1]["is_same"] is True
    assert [one["status"] for one in run(capsys, "data", "imports")[1]["imports"]] == ["succeeded"] * 2
    assert run(capsys, "data", "profiles")[1] == {"profiles": []}


def test_qlib_folders_go_out_and_come_in(blank: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(capsys, "data", "import", str(DATA / "kaggle.csv"), "--name", "One")
    status, made = run(capsys, "data", "export", "One", "--to", str(tmp_path / "q"))
    assert (status, made["rows"]) == (0, 5)
    status, again = run(capsys, "data", "import", str(tmp_path / "q"), "--name", "Two")
    assert (status, again["n_rows"]) == (0, 5)
