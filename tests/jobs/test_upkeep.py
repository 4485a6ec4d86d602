import time

from quantboard.jobs.upkeep import Upkeep, tidy
from quantboard.queue import broker
from quantboard.services import tasks
from quantboard.services.work import work


def test_upkeep_sends_what_the_broker_lost(ann):
    with work() as w:
        tasks.submit(w, ann, "light.add", {}, title="T")
    broker.broker().flush_all()
    chores = Upkeep(stranded_after_s=-1)
    chores.start()
    until = time.monotonic() + 10
    while broker.waiting("heavy") == 0 and time.monotonic() < until:
        time.sleep(0.02)
    chores.stop()
    assert broker.waiting("heavy") == 1


def test_tidying_an_empty_instance_is_harmless(instance):
    tidy()
