import pytest

from quantboard.core.listing import BadListing
from quantboard.errors import NotAllowed
from quantboard.queue import rates
from quantboard.services import code_audit
from quantboard.settings import settings

AT = 3600.0 * 500_000


@pytest.fixture(autouse=True)
def anew():
    rates.forget()
    yield
    rates.forget()
    settings.cache_clear()


def test_ten_a_minute_and_then_no_more(blank):
    for _ in range(10):
        code_audit.spend("bob", AT)
    with pytest.raises(code_audit.TooManyRuns, match="minute") as caught:
        code_audit.spend("bob", AT + 20)
    assert caught.value.hint == "Wait 40 seconds."
    code_audit.spend("cy", AT)
    code_audit.spend("bob", AT + 61)


def test_a_hundred_an_hour(blank, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_SANDBOX_PER_MINUTE", "0")
    settings.cache_clear()
    for _ in range(100):
        code_audit.spend("bob", AT)
    with pytest.raises(code_audit.TooManyRuns, match="hour"):
        code_audit.spend("bob", AT)


def test_the_audit_is_for_administrators(ann, bob):
    assert code_audit.audit(ann).total == 0
    with pytest.raises(NotAllowed):
        code_audit.audit(bob)
    with pytest.raises(BadListing):
        code_audit.audit(ann, limit=0)


def test_the_policy_is_what_the_check_uses(vic):
    told = code_audit.allowed(vic)
    assert "rolling" not in told["modules"]["np"]
    assert "DataFrame" in told["modules"]["pandas"]
    assert told["limits"]["per_minute"] == 10
    assert "open" in told["refused"]


def test_a_least_isolation_can_be_demanded(blank, monkeypatch):
    assert code_audit.reaches("basic")
    assert not code_audit.reaches("none")
    monkeypatch.setenv("QUANTBOARD_SANDBOX_LEAST_ISOLATION", "full")
    settings.cache_clear()
    assert not code_audit.reaches("strong")
    assert code_audit.reaches("full")
