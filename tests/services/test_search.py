"""Anything by a few letters, and nothing that one may not see."""

import pytest

from quantboard.db.base import now
from quantboard.db.search import by_name
from quantboard.db.session import session
from quantboard.db.strategies import Strategy
from quantboard.services import search
from quantboard.services.search import Hit
from quantboard.services.work import work


def strategy(owner, name, visibility="private"):
    with work() as w:
        row = Strategy(owner_id=owner.user_id, name=name, visibility=visibility, kind="signals", digest="0" * 64)
        w.session.add(row)
        w.session.flush()
        return row.id


@pytest.fixture
def three(bob):
    names = ("Double moving average", "Moving target", "100% long_only")
    return {name: strategy(bob, name) for name in names}


def names(actor, words):
    return [hit.name for hit in search.find(actor, words)]


def test_words_find_in_any_order_and_the_beginning_comes_first(bob, three):
    assert names(bob, "moving") == ["Moving target", "Double moving average"]
    assert names(bob, "average double") == ["Double moving average"]
    assert names(bob, "MOVING TARGET") == ["Moving target"]


def test_letters_may_be_left_out(bob, three):
    assert names(bob, "dma") == ["Double moving average"]
    assert names(bob, "zzz") == []


def test_percent_and_underscore_are_plain_letters(bob, three):
    assert names(bob, "100%") == ["100% long_only"]
    assert names(bob, "long_only") == ["100% long_only"]
    assert names(bob, "%%%") == []


def test_chinese_names_are_found(bob):
    strategy(bob, "双均线策略")
    assert names(bob, "均线") == ["双均线策略"]
    assert names(bob, "双策") == ["双均线策略"]


def test_without_words_the_last_changed_are_shown(bob, three):
    assert len(search.find(bob, "")) == 3
    assert len(search.find(bob, "", n_each=2)) == 2


def test_others_see_only_what_is_shared(ann, bob, vic, three):
    strategy(bob, "Shared momentum", "team")
    assert names(vic, "momentum") == ["Shared momentum"]
    assert names(vic, "moving") == []
    assert names(ann, "moving") == []  # an administrator's own search is not everybody's drawer


def test_what_was_deleted_is_gone(bob, three):
    with work() as w:
        w.session.get(Strategy, three["Moving target"]).deleted_at = now()
    assert names(bob, "moving") == ["Double moving average"]
    assert not search.named(bob, [("strategy", three["Moving target"])])


def test_what_was_opened_is_named_anew(bob, vic, three):
    wanted = [("strategy", three["Moving target"]), ("strategy", "no such"), ("wizard", "x"), ("task", "y")]
    assert search.named(bob, wanted) == [Hit("strategy", three["Moving target"], "Moving target")]
    assert search.named(vic, wanted) == []


def test_every_kind_can_be_asked(bob):
    with session() as asking:
        for table in search.KINDS.values():
            assert by_name(asking, bob.user_id, table, ["%x%"], 5) == []
