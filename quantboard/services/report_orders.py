"""The orders of a run, filled and not, and its log: one page, or all of what was asked for as a text."""

from dataclasses import asdict
from typing import Any

from quantboard.core.access import Actor
from quantboard.core.backtest.views.journal import Asked, Journal
from quantboard.core.backtest.views.log import Log
from quantboard.core.bars import parse_date
from quantboard.core.listing import MOST, BadListing, Page
from quantboard.services.report_source import opened


def orders(actor: Actor, backtest_id: str, asked: Asked, limit: int = 20, offset: int = 0) -> Page[dict[str, Any]]:
    """One page of the orders; raises ``BadQuestion``, ``BadListing``."""
    _check(asked, limit, offset)
    book = Journal(opened(actor, backtest_id).result)
    found = book.chosen(asked)
    items = tuple(asdict(book.order(int(k))) for k in found[offset : offset + limit])
    return Page(items, len(found), limit, offset)


def refusals(actor: Actor, backtest_id: str) -> dict[str, int]:
    """How many orders were not filled, by reason, the most frequent first."""
    counts: dict[str, int] = {}
    for one in opened(actor, backtest_id).result.rejected:
        counts[one["reason"]] = counts.get(one["reason"], 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def log(
    actor: Actor, backtest_id: str, asked: Asked, kind: str = "", part: tuple[int, int] = (50, 0)
) -> Page[dict[str, Any]]:
    """One page, ``part`` = (limit, offset), of the log; raises ``BadLog``, ``BadListing``."""
    limit, offset = part
    _check(asked, limit, offset)
    lines = Log(opened(actor, backtest_id).result)
    found = lines.chosen(asked, kind)
    items = tuple(asdict(lines.line(int(k))) for k in found[offset : offset + limit])
    return Page(items, len(found), limit, offset)


def log_text(actor: Actor, backtest_id: str, asked: Asked, kind: str = "") -> str:
    """All lines that are asked for as a text file."""
    _check(asked, 1, 0)
    lines = Log(opened(actor, backtest_id).result)
    return lines.text(lines.chosen(asked, kind))


def _check(asked: Asked, limit: int, offset: int) -> None:
    asked.checked()
    for day in (asked.from_on, asked.to_on):
        if day:
            parse_date(day)
    if not 1 <= limit <= MOST or offset < 0:
        raise BadListing(f"A part has 1 to {MOST} lines.", "Ask for fewer at a time.", field="limit")
