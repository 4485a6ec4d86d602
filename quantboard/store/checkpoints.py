"""Where interrupted work stood: named arrays and plain facts in one file a task, replaced as a whole."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from quantboard.settings import settings
from quantboard.store import atomic
from quantboard.store.paths import checked

FACTS = "__facts__"


def path_of(task_id: str) -> Path:
    """The file of a task."""
    return settings().data_dir / "checkpoints" / f"{checked(task_id)}.npz"


def write(task_id: str, key: str, arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
    """Keep where a task stands; ``key`` names everything that decides its result."""
    text = json.dumps({"key": key, **facts}, allow_nan=False)
    with atomic.new_file(path_of(task_id)) as file, file.open("wb") as handle:
        np.savez(handle, allow_pickle=False, **{FACTS: np.frombuffer(text.encode(), dtype=np.uint8)}, **arrays)


def read(task_id: str, key: str) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
    """What was kept under the same ``key``; ``None`` when there is nothing, or nothing that fits or can be read."""
    try:
        with path_of(task_id).open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            facts: dict[str, Any] = json.loads(kept[FACTS].tobytes())
            if facts.pop("key") != key:
                return None
            return {name: kept[name] for name in kept.files if name != FACTS}, facts
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def remove(task_id: str) -> None:
    """Forget where a task stood."""
    path_of(task_id).unlink(missing_ok=True)


def all_tasks() -> Iterator[str]:
    """Every task that has a checkpoint."""
    for path in (settings().data_dir / "checkpoints").glob("*.npz"):
        yield path.stem
