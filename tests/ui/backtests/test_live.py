"""A run that lives: its curve, its fills, its log, and what can be done about it."""

import json

import pytest

from quantboard.core.task import Status
from quantboard.services import backtests, preferences, tasks
from quantboard.ui.backtests.live_state import LiveState
from quantboard.ui.backtests.live_view import HEIGHT, WIDTH, LogLine, curve_of, fills_of, filtered, steps_of
from tests.services.backtesting import asked

DETAIL = {
    "date": "2009-03-02",
    "equity": json.dumps([100.0, 150.0, 50.0]),
    "n_bars": "500",
    "n_period": "1000",
    "n_fills": "3",
    "fills": json.dumps(
        [
            [2, "2009-03-01", "IBM", "buy", 10.0, 99.5, "signal"],
            [3, "2009-03-02", "AAPL", "sell", 10.0, 101.0, "stop_loss"],
        ]
    ),
}


def test_the_curve_takes_the_part_of_the_width_that_is_done():
    curve = curve_of(DETAIL, 100.0)
    points = [tuple(map(float, one.split(","))) for one in curve.points.split()]
    assert [x for x, _ in points] == [0.0, WIDTH / 4, WIDTH / 2]
    heights = [y for _, y in points]
    assert heights[1] < heights[0] < heights[2] < HEIGHT
    assert float(curve.base) == heights[0]
    assert (curve.value, curve.change, curve.sign) == ("50.00", "−50.00 %", -1)
    assert curve_of({}, 100.0) is None


def test_fills_are_told_once_and_a_gap_is_told():
    lines, seen = fills_of(DETAIL, 0, "en")
    assert seen == 3
    assert lines[0].text == "… 1 fills in between"
    assert (lines[1].symbol, lines[1].text) == ("IBM", "bought 10 at 99.50 (signal)")
    assert fills_of(DETAIL, 3, "en") == ([], 3)
    assert [one.symbol for one in fills_of(DETAIL, 2, "zh-CN")[0]] == ["AAPL"]


def test_the_log_is_filtered_by_type_date_and_symbol():
    log = (
        "2026-01-02T03:04:05.678Z  info     simulate  date=2009\n2026-01-02T03:04:06.000Z  warning  the limit is near\n"
    )
    steps = steps_of(log, "en")
    assert [(one.kind, one.text) for one in steps] == [
        ("step", "Simulating the market date=2009"),
        ("warning", "the limit is near"),
    ]
    lines = [*steps, *fills_of(DETAIL, 1, "en")[0]]
    assert filtered(lines, "", "", "")[0].symbol == "AAPL"
    assert [one.symbol for one in filtered(lines, "fill", "", "")] == ["AAPL", "IBM"]
    assert [one.symbol for one in filtered(lines, "", "2009-03-01", "")] == ["IBM"]
    assert [one.symbol for one in filtered(lines, "", "", "aap")] == ["AAPL"]
    assert filtered(lines, "warning", "", "") == [LogLine("warning", "2026-01-02 03:04:06", "", "the limit is near")]


@pytest.fixture
def run(ann, data):
    return asked(ann, data)


async def opened(tab, run):
    state = tab(LiveState, backtest_id=run.id)
    await state.load()
    return state


async def test_the_page_follows_what_it_is_told(tab, ann, run):
    state = await opened(tab, run)
    assert (state.is_live, state.is_mine, state.status) == (True, True, "queued")
    message = tasks.message_of(tasks.view(ann, run.task_id)) | {
        "status": "running",
        "stage": "simulate",
        "detail": DETAIL,
    }
    await state._take(message)
    assert state.curve.n_bars == "500"
    assert [one.kind for one in state.lines] == ["fill"] * 3
    state.type_symbol("ibm")
    assert len(state.lines) == 1
    await state._take(message | {"task": "another", "status": "failed"})
    assert state.status == "running"
    state.choose_kind("warning")
    assert (state.lines, state.has_log) == ([], True)


async def test_paused_let_go_on_and_stopped(tab, ann, run):
    state = await opened(tab, run)
    await state.pause()
    assert state.status == Status.PAUSED
    again = await opened(tab, run)  # the tab was closed meanwhile
    assert (again.status, again.is_live) == (Status.PAUSED, True)
    await again.resume()
    assert again.status == Status.QUEUED
    await again.stop()
    assert (again.status, again.is_live, again.is_stopping) == (Status.CANCELLED, False, False)
    assert backtests.view(ann, run.id).status == Status.CANCELLED


async def test_a_word_on_the_desktop(tab, ann, run):
    state = await opened(tab, run)
    assert "requestPermission" in repr(await state.notify())
    assert preferences.preferences(ann)["notifications"] is True


async def test_no_such_run(tab, ann):
    state = tab(LiveState, backtest_id="gone")
    await state.load()
    assert not state.is_live
