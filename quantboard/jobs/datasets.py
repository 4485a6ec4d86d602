"""The import of a dataset."""

from quantboard.jobs.actor import JobKind, register
from quantboard.queue.names import Job
from quantboard.services import imports

KIND = register(JobKind(Job.IMPORT_DATASET, imports.prepare, imports.execute, imports.finish))
