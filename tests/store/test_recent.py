import pytest

from quantboard.settings import settings
from quantboard.store import recent, results
from quantboard.store.results import MissingResult
from tests.core.backtest.views.some import result_of

ONE, TWO = "a" * 32, "b" * 32


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    recent._kept.clear()
    results.write(ONE, result_of(60), "# one\n", {})
    results.write(TWO, result_of(60, cash=5_000), "# two\n", {})
    yield
    recent._kept.clear()
    settings.cache_clear()


def test_the_same_object_while_it_is_kept(kept):
    first = recent.read(ONE)
    assert recent.read(ONE) is first
    assert first.result.result_hash == results.read(ONE).result.result_hash
    recent.forget(ONE)
    assert recent.read(ONE) is not first


def test_no_more_than_the_memory_it_may_take(kept, monkeypatch):
    size = recent.size_of(recent.read(ONE))
    assert size > 60 * 8 * 9
    monkeypatch.setattr(recent, "MOST_BYTES", size + size // 2)
    recent.read(TWO)
    assert list(recent._kept) == [TWO]
    monkeypatch.setattr(recent, "MOST_BYTES", size // 2)
    recent._kept.clear()
    recent.read(ONE)
    assert not recent._kept


def test_what_is_not_there_is_missing(kept):
    with pytest.raises(MissingResult):
        recent.read("c" * 32)
