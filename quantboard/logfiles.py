"""Log files by kind: one a day, a new one when it grows too big, forgotten when it is old.

Several processes append to the same file: each line is one write in append mode, and the name follows from the day and
from the sizes, so no process needs to know of another.
"""

import contextlib
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

LOOK_EVERY_S = 5.0  # at the day and at the file's size


class LogFiles:
    """The files ``<kind>-<day>[.<number>].log`` in a folder, with the days each kind is kept (0: not written)."""

    def __init__(self, folder: Path, days: dict[str, int], *, most_mb: int = 100) -> None:
        self.folder = folder
        self._days = days
        self._most = most_mb << 20
        self._open: dict[str, tuple[int, float, int]] = {}  # kind → descriptor, when to look again, process
        self._lock = threading.Lock()
        self._tidied_on = ""

    def write(self, kind: str, line: str) -> None:
        """Append one line; a full disk or a folder that is gone loses the line, never the work."""
        if self._days.get(kind, 0) <= 0:
            return
        with self._lock, contextlib.suppress(OSError):
            os.write(self._descriptor(kind), line.encode(errors="replace") + b"\n")

    def _descriptor(self, kind: str) -> int:
        known = self._open.get(kind)
        if known and known[2] == os.getpid():
            if time.monotonic() < known[1]:
                return known[0]
            os.close(known[0])
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._tidy()
        made = os.open(self._path(kind), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._open[kind] = (made, time.monotonic() + LOOK_EVERY_S, os.getpid())
        return made

    def _path(self, kind: str) -> Path:
        day = datetime.now(UTC).date().isoformat()
        number = 0
        while True:
            path = self.folder / (f"{kind}-{day}.{number}.log" if number else f"{kind}-{day}.log")
            if not path.exists() or path.stat().st_size < self._most:
                return path
            number += 1

    def _tidy(self) -> None:
        today = datetime.now(UTC).date()
        if self._tidied_on == today.isoformat():
            return
        self._tidied_on = today.isoformat()
        for path in self.folder.glob("*-????-??-??*.log"):
            kind, _, rest = path.name.partition("-")
            oldest = today - timedelta(days=self._days.get(kind, 0))
            if kind in self._days and rest[:10] < oldest.isoformat():
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the files; a later line opens them again."""
        with self._lock:
            for descriptor, _, process in self._open.values():
                if process == os.getpid():
                    os.close(descriptor)
            self._open.clear()
