import time

from quantboard.queue import embedded
from quantboard.queue.embedded import Embedded
from quantboard.services import pulse, system
from quantboard.settings import settings


def test_the_worst_delay_of_a_span_is_told_by_process(blank, monkeypatch):
    monkeypatch.delenv("QUANTBOARD_REDIS_URL")
    settings.cache_clear()
    system.close()
    handle = Embedded()
    handle.ensure()
    try:
        at = time.monotonic()
        pulse.tell(11, [(at - 9, 300.0), (at - 2, 7.5), (at - 1, 3.0)])
        pulse.tell(12, [(at - 1, 120.0)])
        assert pulse.worst_ms(at - 5, at) == {11: 7.5, 12: 120.0}
        assert pulse.worst_ms(at + 1, at + 2) == {11: 0.0, 12: 0.0}
    finally:
        handle.stop()
    assert not embedded.answers()


def test_the_stub_tells_nothing(blank):
    pulse.tell(11, [(1.0, 2.0)])
    assert pulse.worst_ms(0, 9) == {}
