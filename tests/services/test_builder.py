import pytest

from quantboard.core.builder.graph import BadGraph, Edge, Graph, Node
from quantboard.core.builder.source import NotDrawn
from quantboard.errors import NotAllowed
from quantboard.services import builder, strategies
from quantboard.services.builder import DraftConflict, NoSuchDraft
from quantboard.services.strategies import VersionConflict
from tests.services.objects import some_strategy

GRAPH = Graph(
    "Mine",
    (
        Node("close", "column", {"field": "close"}),
        Node("above", "greater", {"b": 3.0}),
        Node("enter", "enter", {"side": "long"}),
        Node("half", "size_share", {"share": 0.5}),
    ),
    (Edge("close", "out", "above", "a"), Edge("above", "out", "enter", "when")),
)


def test_a_drawing_is_kept_changed_and_becomes_a_strategy(ann):
    draft = builder.start(ann, "Mine", GRAPH)
    moved = {**GRAPH.nodes[1].as_dict(), "x": 240, "params": {"b": 4.0}}
    delta = {"put": [moved], "order": [one.id for one in GRAPH.nodes], "edges": [one.as_dict() for one in GRAPH.edges]}
    view = builder.apply(ann, draft.id, delta, draft.revision)
    assert (view.revision, view.graph.node("above").params["b"]) == (2, 4.0)
    assert builder.get(ann, draft.id).graph == view.graph
    made = builder.commit(ann, draft.id)
    assert (made.name, made.version) == ("Mine", 1)
    assert "above = close > 4.0" in made.source
    assert builder.list_drafts(ann) == []
    again = builder.open_strategy(ann, made.id)
    assert again.graph == view.graph
    assert builder.open_strategy(ann, made.id).id == again.id


def test_nothing_is_lost_when_two_tabs_draw(ann):
    draft = builder.start(ann, "Mine", GRAPH)
    builder.put(ann, draft.id, GRAPH, draft.revision)
    with pytest.raises(DraftConflict):
        builder.put(ann, draft.id, Graph("Other"), draft.revision)
    assert builder.get(ann, draft.id).graph == GRAPH


def test_a_strategy_saved_in_between_is_not_overwritten(ann):
    made = some_strategy(ann)
    draft = builder.open_strategy(ann, made.id)
    strategies.save(ann, made.id, made.source + "# later\n")
    with pytest.raises(VersionConflict):
        builder.commit(ann, draft.id)
    assert builder.get(ann, draft.id).id == draft.id


def test_a_template_is_drawn(ann):
    draft = builder.start_from_template(ann, "macd")
    assert draft.name == "MACD"
    assert builder.source(draft.graph, with_layout=False).startswith("name = 'MACD'")


def test_what_is_not_whole_becomes_no_strategy(ann):
    draft = builder.start(ann, "Mine")
    with pytest.raises(NotDrawn):
        builder.commit(ann, draft.id)


def test_five_pictures_are_kept_and_one_is_gone_back_to(ann):
    draft = builder.start(ann, "Mine", GRAPH)
    for number in range(6):
        builder.take_snapshot(ann, draft.id, f"Picture {number}")
    view = builder.put(ann, draft.id, Graph("Mine"), draft.revision)
    kept = builder.snapshots(ann, draft.id)
    assert [one.name for one in kept] == [f"Picture {number}" for number in (5, 4, 3, 2, 1)]
    assert builder.restore(ann, draft.id, kept[0].id, view.revision).graph == GRAPH
    with pytest.raises(NoSuchDraft):
        builder.restore(ann, draft.id, "0" * 32, view.revision + 1)


def test_others_see_no_drawing_and_viewers_make_none(ann, bob, vic):
    draft = builder.start(ann, "Mine", GRAPH)
    for deed in (builder.get, builder.discard, builder.commit, builder.snapshots):
        with pytest.raises(NoSuchDraft):
            deed(bob, draft.id)
    with pytest.raises(NotAllowed):
        builder.start(vic, "Mine")
    builder.discard(ann, draft.id)
    with pytest.raises(NoSuchDraft):
        builder.get(ann, draft.id)


@pytest.mark.parametrize("delta", [{"put": 3}, {"put": [{"id": "for"}]}, {"edges": [{"source": 1}]}])
def test_a_malformed_change_is_refused(ann, delta):
    with pytest.raises(BadGraph):
        builder.changed(GRAPH, delta)


def test_unknown_kinds_are_kept():
    odd = Node("odd", "crystal_ball", {"x": 1})
    graph = builder.changed(Graph("x", (odd,)), {"put": [], "order": ["odd"], "edges": []})
    assert graph.nodes == (odd,)
