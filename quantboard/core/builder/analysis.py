"""Everything that a person who draws wants to know at once: problems, the logic in words, the code and its lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from quantboard.core.builder.check import ERROR, Finding, check
from quantboard.core.builder.graph import Graph
from quantboard.core.builder.sentence import sentence, words_of_nodes
from quantboard.core.builder.source import NotDrawn, source_of


@dataclass(frozen=True)
class Analysis:
    """What a graph means. ``source`` is empty while something is missing; then ``problem`` says what."""

    findings: tuple[Finding, ...]
    sentence: str
    words: Mapping[str, str]
    source: str
    lines: Mapping[str, tuple[int, ...]]

    @property
    def is_whole(self) -> bool:
        """Whether it can run."""
        return not any(one.severity == ERROR for one in self.findings)

    @property
    def status(self) -> dict[str, str]:
        """The worst that was found at each node."""
        worst: dict[str, str] = {}
        for one in self.findings:
            if one.node and worst.get(one.node) != ERROR:
                worst[one.node] = one.severity
        return worst


def analysis(graph: Graph, *, chinese: bool = False) -> Analysis:
    """The meaning of a graph, as far as it is drawn."""
    findings = check(graph)
    text, lines = "", dict[str, tuple[int, ...]]()
    if not any(one.severity == ERROR for one in findings):
        try:
            made = source_of(graph, with_layout=False)
            text, lines = made.text, dict(made.lines)
        except NotDrawn:
            pass
    return Analysis(findings, sentence(graph, chinese=chinese), words_of_nodes(graph, chinese=chinese), text, lines)
