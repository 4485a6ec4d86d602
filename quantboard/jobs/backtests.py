"""The run of a backtest."""

from quantboard.jobs.actor import JobKind, register
from quantboard.queue.names import Job
from quantboard.services import runs

KIND = register(JobKind(Job.RUN_BACKTEST, runs.prepare, runs.execute, runs.finish, needs_sandbox=True))
