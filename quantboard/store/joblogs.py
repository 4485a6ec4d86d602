"""One text file for each attempt at a task: what it did, in the order in which it happened."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from quantboard.settings import settings
from quantboard.store.paths import checked

MOST_BYTES = 2 << 20  # an attempt that says more is cut off
WHOLE = MOST_BYTES + 4096
CUT = "… this log has reached its limit; what follows is not kept\n"


def folder(task_id: str) -> Path:
    """Where the logs of a task lie."""
    return settings().data_dir / "joblogs" / checked(task_id)[:2] / task_id


def file_of(task_id: str, attempt: int) -> Path:
    """The log of one attempt."""
    return folder(task_id) / f"{int(attempt)}.log"


def write(task_id: str, attempt: int, line: str) -> None:
    """Add a line; one that no longer fits is dropped."""
    path = file_of(task_id, attempt)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="utf-8") as handle:
        n_bytes = handle.tell()
        if n_bytes < MOST_BYTES:
            text = line.rstrip("\n") + "\n"
            handle.write(text if n_bytes + len(text) < MOST_BYTES else text[:2000] + CUT)


def read(task_id: str, attempt: int, most: int = WHOLE) -> str:
    """The last ``most`` bytes of an attempt's log, from the start of a line; empty when there is none."""
    try:
        with file_of(task_id, attempt).open("rb") as handle:
            n_bytes = handle.seek(0, 2)
            start = max(0, n_bytes - most)
            handle.seek(start)
            text = handle.read(most).decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    return text.partition("\n")[2] if start else text


def read_from(task_id: str, attempt: int, offset: int) -> tuple[str, int]:
    """The whole lines of an attempt's log from ``offset`` on, and where the next begin."""
    try:
        with file_of(task_id, attempt).open("rb") as handle:
            handle.seek(offset)
            found = handle.read(MOST_BYTES)
    except FileNotFoundError:
        return "", offset
    whole = found[: found.rfind(b"\n") + 1]
    return whole.decode("utf-8", errors="replace"), offset + len(whole)


def attempts(task_id: str) -> frozenset[int]:
    """The attempts that have a log."""
    return frozenset(int(path.stem) for path in folder(task_id).glob("*.log") if path.stem.isdigit())


def remove(task_id: str) -> int:
    """Forget the logs of a task; how many bytes they took."""
    place = folder(task_id)
    n_bytes = sum(path.stat().st_size for path in place.glob("*.log"))
    shutil.rmtree(place, ignore_errors=True)
    return n_bytes


def all_tasks() -> Iterator[str]:
    """Every task that has logs."""
    for place in (settings().data_dir / "joblogs").glob("*/*"):
        yield place.name
