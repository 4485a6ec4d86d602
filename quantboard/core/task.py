"""The states of background work and the moves allowed between them."""

from enum import StrEnum


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


LIVE = frozenset({Status.QUEUED, Status.RUNNING, Status.RETRYING, Status.PAUSED})
ENDED = frozenset(Status) - LIVE
CLAIMABLE = frozenset({Status.QUEUED, Status.RETRYING})

MOVES: dict[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset({Status.RUNNING, Status.CANCELLED}),
    Status.RETRYING: frozenset({Status.RUNNING, Status.CANCELLED}),
    Status.RUNNING: ENDED | {Status.RETRYING, Status.PAUSED},
    Status.PAUSED: frozenset({Status.QUEUED, Status.CANCELLED}),
    **dict.fromkeys(ENDED, frozenset[Status]()),
}


def may_move(now: Status, to: Status) -> bool:
    """Whether a task may go from ``now`` to ``to``."""
    return to in MOVES[now]
