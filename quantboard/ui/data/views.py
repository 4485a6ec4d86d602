"""What the data pages show of datasets, findings and questions: plain values for State."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quantboard.services.datasets import DatasetView
from quantboard.ui import routes
from quantboard.ui.format import instant, span, whole
from quantboard.ui.listing import MarkRow, marks_row
from quantboard.ui.text.catalogue import catalogue, say

SHOWN_SYMBOLS = 3


@dataclass(frozen=True)
class DatasetRow:
    """A dataset in the list."""

    id: str
    href: str
    name: str
    source: str
    symbols: str
    interval: str
    n_rows: str
    span: str
    n_findings: int
    is_sample: bool
    imported: str
    marks: MarkRow


@dataclass(frozen=True)
class PlaceRow:
    """Where a finding was made, for example."""

    line: str
    column: str
    text: str
    symbol: str


@dataclass(frozen=True)
class FindingRow:
    """A finding or a note."""

    severity: str
    text: str
    detail: str
    places: list[PlaceRow]


@dataclass(frozen=True)
class QuestionRow:
    """A question with its answers: (value, label)."""

    code: str
    hint: str
    text: str
    options: list[tuple[str, str]]


def dataset_row(view: DatasetView, language: str) -> DatasetRow:
    """One line of the list."""
    shown = ", ".join(view.symbols[:SHOWN_SYMBOLS])
    more = len(view.symbols) - SHOWN_SYMBOLS
    return DatasetRow(
        id=view.id,
        href=routes.dataset(view.id),
        name=view.name,
        source=view.source,
        symbols=say(language, "data.n_more", symbols=shown, n=more) if more > 0 else shown,
        interval=view.interval,
        n_rows=whole(view.n_rows),
        span=span(view.first, view.last),
        n_findings=view.n_findings,
        is_sample=view.is_sample,
        imported=instant(view.created_at),
        marks=marks_row(view),
    )


def finding_rows(
    findings: Iterable[Mapping[str, Any]], notes: Iterable[Mapping[str, Any]], language: str
) -> list[FindingRow]:
    """Findings and notes in the reader's language, the gravest first."""
    rows = [FindingRow(str(n["severity"]), _said(language, f"data.note_{n['code']}", n), _detail(n), []) for n in notes]
    for found in findings:
        places = [
            PlaceRow(str(p["line"] or ""), str(p["column"]), str(p["text"] or p["at"]), str(p["symbol"] or p["file"]))
            for p in found["samples"]
        ]
        text = _said(language, f"data.finding_{found['code']}", found)
        rows.append(FindingRow(str(found["severity"]), text, _by_symbol(found), places))
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(rows, key=lambda row: order.get(row.severity, 3))


def _detail(note: Mapping[str, Any]) -> str:
    """What a note names, without its sentence: ``gb18030``, the members left out."""
    return str(note["message"]).partition(": ")[2].removesuffix(".")


def _by_symbol(found: Mapping[str, Any]) -> str:
    """``AAPL 12, IBM 3 …``: which symbols have it most."""
    counts: list[Any] = list(found.get("symbols") or ())
    if len(counts) == 1 and found.get("count") == counts[0][1]:
        return str(counts[0][0])
    shown = ", ".join(f"{symbol} {whole(count)}" for symbol, count in counts[:8])
    return shown + (" …" if len(counts) > 8 else "")


def _said(language: str, key: str, thing: Mapping[str, Any]) -> str:
    return say(language, key, n=whole(thing.get("count", 0))) if key in catalogue() else str(thing["message"])


def question_rows(questions: Iterable[Mapping[str, Any]], language: str) -> list[QuestionRow]:
    """Questions in the reader's language; what names columns, sheets or lines stays as it is."""
    rows = []
    for question in questions:
        options = [(str(option), _option(language, str(option))) for option in question["options"]]
        key = f"data.ask_{question['code']}"
        text = say(language, key, detail=question["detail"]) if key in catalogue() else str(question["message"])
        rows.append(QuestionRow(question["code"], question["hint"], text, options))
    return rows


def _option(language: str, option: str) -> str:
    key = f"data.option_{option}"
    return say(language, key) if key in catalogue() else option
