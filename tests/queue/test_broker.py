import pytest

from quantboard.queue import broker, embedded, progress
from quantboard.queue.names import QUEUES
from quantboard.queue.send import BrokerAway, post
from quantboard.settings import settings


def test_messages_wait_in_their_queue(blank):
    post("fast", "t")
    assert [broker.waiting(queue) for queue in QUEUES] == [1, 0, 0]
    assert progress.publish({"task": "t"}) is False  # the stub has no watchers


def test_without_a_url_the_embedded_socket_is_the_address(blank, monkeypatch):
    monkeypatch.delenv("QUANTBOARD_REDIS_URL")
    settings.cache_clear()
    assert broker.address() == embedded.url()
    assert embedded.answers() is False


def test_a_broker_that_is_away_is_an_expected_error(blank, monkeypatch):
    broker.close()
    monkeypatch.setenv("QUANTBOARD_REDIS_URL", "unix:///nowhere/at/all.sock")
    settings.cache_clear()
    with pytest.raises(BrokerAway):
        post("heavy", "t")
