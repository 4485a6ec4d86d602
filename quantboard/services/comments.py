"""Remarks on a run: everybody who sees it reads them, who may work writes them, and changes only his own."""

from dataclasses import dataclass
from datetime import datetime

from quantboard.core.access import Actor, Deed, require, visible
from quantboard.db import backtests as runs
from quantboard.db import comments as rows
from quantboard.db.base import now
from quantboard.db.comments import Comment
from quantboard.db.session import Session, session
from quantboard.errors import InvalidInput, LimitReached, NotAllowed, NotFound
from quantboard.services.backtests import NoSuchBacktest
from quantboard.services.work import work

LONGEST, MOST = 4_000, 500


class BadComment(InvalidInput):
    """A remark that is empty or too long."""

    code = "comment.bad_text"


class NoSuchComment(NotFound):
    """There is no such remark on a run that this person may see."""

    code = "comment.unknown"


class NotYours(NotAllowed):
    """Another person's remark."""

    code = "comment.not_yours"


class TooManyComments(LimitReached):
    """The run has as many remarks as it can have."""

    code = "comment.too_many"


@dataclass(frozen=True)
class CommentView:
    """One remark."""

    id: str
    author: str
    is_mine: bool
    text: str
    created_at: datetime
    edited_at: datetime | None


def comments(actor: Actor, backtest_id: str) -> list[CommentView]:
    """The remarks on a run, the oldest first."""
    with session() as asking:
        _run(asking, actor, backtest_id)
        return [_view(row, name, actor) for row, name in rows.of_run(asking, backtest_id)]


def add(actor: Actor, backtest_id: str, text: str) -> CommentView:
    """Say something about a run."""
    plain = _text(text)
    with work() as w:
        _run(w.session, actor, backtest_id)
        require(actor, Deed.MAKE, what="comment")
        if rows.count(w.session, backtest_id) >= MOST:
            raise TooManyComments(f"A run has at most {MOST} comments.", "Delete some of yours.")
        row = Comment(backtest_id=backtest_id, author_id=actor.user_id, text=plain)
        w.session.add(row)
        w.session.flush()
        return _view(row, actor.name, actor)


def edit(actor: Actor, comment_id: str, text: str) -> CommentView:
    """Say one's own remark in other words."""
    plain = _text(text)
    with work() as w:
        row = _own(w.session, actor, comment_id)
        row.text, row.edited_at = plain, now()
        w.session.add(row)
        w.session.flush()
        return _view(row, actor.name, actor)


def delete(actor: Actor, comment_id: str) -> None:
    """Take one's own remark back."""
    with work() as w:
        w.session.delete(_own(w.session, actor, comment_id))


def _run(asking: Session, actor: Actor, backtest_id: str) -> None:
    row = runs.get(asking, backtest_id)
    if row is None or not visible(actor, row):
        raise NoSuchBacktest("There is no such backtest.", "See the list of backtests.")
    require(actor, Deed.SEE, row, what="backtest")


def _own(asking: Session, actor: Actor, comment_id: str) -> Comment:
    row = rows.get(asking, comment_id)
    if row is None:
        raise NoSuchComment("There is no such comment.", "It may have been deleted.")
    try:
        _run(asking, actor, row.backtest_id)
    except NoSuchBacktest:
        raise NoSuchComment("There is no such comment.", "It may have been deleted.") from None
    require(actor, Deed.MAKE, what="comment")
    if row.author_id != actor.user_id:
        raise NotYours("This comment is another person's.", "Write one of your own.")
    return row


def _text(text: str) -> str:
    plain = text.strip()
    if not plain or len(plain) > LONGEST:
        raise BadComment(f"A comment has 1 to {LONGEST} characters.", "Write something shorter.", field="text")
    return plain


def _view(row: Comment, author: str, actor: Actor) -> CommentView:
    return CommentView(row.id, author, row.author_id == actor.user_id, row.text, row.created_at, row.edited_at)
