"""The recomputation of a backtest."""

from quantboard.jobs.actor import JobKind, register
from quantboard.queue.names import Job
from quantboard.services import verification

KIND = register(
    JobKind(Job.VERIFY_BACKTEST, verification.prepare, verification.execute, verification.finish, needs_sandbox=True)
)
