"""The run of a program from the scratchpad."""

from quantboard.jobs.actor import JobKind, register
from quantboard.queue.names import Job
from quantboard.services import scratchpad

KIND = register(JobKind(Job.RUN_PROGRAM, scratchpad.prepare, scratchpad.execute, scratchpad.finish, needs_sandbox=True))
