import os
import subprocess
import sys

import pytest

from quantboard.settings import settings
from quantboard.store import atomic, paths

MAKE_AND_WAIT = """
import sys, time
from pathlib import Path
from quantboard.store import atomic
with atomic.new_folder(Path(sys.argv[1])) as folder, atomic.new_file(Path(sys.argv[1] + ".txt")) as file:
    (folder / "part").write_text("half")
    file.write_text("half")
    print("made", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def test_all_or_nothing(place):
    with atomic.new_folder(place / "a" / "whole") as folder:
        (folder / "part").write_text("x")
        assert not (place / "a" / "whole").exists()
    assert (place / "a" / "whole" / "part").read_text() == "x"
    with atomic.new_file(place / "b" / "one") as file:
        file.write_text("y")
    assert (place / "b" / "one").read_text() == "y"
    with pytest.raises(IsADirectoryError), atomic.new_folder(place / "a" / "never") as folder:
        folder.write_text("a folder is no file")
    assert not (place / "a" / "never").exists()
    assert list(paths.temporary().iterdir()) == []


def test_the_second_of_the_same_content_is_dropped(place):
    for text in ("first", "second"):
        with atomic.new_folder(place / "same") as folder:
            (folder / "part").write_text(text)
    assert (place / "same" / "part").read_text() == "first"


def test_what_a_killed_process_was_making_is_swept_and_nothing_else(place):
    with subprocess.Popen(
        [sys.executable, "-c", MAKE_AND_WAIT, str(place / "final")], stdout=subprocess.PIPE, text=True
    ) as maker:
        assert maker.stdout.readline() == "made\n"
        made = list(paths.temporary().iterdir())
        assert len(made) == 2
        for one in made:
            os.utime(one, (1, 1))
        assert atomic.sweep() == 0  # its maker lives
        maker.kill()
        maker.wait()
    with atomic.making() as fresh:
        assert atomic.sweep() == 2
        assert fresh.exists()
    assert list(paths.temporary().iterdir()) == []
    assert not (place / "final").exists()


FILL = """
import resource, signal, sys
from pathlib import Path
from quantboard.store import atomic
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
try:
    with atomic.new_folder(Path(sys.argv[1])) as folder:
        (folder / "part").write_bytes(bytes(1 << 20))
except atomic.DiskFull as problem:
    print(problem.code)
"""


def test_a_full_disk_has_a_name_and_leaves_nothing(place):
    filled = [sys.executable, "-c", FILL, str(place / "final")]
    told = subprocess.run(filled, capture_output=True, text=True, check=True)
    assert told.stdout == "disk.full\n"
    assert list(paths.temporary().iterdir()) == []
    assert not (place / "final").exists()
