"""What people can do with drawings: start one, change it, look at a node, try it, make it a strategy's version."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, require
from quantboard.core.builder.analysis import analysis
from quantboard.core.builder.graph import BadGraph, Graph, Node, read_edge, read_graph, read_node
from quantboard.core.builder.parsing import graph_of
from quantboard.core.builder.source import NotDrawn, source_of
from quantboard.db import drafts as rows
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput
from quantboard.log import logger
from quantboard.services import strategies
from quantboard.services.strategies import StrategyView
from quantboard.services.templates import template
from quantboard.services.work import work

log = logger("services")
MOST_SNAPSHOTS, MOST_DRAFTS = 5, 100


class NoSuchDraft(Absent):
    """There is no such drawing, or it is another's."""

    code = "draft.unknown"


class DraftConflict(Conflict):
    """The drawing was changed in between, perhaps in another tab."""

    code = "draft.conflict"


class TooManyDrafts(InvalidInput):
    """A person has as many drawings as one may have."""

    code = "draft.too_many"


@dataclass(frozen=True)
class DraftView:
    """A drawing as it stands."""

    id: str
    name: str
    strategy_id: str | None
    strategy_version: int
    revision: int
    graph: Graph
    created_at: datetime
    updated_at: datetime

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        plain = asdict(self) | {"graph": self.graph.as_dict()}
        return plain | {name: getattr(self, name).isoformat() for name in ("created_at", "updated_at")}


@dataclass(frozen=True)
class SnapshotView:
    """A picture of a drawing to go back to."""

    id: str
    name: str
    created_at: datetime


def list_drafts(actor: Actor) -> list[DraftView]:
    """A person's drawings, last changed first."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        return [_view(row) for row in rows.of_owner(asking, actor.user_id)]


def start(actor: Actor, name: str, graph: Graph | None = None) -> DraftView:
    """A new drawing, empty or given."""
    require(actor, Deed.MAKE, what="strategy")
    plain = strategies.check_name(name)
    drawn = replace(graph or Graph(), name=plain)
    with work() as w:
        if len(rows.of_owner(w.session, actor.user_id)) >= MOST_DRAFTS:
            raise TooManyDrafts(f"You have {MOST_DRAFTS} drawings.", "Discard some of them first.")
        return _add(w.session, rows.Draft(owner_id=actor.user_id, name=plain, graph=drawn.as_dict()))


def start_from_template(actor: Actor, key: str) -> DraftView:
    """A drawing of a shipped template."""
    shipped = template(key)
    return start(actor, strategies.free_name(actor, shipped.name[0]), graph_of(shipped.source))


def open_strategy(actor: Actor, strategy_id: str) -> DraftView:
    """The drawing that a person has of a strategy; made of its newest version where there is none yet."""
    found = strategies.get(actor, strategy_id, Deed.CHANGE)
    drawn = replace(graph_of(found.source), name=found.name)
    with work() as w:
        row = rows.of_strategy(w.session, actor.user_id, strategy_id)
        if row is not None:
            return _view(row)
        made = rows.Draft(owner_id=actor.user_id, name=found.name, graph=drawn.as_dict(), strategy_id=strategy_id)
        made.strategy_version = found.version
        return _add(w.session, made)


def get(actor: Actor, draft_id: str) -> DraftView:
    """One drawing."""
    with session() as asking:
        return _view(_own(asking, actor, draft_id))


def put(actor: Actor, draft_id: str, graph: Graph, seen: int) -> DraftView:
    """Keep a drawing as it is now; raises ``DraftConflict`` where it is no longer at revision ``seen``."""
    with work() as w:
        row = _own(w.session, actor, draft_id)
        fields = {"graph": graph.as_dict(), "name": strategies.check_name(graph.name)}
        if not rows.change(w.session, row.id, seen, **fields):
            raise DraftConflict(
                f"The drawing is at revision {row.revision}, you changed revision {seen}.",
                "It was changed in another tab: load it again, or copy what you drew.",
            )
        w.session.refresh(row)
        return _view(row)


def changed(graph: Graph, delta: Mapping[str, Any]) -> Graph:
    """A graph with nodes put, in the given order, and with the given wires; raises ``BadGraph``."""
    put_nodes, order, edges = delta.get("put", []), delta.get("order", []), delta.get("edges", [])
    if not all(isinstance(one, list) for one in (put_nodes, order, edges)):
        raise BadGraph("This is no change of a graph.", "Load the page again.")
    nodes: dict[str, Node] = {one.id: one for one in graph.nodes}
    nodes |= {one.id: one for one in map(read_node, put_nodes)}
    kept = [nodes[one] for one in dict.fromkeys(order) if isinstance(one, str) and one in nodes]
    known = {one.id for one in kept}
    wires = [one for one in map(read_edge, edges) if one.source in known and one.target in known]
    return read_graph(Graph(graph.name, tuple(kept), tuple(dict.fromkeys(wires))).tidy().as_dict())


def apply(actor: Actor, draft_id: str, delta: Mapping[str, Any], seen: int) -> DraftView:
    """The same for what a canvas sends: the nodes that changed, the order of all, every wire."""
    return put(actor, draft_id, changed(get(actor, draft_id).graph, delta), seen)


def rename(actor: Actor, draft_id: str, name: str, seen: int) -> DraftView:
    """Another name for a drawing and the strategy it becomes."""
    graph = get(actor, draft_id).graph
    return put(actor, draft_id, replace(graph, name=strategies.check_name(name)), seen)


def discard(actor: Actor, draft_id: str) -> None:
    """Throw a drawing away; a strategy that it came from stays."""
    with work() as w:
        row = _own(w.session, actor, draft_id)
        rows.remove(w.session, [row.id])
        log.info("draft.discarded", draft_id=draft_id, user_id=actor.user_id)


def source(graph: Graph, *, with_layout: bool = True) -> str:
    """The code of a drawing; raises ``NotDrawn`` with the first problem."""
    told = analysis(graph)
    if not told.is_whole:
        first = told.findings[0]
        raise NotDrawn(first.message[0], first.hint[0], field=first.node or None)
    return source_of(graph, with_layout=with_layout).text


def commit(actor: Actor, draft_id: str) -> StrategyView:
    """Make the drawing a strategy, or the next version of the one it came from; the drawing is gone then.

    Raises ``VersionConflict`` where somebody has saved that strategy in between.
    """
    draft = get(actor, draft_id)
    text = source(draft.graph)
    if draft.strategy_id is None:
        made = strategies.create(actor, draft.name, text)
    else:
        made = strategies.save(actor, draft.strategy_id, text, None, draft.strategy_version, draft.name)
    discard(actor, draft_id)
    return made


def take_snapshot(actor: Actor, draft_id: str, name: str) -> list[SnapshotView]:
    """Keep a picture under a name; the oldest of five makes room."""
    plain = strategies.check_name(name)
    with work() as w:
        row = _own(w.session, actor, draft_id)
        w.session.add(rows.Snapshot(draft_id=row.id, name=plain, graph=row.graph))
        w.session.flush()
        kept = rows.snapshots(w.session, row.id)
        for one in kept[MOST_SNAPSHOTS:]:
            w.session.delete(one)
        return _pictures(kept[:MOST_SNAPSHOTS])


def snapshots(actor: Actor, draft_id: str) -> list[SnapshotView]:
    """The pictures of a drawing, newest first."""
    with session() as asking:
        return _pictures(rows.snapshots(asking, _own(asking, actor, draft_id).id))


def restore(actor: Actor, draft_id: str, snapshot_id: str, seen: int) -> DraftView:
    """Go back to a picture."""
    with session() as asking:
        row = _own(asking, actor, draft_id)
        found = next((one for one in rows.snapshots(asking, row.id) if one.id == snapshot_id), None)
        if found is None:
            raise NoSuchDraft("There is no such snapshot.", "The oldest make room for new ones.")
        graph = read_graph(found.graph)
    return put(actor, draft_id, graph, seen)


def _own(asking: Session, actor: Actor, draft_id: str) -> rows.Draft:
    row = asking.get(rows.Draft, draft_id)
    if row is None or row.owner_id != actor.user_id:
        raise NoSuchDraft("There is no such drawing.", "It may have become a strategy, or have been discarded.")
    require(actor, Deed.MAKE, what="strategy")
    return row


def _add(asking: Session, row: rows.Draft) -> DraftView:
    asking.add(row)
    asking.flush()
    return _view(row)


def _view(row: rows.Draft) -> DraftView:
    graph = read_graph(row.graph)
    return DraftView(
        row.id, row.name, row.strategy_id, row.strategy_version, row.revision, graph, row.created_at, row.updated_at
    )


def _pictures(found: Sequence[rows.Snapshot]) -> list[SnapshotView]:
    return [SnapshotView(one.id, one.name, one.created_at) for one in found]
