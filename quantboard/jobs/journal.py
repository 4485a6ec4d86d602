"""The log of one attempt, as its owner reads it: the steps it reached, and every line that was logged on the way."""

import faulthandler
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from quantboard.masking import mask
from quantboard.store import joblogs

LONGEST_VALUE = 60  # what is longer is drawn for those who watch, not written down
OMITTED = frozenset({"event", "level", "timestamp", "task_id", "room", "request_id"})


class Journal:
    """Writes into the attempt's file. A full disk or a lost folder harms no job."""

    def __init__(self, task_id: str, attempt: int) -> None:
        self._task_id, self._attempt = task_id, attempt
        self._stage = ""

    def say(self, level: str, text: str) -> None:
        """One line: instant, level, text."""
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        with suppress(OSError):
            joblogs.write(self._task_id, self._attempt, f"{stamp}  {level:<7}  {text}")

    def reach(self, stage: str, detail: Mapping[str, str]) -> None:
        """A step was reached; only a new stage is worth a line."""
        if stage != self._stage:
            self._stage = stage
            short = (f"{name}={value}" for name, value in detail.items() if len(value) <= LONGEST_VALUE)
            told = mask({"detail": " ".join(short)})["detail"]
            self.say("info", f"{stage}  {told}".rstrip())

    def take(self, event: Mapping[str, Any]) -> None:
        """A masked line of the process's log."""
        rest = "  ".join(f"{name}={value}" for name, value in event.items() if name not in OMITTED)
        self.say(str(event.get("level", "info")), f"{event.get('event', '')}  {rest}".rstrip())

    def catch_crashes(self) -> Any:
        """Have a crash in native code write where it happened; the caller keeps what is returned."""
        if sys.platform == "win32":
            return None
        with suppress(OSError):
            handle = joblogs.file_of(self._task_id, self._attempt).open("a", encoding="utf-8")
            faulthandler.enable(file=handle)
            return handle
        return None
