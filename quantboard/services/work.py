"""One transaction of a use-case; messages leave only after it is committed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from quantboard.db import outbox
from quantboard.db.session import Session, writing
from quantboard.db.session import session as reading
from quantboard.log import logger
from quantboard.queue.names import HEAVY, Job
from quantboard.queue.send import BrokerAway, post

log = logger("services")


@dataclass
class Work:
    """A session, and what is to happen once it is committed."""

    session: Session
    n_waiting: int = 0
    after: list[Callable[[], object]] = field(default_factory=list)

    def later(self, job: Job, task_id: str, queue: str = HEAVY) -> None:
        """Have a worker woken for this task: a row of the outbox now, a message after the commit."""
        outbox.post(self.session, task_id, queue)
        self.n_waiting += 1
        log.debug("task.announced", job=str(job), task_id=task_id)

    def afterwards(self, deed: Callable[[], object]) -> None:
        """Do something once the transaction is committed."""
        self.after.append(deed)


@contextmanager
def work() -> Iterator[Work]:
    """One transaction: committed on leaving, undone on an error; then its messages are sent."""
    with writing() as session:
        doing = Work(session)
        yield doing
    if doing.n_waiting:
        relay()
    for deed in doing.after:
        deed()


def relay() -> int:
    """Send what waits in the outbox: hold, send, delete. A crash in between sends again, which is harmless."""
    with reading() as asking:
        if not outbox.has_due(asking):
            return 0
    with writing() as session:
        held = outbox.take(session)
    if not held:
        return 0
    n_sent = _send(held)
    with writing() as session:
        if n_sent:
            outbox.sent(session, [row[0] for row in held[:n_sent]], [row[1] for row in held[:n_sent]])
        if n_sent < len(held):
            outbox.release(session, [row[0] for row in held[n_sent:]])
    return n_sent


def _send(held: list[tuple[int, str, str]]) -> int:
    for n, (_, task_id, queue) in enumerate(held):
        try:
            post(queue, task_id)
        except BrokerAway as problem:
            log.debug("relay.postponed", n_messages=len(held) - n, reason=problem.message)  # a worker's tick sends them
            return n
    return len(held)
