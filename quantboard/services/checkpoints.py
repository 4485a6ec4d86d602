"""A backtest's memory over pauses and lost workers: what its strategy decided, and the account at a chunk's border."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from quantboard.core.backtest.engine import Course, Halfway
from quantboard.core.backtest.ledger.book import Book
from quantboard.core.backtest.run import Evaluate
from quantboard.core.bars import Bars
from quantboard.core.strategy.decision import Decision
from quantboard.settings import kernel_fingerprint
from quantboard.store import checkpoints as files

EVERY_S = 20.0  # a run that takes longer also survives its worker


def key_of(*parts: Any) -> str:
    """A name for everything that decides a result, the code that computes it too."""
    text = json.dumps([kernel_fingerprint(), *parts], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Memory:
    """What is known of an earlier attempt at this run, and what a later one shall know of this."""

    def __init__(self, task_id: str, key: str) -> None:
        self._task_id, self._key = task_id, key
        self._kept_at = time.monotonic()
        self._halfway: Halfway | None = None
        self.show: Callable[[Halfway], None] | None = None  # who else is shown each border
        self.decision, start = _restored(files.read(task_id, key))
        self.course = Course(start, self._hold)

    def deciding(self, evaluate: Evaluate) -> Evaluate:
        """``evaluate``, asked only if no earlier attempt has its answer."""

        def decide(source: str, bars: Bars, params: Mapping[str, object]) -> Decision:
            if self.decision is None:
                self.decision = evaluate(source, bars, params)
            return self.decision

        return decide

    @property
    def halfway(self) -> Halfway | None:
        """Where the run stands, or stood when it was kept."""
        return self._halfway or self.course.start

    def _hold(self, halfway: Halfway) -> None:
        self._halfway = halfway
        if self.show is not None:
            self.show(halfway)
        if time.monotonic() - self._kept_at >= EVERY_S:
            self.keep()

    def keep(self) -> None:
        """Write down where the run stands; nothing before its strategy has decided."""
        if self.decision is None:
            return
        halfway = self.halfway
        arrays, facts = _plain(self.decision)
        if halfway is not None:
            arrays |= {f"book_{name}": array for name, array in halfway.book._asdict().items()}
            facts["row"] = halfway.row
        files.write(self._task_id, self._key, arrays, facts)
        self._kept_at = time.monotonic()

    def forget(self) -> None:
        """The run is done."""
        files.remove(self._task_id)


def _plain(decision: Decision) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    values = {field.name: getattr(decision, field.name) for field in fields(decision)}
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    return arrays, {name: value for name, value in values.items() if name not in arrays and value is not None}


def _restored(kept: tuple[dict[str, np.ndarray], dict[str, Any]] | None) -> tuple[Decision | None, Halfway | None]:
    if kept is None:
        return None, None
    arrays, facts = kept
    row = facts.pop("row", None)
    names = {field.name for field in fields(Decision)}
    given: dict[str, Any] = {name: array for name, array in arrays.items() if name in names}
    decision = Decision(**given, **facts)
    if row is None:
        return decision, None
    book = Book(**{name.removeprefix("book_"): array for name, array in arrays.items() if name.startswith("book_")})
    return decision, Halfway(int(row), book)
