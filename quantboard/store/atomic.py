"""Write beside, then rename: whoever reads sees all or nothing."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from quantboard.store.paths import temporary


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """A folder to fill; on leaving it becomes ``final``. If that exists already (same content), ours is dropped."""
    made = temporary() / uuid4().hex
    made.mkdir()
    try:
        yield made
        for file in made.iterdir():
            _sync(file)
        final.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):  # somebody published the same content first
            made.rename(final)
            _sync(final.parent)
        if not final.is_dir():
            raise OSError(f"{final} could not be put in place")
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def new_file(final: Path) -> Iterator[Path]:
    """A file to write; on leaving it replaces ``final``."""
    made = temporary() / uuid4().hex
    try:
        yield made
        _sync(made)
        final.parent.mkdir(parents=True, exist_ok=True)
        made.replace(final)
    finally:
        made.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
