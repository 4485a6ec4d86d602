from quantboard.jobs import kinds
from quantboard.queue.names import Job


def test_every_job_has_one_kind_and_back():
    ours = "quantboard."  # other tests register kinds of their own
    known = {name for name, kind in kinds.load().items() if kind.execute.__module__.startswith(ours)}
    assert known == {str(job) for job in Job}
