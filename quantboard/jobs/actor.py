"""What each kind of background work consists of; every feature registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quantboard.db.session import Session
from quantboard.services.leases import Claim
from quantboard.services.traits import trait_of

Prepare = Callable[[Session, Claim], Any]  # the rows → a frozen dataclass of plain data
Execute = Callable[..., dict[str, Any]]  # (payload, on_step) or, with ``needs_sandbox``, (payload, on_step, line)
Finish = Callable[[Session, Claim, dict[str, Any]], str | None]  # the answer → rows; gives the result's reference


@dataclass(frozen=True)
class JobKind:
    """One kind of work.

    ``prepare`` and ``finish`` run beside the database, in one transaction with the task's claim and end; ``execute``
    runs in a child process that has neither database nor queue. With ``needs_sandbox`` it is given a third argument: a
    connected socket whose other end the sandbox's fork server holds. Its answer must be plain JSON; its files must be
    in place before it returns. Housekeeping, which runs no stranger's code, may open the database itself.

    With ``can_pause`` a step may raise ``Paused``: what ``execute`` wants to go on from it keeps in the store. A child
    that reaches no step in time is ended all the same and starts anew later.
    """

    job: str
    prepare: Prepare
    execute: Execute
    finish: Finish
    needs_sandbox: bool = False

    @property
    def can_pause(self) -> bool:
        return trait_of(self.job).can_pause


KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> JobKind:
    """Make a kind known to this worker."""
    KINDS[str(kind.job)] = kind
    return kind
