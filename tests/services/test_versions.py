from pathlib import Path

import pytest

from quantboard.core.access import Actor
from quantboard.core.progress import silent
from quantboard.errors import InvalidInput
from quantboard.services import datasets, imports, versions
from quantboard.services.datasets import NoSuchDataset
from quantboard.services.versions import NoSuchVersion, NothingGiven
from quantboard.services.work import work
from quantboard.store import bars as store_bars

HEAD = "Symbol,Date,Open,High,Low,Close,Volume\n"
DAYS = [f"2019-03-{d:02d}" for d in range(4, 30) if d not in (9, 10, 16, 17, 23, 24)]  # New York's sessions


def lines(symbol: str, days: list[str], close: float = 10.0) -> str:
    return "".join(f"{symbol},{day},{close},{close + 1},{close - 1},{close},100\n" for day in days)


def imported(actor: Actor, folder: Path, text: str, name: str = "D") -> datasets.DatasetView:
    path = folder / "prices.csv"
    path.write_text(HEAD + text)
    return datasets.import_now(actor, name, [path], {}, silent)


def next_version(actor: Actor, view: datasets.DatasetView, path: Path, step: str = "reread") -> None:
    given = ((str(path), path.name, {}),)
    doing = imports.ImportWork(view.id, view.name, actor.user_id, given, parent=view.version_id, step=step)
    answer = imports.execute(doing, silent)
    with work() as w:
        imports.insert(w.session, answer, task_id=None)


def test_the_next_version_follows_the_first_and_tells_what_changed(bob: Actor, tmp_path: Path) -> None:
    view = imported(bob, tmp_path, lines("A", DAYS) + lines("B", DAYS))
    path = tmp_path / "again.csv"
    path.write_text(HEAD + lines("A", DAYS) + lines("B", DAYS[:-1], 11.0))
    next_version(bob, view, path)
    found = datasets.dataset(bob, view.id)
    assert [(one.number, one.step) for one in found.versions] == [(1, "import"), (2, "reread")]
    assert store_bars.manifest_of(found.view.version_id)["lineage"]["parents"] == [view.version_id]
    change = versions.difference(bob, (view.id, 1), (view.id, 2), part=(3, 0))
    assert [(one.symbol, one.removed, one.changed) for one in change.symbols] == [("B", 1, len(DAYS) - 1)]
    assert change.symbols[0].columns == {"close": 20, "high": 20, "low": 20, "open": 20, "volume": 1}
    assert (change.symbol, change.total, len(change.cells)) == ("B", 81, 3)
    assert [(one.at, one.column, one.before, one.after) for one in change.cells] == [
        ("2019-03-04", "close", 10.0, 11.0),
        ("2019-03-04", "high", 11.0, 12.0),
        ("2019-03-04", "low", 9.0, 10.0),
    ]
    last = versions.difference(bob, (view.id, 1), (view.id, 2), part=(100, 76)).cells
    assert {(one.kind, one.after) for one in last} == {("removed", None)}
    same = versions.difference(bob, (view.id, 2), (view.id, 0))
    assert (same.is_same, same.total) == (True, 0)


def test_a_repair_is_shown_first_and_makes_a_version(bob: Actor, tmp_path: Path) -> None:
    holed = [day for day in DAYS if day not in ("2019-03-12", "2019-03-13")]
    view = imported(bob, tmp_path, lines("A", DAYS) + lines("B", holed))
    (finding,) = versions.preview_repair(bob, view.id)
    assert (finding.code, finding.count, finding.symbols) == ("repaired_fill", 2, (("B", 2),))
    assert datasets.dataset(bob, view.id).view.n_rows == len(DAYS) + len(holed)
    doing = imports.ImportWork(view.id, "D", bob.user_id, (), parent=view.version_id, step="repair", repair=("fill",))
    with work() as w:
        imports.insert(w.session, imports.execute(doing, silent), task_id=None)
    found = datasets.dataset(bob, view.id)
    assert (found.view.n_rows, found.versions[-1].step) == (2 * len(DAYS), "repair")
    change = versions.difference(bob, (view.id, 1), (view.id, 2))
    assert [(one.symbol, one.added) for one in change.symbols] == [("B", 2)]
    assert versions.preview_repair(bob, view.id) == []


def test_jobs_are_started_by_who_may_change_it(bob: Actor, vic: Actor, tmp_path: Path) -> None:
    view = imported(bob, tmp_path, lines("A", DAYS))
    assert versions.submit_repair(bob, view.id)
    with pytest.raises(NoSuchDataset):
        versions.submit_repair(vic, view.id)
    with pytest.raises(NothingGiven):
        versions.submit_reread(bob, view.id, [])
    with pytest.raises(InvalidInput):
        versions.submit_repair(bob, view.id, "magic")
    with pytest.raises(NoSuchVersion):
        versions.difference(bob, (view.id, 1), (view.id, 7))
    with pytest.raises(NoSuchDataset):
        versions.difference(vic, (view.id, 1), (view.id, 1))
    assert versions.used_by(bob, view.id) == []
