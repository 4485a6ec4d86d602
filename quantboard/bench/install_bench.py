"""`make run` as on a fresh machine: a copy of the tracked files, an empty home, to the first page."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from quantboard.bench.start_bench import free_port, wait_for_page
from quantboard.bench.timing import Row, row
from quantboard.errors import Unavailable
from quantboard.settings import child_environment

LONGEST_S = 600
ROOT = Path(__file__).resolve().parents[2]


class NoCheckout(Unavailable):
    """This measurement needs the sources under version control."""

    code = "bench.no_checkout"


def measure() -> list[Row]:
    """Needs the network for the packages; its caches are empty."""
    if not (ROOT / ".git").exists():
        raise NoCheckout("This is no source checkout.", "Run it in a clone of the repository.")
    with tempfile.TemporaryDirectory(prefix="qb") as folder:
        copy = Path(folder) / "copy"
        _copy_tracked(copy)
        home, port = Path(folder) / "home", free_port()
        home.mkdir()
        started = time.perf_counter()
        program = subprocess.Popen(
            ["make", "run"],
            cwd=copy,
            env=child_environment(HOME=str(home), XDG_CACHE_HOME="", XDG_DATA_HOME="", QUANTBOARD_PORT=str(port)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for_page(f"http://127.0.0.1:{port}/login/", LONGEST_S)
            seconds = time.perf_counter() - started
        finally:
            os.killpg(program.pid, signal.SIGTERM)
            program.wait(timeout=60)
    return [row("install", "make run in a fresh clone and home, to the first page", seconds, "s")]


def _copy_tracked(target: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
