import pytest

from quantboard.core.task import CLAIMABLE, ENDED, LIVE, MOVES, Status, may_move, nearest_priority


def test_every_status_is_either_live_or_ended():
    assert LIVE | ENDED == set(Status) == set(MOVES)
    assert not LIVE & ENDED


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_has_ended_stays_ended(status):
    assert not any(may_move(status, to) for to in Status)


def test_only_what_waits_can_be_claimed():
    assert {s for s in Status if may_move(s, Status.RUNNING)} == CLAIMABLE


def test_every_live_task_can_be_cancelled():
    assert all(may_move(s, Status.CANCELLED) for s in LIVE)


def test_only_what_waits_or_runs_can_be_paused_and_only_then_go_on():
    assert {s for s in Status if may_move(s, Status.PAUSED)} == CLAIMABLE | {Status.RUNNING}
    assert MOVES[Status.PAUSED] == {Status.QUEUED, Status.CANCELLED}


@pytest.mark.parametrize(("level", "word"), [(-9, "low"), (0, "normal"), (1, "high"), (2, "urgent"), (9, "urgent")])
def test_every_number_has_a_word(level, word):
    assert nearest_priority(level).word == word
