"""The worker's own folder for what the libraries put into the system's: gone with it, and swept when it was killed."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import util
from pathlib import Path

LONGEST = 54  # a socket's name has room for 104 bytes on macOS; the fork server's takes fifty of them here
SYSTEM = Path(tempfile.gettempdir() if len(os.fsencode(tempfile.gettempdir())) <= LONGEST else "/tmp")


def _prefix() -> str:
    return f"qb{os.getuid()}-"


@contextmanager
def own_folder() -> Iterator[Path]:
    """Let ``tempfile`` (the fork server's socket, for one) use a folder of ours, locked for as long as we live."""
    before = tempfile.tempdir
    folder = Path(tempfile.mkdtemp(prefix=_prefix(), dir=SYSTEM))
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        if any(folder.glob("pymp-*")):  # multiprocessing's own, which it removes at the very end (priority -100)
            util.Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=-200)
        else:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def sweep() -> int:
    """Remove the folders of workers that are no more; how many."""
    n_gone = 0
    for folder in SYSTEM.glob(f"{_prefix()}*"):
        with contextlib.suppress(OSError):
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if any(folder.iterdir()):  # one that is empty may be about to be locked
                    shutil.rmtree(folder, ignore_errors=True)
                    n_gone += 1
            finally:
                os.close(lock)
    return n_gone
