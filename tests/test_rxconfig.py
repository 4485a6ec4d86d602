import sys

import pytest

from quantboard.frontend import ROOT
from quantboard.queue import embedded
from quantboard.settings import settings


@pytest.fixture
def state_url(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))

    def asked(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"QUANTBOARD_{name.upper()}", value)
        settings.cache_clear()
        import rxconfig

        return rxconfig.state_url(settings())

    yield asked
    sys.modules.pop("rxconfig", None)
    settings.cache_clear()


def test_one_web_process_keeps_its_tabs_in_memory(state_url):
    assert state_url() is None
    assert state_url(redis_url="redis://host/3") is None


@pytest.mark.parametrize(
    ("queue", "state"),
    [
        ("redis://host", "redis://host/1"),
        ("rediss://user:word@host:6380/2", "rediss://user:word@host:6380/3"),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=1"),
        ("unix://user:word@/run/valkey.sock?db=4", "unix://user:word@/run/valkey.sock?db=5"),
    ],
)
def test_several_keep_them_in_the_logical_database_after_the_queues(state_url, queue, state):
    assert state_url(web_workers="2", redis_url=queue) == state


def test_the_embedded_broker_serves_several_too(state_url):
    assert state_url(web_workers="2") == embedded.url().replace("db=0", "db=1")
