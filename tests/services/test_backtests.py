import os

import pytest

from quantboard.core.access import Absent, RoleTooLow
from quantboard.core.bars import EmptyPeriod, UnknownSymbol
from quantboard.core.strategy.params import BadParameter, RuleBroken
from quantboard.db.session import writing
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, strategies, tasks, trash
from quantboard.services.backtests import BadName, NoSuchBacktest
from tests.services.backtesting import SOURCE, asked, files_of, request, sample, work_off


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture
def data(ann):
    return sample(ann)


def test_submitted_followed_finished(server, instance, ann, data):
    made = asked(ann, data, name="My run")
    assert (made.status, made.progress, made.result_hash) == ("queued", 0.0, None)
    waiting = backtests.report(ann, made.id)
    assert waiting.result is None
    assert waiting.request["symbols"] == ["AAPL"]
    work_off(server, made)
    seen = backtests.view(ann, made.id)
    assert (seen.status, seen.progress, seen.verified) == ("succeeded", 1.0, "")
    report = backtests.report(ann, made.id)
    assert report.result is not None
    assert report.result.result_hash == seen.result_hash
    assert seen.metrics["total_return"] == report.result.metrics["total_return"]
    assert report.name == "My run"
    assert report.manifest["dataset_version"] == data.version_id
    assert report.source.startswith("name =")
    assert tasks.view(ann, made.task_id).result_ref == made.id
    assert backtests.list_backtests(ann) == [seen]
    assert seen.as_json()["created_at"].startswith("20")


def test_run_again_runs_anew_and_says_that_the_hash_is_equal(server, instance, ann, data):
    first = asked(ann, data)
    work_off(server, first)
    again = backtests.run_again(ann, first.id)
    assert again.id != first.id
    assert again.status == "queued"
    work_off(server, again)
    report = backtests.report(ann, again.id)
    assert (report.verified, report.same_as) == ("same", first.id)
    assert report.result.result_hash == backtests.view(ann, first.id).result_hash
    assert len(files_of(instance)) == 2
    other = asked(ann, data, cash=5000)
    work_off(server, other)
    assert backtests.view(ann, other.id).verified == ""


def test_a_saved_strategy_is_run_as_it_is_now(server, ann, data):
    saved = strategies.create(ann, "Averages", SOURCE)
    made = backtests.submit(ann, saved.id, data.id, request(params={"fast": "5"}))
    assert (made.name, made.strategy_id, made.strategy_name) == ("Averages", saved.id, "Averages")
    strategies.save(ann, saved.id, SOURCE + "# later\n")
    work_off(server, made)
    assert backtests.report(ann, made.id).source == SOURCE
    with pytest.raises(BadParameter):
        backtests.submit(ann, saved.id, data.id, request(params={"fast": "1"}))


@pytest.mark.parametrize(
    ("fields", "error", "field"),
    [
        ({"symbols": "AAPL,NONE"}, UnknownSymbol, "symbols"),
        ({"from": "2020-01-01"}, EmptyPeriod, "from"),
        ({"to": "1990-01-01"}, EmptyPeriod, "to"),
        ({"params": {"fast": 500}}, BadParameter, "params.fast"),
        ({"params": {"fast": 50}}, RuleBroken, "params.fast"),
    ],
)
def test_bad_input_is_refused_at_once_and_nothing_is_made(ann, data, fields, error, field):
    with pytest.raises(error) as caught:
        asked(ann, data, **fields)
    assert caught.value.field == field
    assert backtests.list_backtests(ann) == []
    assert tasks.recent(ann) == []


def test_names(ann, data):
    with pytest.raises(BadName):
        asked(ann, data, name="\u202e")
    made = asked(ann, data)
    assert backtests.rename(ann, made.id, " Other  name ").name == "Other name"


def test_rights(server, ann, bob, vic, data):
    made = asked(ann, data)
    for deed in (backtests.report, backtests.view, backtests.delete, backtests.cancel, backtests.run_again):
        with pytest.raises(Absent):
            deed(bob, made.id)
    with pytest.raises(RoleTooLow):
        backtests.submit_chosen(vic, backtests.Chosen("x", "y"), data.id, request())
    with pytest.raises(Absent):
        backtests.submit_chosen(bob, backtests.Chosen("x", "y"), data.id, request())
    assert backtests.list_backtests(bob) == []
    with writing() as asking:
        row = backtests.rows.get(asking, made.id)
        row.visibility = "team"
        asking.add(row)
    assert [seen.is_mine for seen in backtests.list_backtests(bob)] == [False]
    assert backtests.report(bob, made.id).name == made.name
    with pytest.raises(RoleTooLow):
        backtests.delete(bob, made.id)


def test_cancel_and_delete(server, instance, ann, data):
    waiting = asked(ann, data)
    backtests.cancel(ann, waiting.id)
    assert backtests.view(ann, waiting.id).status == "cancelled"
    done = asked(ann, data)
    work_off(server, done)
    live = asked(ann, data)
    for one in (waiting, done, live):
        backtests.delete(ann, one.id)
        with pytest.raises(NoSuchBacktest):
            backtests.view(ann, one.id)
    assert len(files_of(instance)) == 1  # in the trash
    assert trash.empty(ann) == 3
    assert files_of(instance) == []
    assert tasks.view(ann, live.task_id).status == "cancelled"
