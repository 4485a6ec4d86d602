"""Favourite, note and tags of runs, and the list that is narrowed by them."""

import os

import pytest

from quantboard.core.access import Absent
from quantboard.core.listing import BadListing, RunFilter, Wanted
from quantboard.db.base import now
from quantboard.db.session import writing
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, run_notes, sharing
from quantboard.services.run_notes import BadNote, BadTag
from tests.services.backtesting import asked, sample, work_off


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture
def data(ann):
    return sample(ann)


ANY = RunFilter()


def names(actor, only=ANY, **wanted):
    return [one.name for one in backtests.page(actor, Wanted(**wanted), only).items]


def test_written_and_found_again(ann, data):
    first, second = asked(ann, data, name="First"), asked(ann, data, name="Second")
    seen = run_notes.describe(
        ann, first.id, note=" See\nlater ", tags=["动量", " a  b ", "动量", "100%"], is_favourite=True
    )
    assert (seen.note, seen.tags, seen.is_favourite) == ("See\nlater", ["动量", "a b", "100%"], True)
    assert run_notes.describe(ann, first.id).note == "See\nlater"
    for tag in ("动量", "a b", "100%"):
        assert names(ann, RunFilter(tag=tag)) == ["First"]
    for tag in ("a", "b", "100", "1_0%"):
        assert names(ann, RunFilter(tag=tag)) == []
    assert names(ann, RunFilter(is_favourite=True)) == ["First"]
    assert names(ann, words="later") == ["First"]
    assert run_notes.describe(ann, first.id, tags=[], note="", is_favourite=False).tags == []
    assert names(ann, RunFilter(is_favourite=True)) == []
    assert backtests.view(ann, second.id).tags == []


@pytest.mark.parametrize("tags", [["x" * 41], ["a,b"], [f"t{n}" for n in range(11)], ["\u202e"]])
def test_tags_that_cannot_be(ann, data, tags):
    made = asked(ann, data)
    with pytest.raises(BadTag):
        run_notes.describe(ann, made.id, tags=tags)
    with pytest.raises(BadNote):
        run_notes.describe(ann, made.id, note="x" * 4001)


def test_another_persons_run(ann, bob, data):
    made = asked(ann, data)
    with pytest.raises(Absent):
        run_notes.describe(bob, made.id, note="mine?")


def test_narrowed_by_what_it_is_of(ann, bob, data):
    made = asked(ann, data, name="One")
    for only, found in (
        (RunFilter(dataset=data.id), ["One"]),
        (RunFilter(dataset="other"), []),
        (RunFilter(strategy="Double moving average"), ["One"]),
        (RunFilter(strategy="Other"), []),
        (RunFilter(owner=ann.user_id), ["One"]),
        (RunFilter(owner=bob.user_id), []),
        (RunFilter(since=now()), []),
        (RunFilter(until=now()), ["One"]),
    ):
        assert names(ann, only) == found, only
    choices = run_notes.choices(ann)
    assert choices.strategies == (("Double moving average", "Double moving average"),)
    assert choices.datasets == ((data.id, data.name),)
    assert choices.owners == ((ann.user_id, "Ann"),)
    assert run_notes.choices(bob).datasets == ()
    run_notes.describe(ann, made.id, tags=["b", "a"])
    sharing.share(ann, "backtest", [made.id])
    assert run_notes.choices(bob).tags == ("a", "b")


def set_metrics(run, strategy, **metrics):
    with writing() as asking:
        row = backtests.rows.get(asking, run.id)
        row.metrics, row.strategy_name = metrics, strategy
        asking.add(row)


def test_the_best_of_each_strategy(ann, data):
    for name, strategy, sharpe, volatility in (("A1", "A", 1.0, 0.1), ("A2", "A", 2.0, 0.3), ("B1", "B", 0.5, 0.2)):
        set_metrics(asked(ann, data, name=name), strategy, sharpe=sharpe, volatility=volatility)
    asked(ann, data, name="No result")
    assert names(ann, RunFilter(is_best=True), sort="-sharpe") == ["A2", "B1"]
    assert names(ann, RunFilter(is_best=True, best_by="volatility"), sort="volatility") == ["A1", "B1"]
    assert names(ann, RunFilter(is_best=True), words="A1") == ["A1"]  # the best of what is shown
    with pytest.raises(BadListing):
        names(ann, RunFilter(is_best=True, best_by="luck"))


def test_ordered_by_any_headline(server, ann, data):
    done, waiting = asked(ann, data, name="Done"), asked(ann, data, name="Waiting")
    work_off(server, done)
    assert waiting.metrics is None
    for key in backtests.objects.HEADLINES:
        assert names(ann, sort=key) == ["Done", "Waiting"], key
        assert names(ann, sort=f"-{key}")[0] == "Done", key
