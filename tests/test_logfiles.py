import os
from datetime import UTC, datetime, timedelta

from quantboard.logfiles import LogFiles


def today():
    return datetime.now(UTC).date()


def test_lines_go_to_the_file_of_their_kind_and_day(tmp_path):
    files = LogFiles(tmp_path / "logs", {"app": 30, "access": 0})
    files.write("app", "one")
    files.write("app", "two")
    files.write("access", "never")
    assert [path.name for path in (tmp_path / "logs").iterdir()] == [f"app-{today()}.log"]
    assert (tmp_path / "logs" / f"app-{today()}.log").read_text() == "one\ntwo\n"


def test_two_processes_share_a_file_line_by_line(tmp_path):
    pid = os.fork()
    files = LogFiles(tmp_path, {"app": 1})
    for number in range(200):
        files.write("app", f"{'child' if pid == 0 else 'parent'} {number} " + "x" * 200)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    lines = (tmp_path / f"app-{today()}.log").read_text().splitlines()
    assert len(lines) == 400
    assert {line[-200:] for line in lines} == {"x" * 200}


def test_a_full_file_is_followed_by_another(tmp_path):
    (tmp_path / f"app-{today()}.log").write_bytes(b"x" * (1 << 20))
    files = LogFiles(tmp_path, {"app": 1}, most_mb=1)
    files.write("app", "more")
    assert (tmp_path / f"app-{today()}.1.log").read_text() == "more\n"


def test_old_files_are_forgotten_by_kind(tmp_path):
    def of(kind, days):
        path = tmp_path / f"{kind}-{today() - timedelta(days=days)}.log"
        path.touch()
        return path

    old, young, errors = of("app", 31), of("app", 29), of("error", 31)
    foreign = tmp_path / "notes-2001-01-01.log"
    foreign.touch()
    LogFiles(tmp_path, {"app": 30, "error": 90}).write("app", "one")
    assert [path.exists() for path in (old, young, errors, foreign)] == [False, True, True, True]


def test_a_folder_that_cannot_be_loses_the_line_only(tmp_path):
    (tmp_path / "file").touch()
    LogFiles(tmp_path / "file" / "logs", {"app": 1}).write("app", "lost")
    assert (tmp_path / "file").is_file()
