"""How long work tells where it stands, and how it is asked to stop."""

from collections.abc import Callable, Mapping
from typing import Any

Step = Callable[[float, str, Mapping[str, str]], None]  # fraction 0–1, stage, details such as {"date": "2009-03-02"}


class Cancelled(Exception):
    """Raised out of a ``Step`` when the work is no longer wanted.

    Work that leaves something usable behind raises it once more, with what ``finish`` is to write down in ``kept``.
    """

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.kept = kept


class Paused(Exception):
    """Raised out of a ``Step`` when the work shall stop here and go on later."""


def silent(_fraction: float, _stage: str, _detail: Mapping[str, str]) -> None:
    """The step of work that nobody watches."""
