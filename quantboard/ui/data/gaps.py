"""The map of gaps: symbols down, months or years across, darker where more bars are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.ui.format import whole
from quantboard.ui.text.catalogue import say, t

MOST_SYMBOLS, MOST_MONTHS = 30, 36
LEVELS = (0.02, 0.1, 0.3, 0.6)
SHADES = ("transparent", "var(--amber-4)", "var(--amber-6)", "var(--amber-8)", "var(--amber-10)", "var(--amber-11)")


@dataclass(frozen=True)
class GapCell:
    """One month or year of one symbol."""

    colour: str
    title: str


@dataclass(frozen=True)
class GapRow:
    """One symbol."""

    symbol: str
    missing: str
    cells: list[GapCell]


def gap_rows(coverage: Sequence[Mapping[str, Any]], language: str) -> tuple[list[str], list[GapRow]]:
    """Coverage of the report → the headings of the columns, and the rows with something missing, the worst first."""
    worst = [one for one in coverage if one["missing"]][:MOST_SYMBOLS]
    if not worst:
        return [], []
    months = sorted({month for one in worst for month, _, _ in one["months"]})
    by_year = len(months) > MOST_MONTHS
    heads = sorted({month[:4] for month in months}) if by_year else months
    rows = []
    for one in worst:
        sums: dict[str, tuple[int, int]] = {}
        for month, missing, expected in one["months"]:
            key = month[:4] if by_year else month
            before = sums.get(key, (0, 0))
            sums[key] = (before[0] + missing, before[1] + expected)
        cells = [_cell(head, *sums.get(head, (0, 0)), language) for head in heads]
        text = f"{whole(one['missing'])} / {whole(one['expected'])}"
        rows.append(GapRow(str(one["symbol"]), text, cells))
    return heads, rows


def _cell(head: str, missing: int, expected: int, language: str) -> GapCell:
    if not missing:
        return GapCell(SHADES[0], head)
    level = 1 + sum(missing / max(expected, 1) > most for most in LEVELS)
    text = say(language, "gaps.cell", month=head, missing=whole(missing), expected=whole(expected))
    return GapCell(SHADES[level], text)


def gap_map(state: Any) -> rx.Component:
    """The card's content; ``state`` has ``calendar``, ``gap_heads`` and ``gap_rows``."""
    heads = rx.foreach(
        state.gap_heads,
        lambda head: rx.el.th(
            head, scope="col", style={"fontSize": "11px", "padding": "2px 3px", "whiteSpace": "nowrap"}
        ),
    )
    frame = rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(t("common.symbol"), scope="col"),
                    rx.el.th(t("gaps.missing"), scope="col", class_name="qb-num"),
                    heads,
                )
            ),
            rx.el.tbody(rx.foreach(state.gap_rows, _row)),
            class_name="qb-table",
            aria_label=t("gaps.title"),
        ),
        class_name="qb-table-frame",
        style={"maxHeight": "360px", "overflowY": "auto"},
        tab_index=0,
        role="region",
        aria_label=t("gaps.title"),
        id="gap-map",
    )
    nothing = rx.cond(
        state.calendar != "",
        rx.el.p(
            rx.icon("circle-check", size=15, color="var(--jade-10)"),
            t("gaps.none", calendar=state.calendar),
            class_name="qb-row",
        ),
        rx.el.p(t("gaps.no_calendar"), class_name="qb-sub"),
    )
    return rx.cond(state.gap_rows.length() > 0, frame, nothing)


def _row(row: GapRow) -> rx.Component:
    cells: Any = row.cells
    return rx.el.tr(
        rx.el.td(row.symbol),
        rx.el.td(row.missing, class_name="qb-num", style={"whiteSpace": "nowrap"}),
        rx.foreach(cells, _square),
    )


def _square(cell: GapCell) -> rx.Component:
    box = rx.el.div(
        title=cell.title,
        role="img",
        aria_label=cell.title,
        style={
            "height": "16px",
            "minWidth": "16px",
            "borderRadius": "3px",
            "background": cell.colour,
            "border": "1px solid var(--qb-line)",
        },
    )
    return rx.el.td(box, style={"padding": "2px 3px"})
