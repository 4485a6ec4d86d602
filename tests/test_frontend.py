import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from quantboard import frontend


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    for name, text in {
        "rxconfig.py": "config = 1",
        "assets/theme.css": "a {}",
        "quantboard/ui/pages.py": "PAGES = ()",
        "quantboard/ui/parts/x/x.jsx": "export const X = 1",
        "quantboard/jobs/worker.py": "pass",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path / "web"))
    return tmp_path


@pytest.mark.parametrize(
    "name", ["rxconfig.py", "assets/theme.css", "quantboard/ui/pages.py", "quantboard/ui/parts/x/x.jsx"]
)
def test_what_reaches_the_bundle_counts(checkout: Path, name):
    before = frontend.fingerprint()
    (checkout / name).write_text("changed")
    assert frontend.fingerprint() != before


def test_what_does_not_reach_it_does_not_count(checkout: Path):
    before = frontend.fingerprint()
    (checkout / "quantboard/jobs/worker.py").write_text("changed")
    assert frontend.fingerprint() == before


def test_a_build_is_current_until_a_source_changes(checkout: Path):
    assert not frontend.is_current()
    stamp = checkout / "web" / "build" / frontend.STAMP
    stamp.parent.mkdir(parents=True)
    stamp.write_text(frontend.fingerprint())
    assert frontend.is_current()
    (checkout / "assets/theme.css").write_text("b {}")
    assert not frontend.is_current()


def test_without_sources_there_is_nothing_to_build(tmp_path, monkeypatch):
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    frontend.settings.cache_clear()
    with pytest.raises(frontend.NoSources):
        frontend.build()
    frontend.settings.cache_clear()


THREADS = """
import ctypes, sys, threading
from quantboard import frontend
{first}
libc = ctypes.CDLL(None)
everybody = threading.Barrier(8)
def work():
    everybody.wait()
    kept = [bytearray(1000) for _ in range(1000)]
    everybody.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="only glibc has arenas")
def test_threads_share_few_arenas():
    def n_arenas(first: str) -> int:
        ended = subprocess.run(
            [sys.executable, "-c", THREADS.format(first=first)], capture_output=True, text=True, check=True
        )
        return ended.stdout.count("<heap ")

    assert n_arenas("frontend.share_arenas()") <= frontend.N_ARENAS < n_arenas("")
