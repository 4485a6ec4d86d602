"""The states of background work, the moves allowed between them, and how urgent it is."""

from enum import IntEnum, StrEnum


class Status(StrEnum):
    """Where a task stands."""

    QUEUED = "queued"
    RUNNING = "running"
    RETRYING = "retrying"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"


class Priority(IntEnum):
    """Which of the waiting tasks comes first; among equals the person with the fewest running ones, then the oldest."""

    LOW = -1
    NORMAL = 0
    HIGH = 1
    URGENT = 2

    @property
    def word(self) -> str:
        """As people write it."""
        return self.name.lower()


LIVE = frozenset({Status.QUEUED, Status.RUNNING, Status.RETRYING, Status.PAUSED})
ENDED = frozenset(Status) - LIVE
CLAIMABLE = frozenset({Status.QUEUED, Status.RETRYING})
WAITING = CLAIMABLE | {Status.PAUSED}

MOVES: dict[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset({Status.RUNNING, Status.CANCELLED, Status.PAUSED}),
    Status.RETRYING: frozenset({Status.RUNNING, Status.CANCELLED, Status.PAUSED}),
    Status.RUNNING: ENDED | {Status.RETRYING, Status.PAUSED},
    Status.PAUSED: frozenset({Status.QUEUED, Status.CANCELLED}),
    **dict.fromkeys(ENDED, frozenset[Status]()),
}


def may_move(now: Status, to: Status) -> bool:
    """Whether a task may go from ``now`` to ``to``."""
    return to in MOVES[now]


def nearest_priority(level: int) -> Priority:
    """The word for a stored number, whatever it is."""
    return min(Priority, key=lambda one: abs(one - level))
