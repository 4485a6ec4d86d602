from quantboard.core.builder.graph import Edge, Graph, Node
from quantboard.core.builder.layout import arranged, places_in, without_places
from quantboard.core.builder.source import source_of
from tests.core.builder.test_check import WHOLE


def test_places_are_comments_at_the_line_s_start_only():
    text = 'a = """\n#: no 1,2 column\n"""\n#: yes 3,-4 column {"label": "x"}\n'
    text += "#: broken\n#: bad 1,2 column {]\n  #: in 1,2 column\n"
    assert [(one.id, one.x, one.y, one.more) for one in places_in(text)] == [("yes", 3, -4, {"label": "x"})]


def test_without_places_it_is_plain_code():
    assert without_places(source_of(WHOLE).text) == source_of(WHOLE, with_layout=False).text


def test_nodes_stand_behind_what_they_need():
    nodes = (Node("c", "negate"), Node("a", "column"), Node("b", "negate"))
    graph = arranged(Graph("x", nodes, (Edge("a", "out", "b", "a"), Edge("b", "out", "c", "a"))))
    assert graph.node("a").x < graph.node("b").x < graph.node("c").x


def test_a_cycle_is_arranged_too():
    loop = (Edge("a", "out", "b", "a"), Edge("b", "out", "a", "a"))
    graph = Graph("x", (Node("a", "negate"), Node("b", "negate")), loop)
    assert len(arranged(graph).nodes) == 2
