import json
import os
import zipfile
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from instance import PASSWORD, SHARED

from quantboard.db import dump, migrations
from quantboard.db import session as database
from quantboard.sandbox.server import ForkServer
from quantboard.services import accounts, backtests, backups, datasets, passwords, system, tasks
from quantboard.settings import settings
from quantboard.store import archive
from quantboard.store.archive import BackupDamaged, NoBackup
from tests.services.backtesting import asked, sample, work_off


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture
def lived(blank, server):
    """An instance with people, data, a finished run and one that waits."""
    system.migrate()
    ann = accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)
    data = sample(ann)
    run = asked(ann, data)
    work_off(server, run)
    asked(ann, data, cash=12_345)  # waits: nobody works it off
    return ann, run


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Makes the following happen on another, empty instance."""

    def move():
        database.close()
        monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "elsewhere"))
        settings.cache_clear()
        if SHARED:
            with database.engine().begin() as opened:
                opened.execute(sa.text("DROP SCHEMA public CASCADE"))
                opened.execute(sa.text("CREATE SCHEMA public"))

    return move


def rows():
    with dump.snapshot() as opened:
        return {table.name: list(dump.lines(opened, table)) for table in dump.tables()}


def test_a_round_trip_keeps_every_row_and_every_result(lived, elsewhere, tmp_path):
    ann, run = lived
    before, report = rows(), backtests.report(ann, run.id)
    made = backups.backup(tmp_path / "one.qbackup")
    assert (made.n_rows, made.n_files > 3) == (sum(len(found) for found in before.values()), True)
    assert (tmp_path / "one.qbackup").stat().st_mode & 0o777 == 0o600
    elsewhere()
    restored = backups.restore(tmp_path / "one.qbackup")
    assert restored.n_rows == made.n_rows
    assert rows() == before
    again = backtests.report(ann, run.id)
    assert again.result.result_hash == report.result.result_hash
    assert (again.result.equity == report.result.equity).all()
    assert accounts.sign_in("Ann", PASSWORD, "127.0.0.1")
    assert system.problems() == []
    assert not list(settings().data_dir.glob("replaced-*")) + list((settings().data_dir / "tmp").iterdir())


def test_work_goes_on_after_it(lived, elsewhere, server, tmp_path):
    ann, _ = lived
    backups.backup(tmp_path / "one.qbackup")
    elsewhere()
    backups.restore(tmp_path / "one.qbackup")
    (waiting,) = [one for one in backtests.list_backtests(ann, 10, 0) if one.status == "queued"]
    work_off(server, waiting)
    assert backtests.view(ann, waiting.id).status == "succeeded"
    assert tasks.history(ann, waiting.task_id)[-1].kind == "succeeded"


def test_an_instance_is_replaced_on_wish_only_and_put_aside(lived, tmp_path):
    ann, run = lived
    backups.backup(tmp_path / "one.qbackup")
    before = rows()
    with pytest.raises(backups.TargetNotEmpty, match="already"):
        backups.restore(tmp_path / "one.qbackup")
    datasets.rename(ann, backtests.view(ann, run.id).dataset_id, "Another name")
    assert rows() != before
    backups.restore(tmp_path / "one.qbackup", replace=True)
    assert rows() == before
    assert backtests.report(ann, run.id).result is not None
    (aside,) = [path for path in settings().data_dir.glob("replaced-*") if path.is_dir()]
    assert list(aside.glob("results/*/*"))


def test_a_damaged_file_changes_nothing(lived, elsewhere, tmp_path):
    whole = tmp_path / "one.qbackup"
    backups.backup(whole)
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "flipped").write_bytes(content)
    (tmp_path / "cut").write_bytes(whole.read_bytes()[: len(content) // 2])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "outside", "w") as target:
        about = json.loads(source.read("manifest.json"))
        about["entries"]["data/../../evil"] = {"size": 1, "sha256": "0"}
        for name in source.namelist():
            target.writestr(name, json.dumps(about) if name == "manifest.json" else source.read(name))
        target.writestr("data/../../evil", b"x")
    elsewhere()
    for name, error in (("flipped", (BackupDamaged, NoBackup)), ("cut", NoBackup), ("outside", BackupDamaged)):
        with pytest.raises(error):
            backups.restore(tmp_path / name)
    assert not (tmp_path / "evil").exists()
    assert dump.is_empty()
    assert not list(settings().data_dir.glob("snapshots/*"))


def test_what_a_later_version_wrote_is_refused(lived, tmp_path):
    backups.backup(tmp_path / "one.qbackup")
    with zipfile.ZipFile(tmp_path / "one.qbackup") as source, zipfile.ZipFile(tmp_path / "later", "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(
                name, text.replace(b'"revision": "', b'"revision": "9') if name == "manifest.json" else text
            )
    with pytest.raises(backups.BackupNewer):
        backups.look(tmp_path / "later")


def test_an_earlier_versions_backup_is_migrated(blank, elsewhere, tmp_path):
    file = tmp_path / "earlier.qbackup"
    migrations.upgrade("0004")
    with database.engine().begin() as opened:
        columns = {one["name"]: dump._kind(one["type"]) for one in sa.inspect(opened).get_columns("users")}
    at = "2024-01-02T03:04:05+00:00"
    person = dict.fromkeys(columns) | {"id": "0" * 32, "name": "Ann", "name_key": "ann", "role": "admin"}
    person |= {"created_at": at, "updated_at": at, "password_hash": passwords.hash_of(PASSWORD), "preferences": {}}
    person |= {name: True for name in columns if columns[name] == dump.FLAG}
    person |= {name: 0 for name in columns if name.startswith("n_")}
    with archive.writing(file) as writer:
        writer.put("tables/users.jsonl", [json.dumps(person).encode() + b"\n"])
        table = {"name": "users", "columns": columns, "n_rows": 1}
        about = {"format": 1, "version": "0.0.9", "revision": "0004", "created_at": at, "tables": [table], "n_files": 0}
        writer.finish(about)
    elsewhere()
    backups.restore(file)
    assert system.revision() == migrations.head()
    assert accounts.sign_in("Ann", PASSWORD, "127.0.0.1")


def test_a_restore_that_fails_at_the_end_leaves_the_old_instance(lived, tmp_path, monkeypatch):
    ann, run = lived
    backups.backup(tmp_path / "one.qbackup")
    before = rows()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_swap", lambda *given: (original(*given), full()))
    with pytest.raises(OSError, match="No space"):
        backups.restore(tmp_path / "one.qbackup", replace=True)
    assert rows() == before
    assert backtests.report(ann, run.id).result is not None


original = backups._swap


@pytest.mark.skipif(not SHARED, reason="an SQLite file is replaced as a whole; the PostgreSQL lane runs this")
def test_a_database_that_somebody_uses_is_left_alone(lived, tmp_path, monkeypatch):
    backups.backup(tmp_path / "one.qbackup")
    before = rows()
    monkeypatch.setattr(dump, "LOCK_PATIENCE_S", 0.2)
    with database.engine().connect() as other:
        other.execute(sa.text("SELECT id FROM users"))
        with pytest.raises(backups.InstanceRuns, match="in use"):
            backups.restore(tmp_path / "one.qbackup", replace=True)
    assert rows() == before


def test_files_that_vanish_make_it_start_again(lived, tmp_path, monkeypatch):
    found = list(backups._data_files(tmp_path / "none"))
    answers = iter([[*found, found[0].with_name("gone")], found])
    monkeypatch.setattr(backups, "_data_files", lambda _but: next(answers))
    assert backups.backup(tmp_path / "one.qbackup").n_files == len(found)
    monkeypatch.setattr(backups, "_data_files", lambda _but: [found[0].with_name("gone")])
    with pytest.raises(backups.FilesVanish):
        backups.backup(tmp_path / "two.qbackup")
    assert not list(tmp_path.glob("*two*"))


def test_scheduled_ones_are_kept_in_number(lived, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_BACKUP_KEEP", "2")
    settings.cache_clear()
    folder = settings().backup_folder
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"quantboard-2001010{day}T000000.qbackup").touch()
    (folder / "notes.txt").touch()
    made = backups.scheduled()
    assert f"{datetime.now(UTC):%Y%m%dT}" in made.path
    names = [path.name for path in backups.list_backups()]
    assert [names[0] in made.path, names[1:]] == [True, ["quantboard-20010103T000000.qbackup"]]
    assert (folder / "notes.txt").exists()
    assert not [name for name in zipfile.ZipFile(made.path).namelist() if "backups" in name]


def test_a_database_of_another_version_is_not_backed_up(blank, tmp_path):
    with pytest.raises(backups.NotMigrated):
        backups.backup(tmp_path / "one.qbackup")
