from quantboard.jobs import kinds
from quantboard.queue.names import Job


def test_every_job_has_one_kind_and_back():
    known = {name for name in kinds.load() if not name.startswith("light.")}
    assert known == {str(job) for job in Job}
