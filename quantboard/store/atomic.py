"""Write beside, then rename: whoever reads sees all or nothing.

What is being made is locked by its maker, so that what a killed one left behind can be told from what is in work.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from quantboard.errors import LimitReached
from quantboard.store.paths import temporary

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
MARK = ".making"
LOCKED_WITHIN_S = 5.0  # nobody takes longer between making a thing and locking it


class DiskFull(LimitReached):
    """There is no room for what is to be kept."""

    code = "disk.full"
    http_status = 507


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """A folder to fill; on leaving it becomes ``final``. If that exists already (same content), ours is dropped."""
    with making(is_folder=True) as made:
        yield made
        for file in made.iterdir():
            _sync(file)
        final.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):  # somebody published the same content first
            made.rename(final)
            _sync(final.parent)
        if not final.is_dir():
            raise OSError(f"{final} could not be put in place")


@contextmanager
def new_file(final: Path) -> Iterator[Path]:
    """A file to write; on leaving it replaces ``final``."""
    with making() as made:
        yield made
        _sync(made)
        final.parent.mkdir(parents=True, exist_ok=True)
        made.replace(final)


@contextmanager
def making(*, is_folder: bool = False) -> Iterator[Path]:
    """An empty file or folder of one's own, gone on leaving unless it was moved into place."""
    made = temporary() / f"{uuid4().hex}{MARK}"
    made.mkdir() if is_folder else made.touch()
    lock = os.open(made, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks: then nobody sweeps either
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield made
    except OSError as problem:
        if problem.errno not in FULL:
            raise
        raise DiskFull(
            f"The disk is full: {problem.strerror or problem}.",
            "Free space where QUANTBOARD_DATA_DIR lies (the trash, old results), then try again.",
        ) from None
    finally:
        _remove(made)
        os.close(lock)


def sweep() -> int:
    """Remove what killed processes were making; how many things."""
    before, n_gone = time.time() - LOCKED_WITHIN_S, 0
    for made in temporary().glob(f"*{MARK}"):
        with contextlib.suppress(OSError):
            lock = os.open(made, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if made.lstat().st_mtime < before:
                    _remove(made)
                    n_gone += 1
            finally:
                os.close(lock)
    return n_gone


def _remove(made: Path) -> None:
    if made.is_dir():
        shutil.rmtree(made, ignore_errors=True)
    else:
        made.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
