import pytest

from quantboard.errors import NotAllowed
from quantboard.services import comments, sharing
from quantboard.services.backtests import NoSuchBacktest
from tests.services.backtesting import asked, sample


@pytest.fixture
def run(bob):
    return asked(bob, sample(bob)).id


def test_who_sees_the_run_reads_and_answers(ann, bob, vic, run):
    first = comments.add(bob, run, "  Why the stop?  ")
    assert (first.text, first.author, first.is_mine, first.edited_at) == ("Why the stop?", "Bob", True, None)
    with pytest.raises(NoSuchBacktest):
        comments.comments(vic, run)
    sharing.share(bob, "backtest", [run], "team")
    second = comments.add(ann, run, "To bear 2008.")
    assert [(one.text, one.is_mine) for one in comments.comments(bob, run)] == [
        ("Why the stop?", True),
        ("To bear 2008.", False),
    ]
    assert len(comments.comments(vic, run)) == 2
    with pytest.raises(NotAllowed):
        comments.add(vic, run, "Me too")
    with pytest.raises(comments.NotYours):
        comments.edit(bob, second.id, "Mine now")
    with pytest.raises(comments.NotYours):
        comments.delete(ann, first.id)
    assert comments.edit(bob, first.id, "Why a stop?").edited_at is not None
    comments.delete(bob, first.id)
    assert [one.text for one in comments.comments(ann, run)] == ["To bear 2008."]


@pytest.mark.parametrize("text", ["", "  ", "x" * (comments.LONGEST + 1)])
def test_a_text_must_be_there_and_fit(bob, run, text):
    with pytest.raises(comments.BadComment):
        comments.add(bob, run, text)


def test_there_is_an_end_to_it(bob, run, monkeypatch):
    monkeypatch.setattr(comments, "MOST", 1)
    comments.add(bob, run, "One")
    with pytest.raises(comments.TooManyComments):
        comments.add(bob, run, "Two")


def test_what_is_not_there(ann, bob, run):
    with pytest.raises(comments.NoSuchComment):
        comments.edit(bob, "0" * 32, "x")
    private = comments.add(bob, run, "For me")
    sharing.share(bob, "backtest", [run], "private")
    stranger = type(bob)("f" * 32, "Eve", bob.role)
    with pytest.raises(comments.NoSuchComment):
        comments.delete(stranger, private.id)
