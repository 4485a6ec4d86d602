"""What the filters of the list ask for."""

import datetime as dt

from quantboard.db.objects import HEADLINES
from quantboard.ui.backtests.list_view import METRICS, filter_of
from quantboard.ui.text.catalogue import both


def test_every_headline_can_be_shown_and_ordered_by():
    assert {key: name for key, (name, _) in METRICS.items()} == HEADLINES
    assert all(both(text) for _, text in METRICS.values())


def test_filters():
    asked = {"strategy": "s", "tag": "t", "since": "2026-01-02", "until": "2026-01-03", "favourite": "yes", "best": ""}
    only = filter_of(asked, "-return")
    assert (only.strategy, only.tag, only.is_favourite, only.is_best, only.best_by) == ("s", "t", True, False, "return")
    assert only.since == dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    assert only.until == dt.datetime(2026, 1, 4, tzinfo=dt.UTC)  # the last day belongs to it
    assert filter_of({"since": "x", "best": "yes"}, "-made").since is None
    assert filter_of({"best": "yes"}, "-made").best_by == "sharpe"
