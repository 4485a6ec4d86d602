import pytest

from quantboard.settings import settings
from quantboard.store import recent, results
from quantboard.store.results import MissingResult
from tests.core.backtest.views.some import result_of


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    recent._kept.clear()
    results.write("one", result_of(60), "# one\n", {})
    results.write("two", result_of(60, cash=5_000), "# two\n", {})
    yield
    recent._kept.clear()
    settings.cache_clear()


def test_the_same_object_while_it_is_kept(kept):
    first = recent.read("one")
    assert recent.read("one") is first
    assert first.result.result_hash == results.read("one").result.result_hash
    recent.forget("one")
    assert recent.read("one") is not first


def test_no_more_than_the_memory_it_may_take(kept, monkeypatch):
    size = recent.size_of(recent.read("one"))
    assert size > 60 * 8 * 9
    monkeypatch.setattr(recent, "MOST_BYTES", size + size // 2)
    recent.read("two")
    assert list(recent._kept) == ["two"]
    monkeypatch.setattr(recent, "MOST_BYTES", size // 2)
    recent._kept.clear()
    recent.read("one")
    assert not recent._kept


def test_what_is_not_there_is_missing(kept):
    with pytest.raises(MissingResult):
        recent.read("three")
