import os
import subprocess
import sys
import tempfile
from pathlib import Path

from quantboard.jobs import scratch

LIVE = """
import tempfile, time
from quantboard.jobs import scratch
with scratch.own_folder() as folder:
    tempfile.mkdtemp()
    print(folder, flush=True)
    time.sleep(60)
"""


def test_libraries_use_the_workers_folder_until_it_ends():
    before = tempfile.gettempdir()
    with scratch.own_folder() as folder:
        assert Path(tempfile.mkdtemp()).parent == folder
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
    assert tempfile.gettempdir() == before


def test_a_killed_workers_folder_is_swept_and_a_living_ones_is_not():
    with subprocess.Popen([sys.executable, "-c", LIVE], stdout=subprocess.PIPE, text=True) as worker:
        folder = Path(worker.stdout.readline().strip())
        scratch.sweep()
        assert folder.is_dir()
        worker.kill()
        worker.wait()
    assert scratch.sweep() >= 1
    assert not folder.exists()
    assert str(os.getuid()) in folder.name
