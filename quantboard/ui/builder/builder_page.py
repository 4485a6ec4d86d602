"""The visual builder: the logic in words, the canvas, and below it problems, code, values and tests."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.builder.builder_state import BuilderState as S
from quantboard.ui.builder.builder_state import Problem, SnapshotRow, ValueRow
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button
from quantboard.ui.parts.canvas.canvas import canvas
from quantboard.ui.parts.card import card, row, stack
from quantboard.ui.parts.code_editor.code_editor import code_editor
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import loading, notice
from quantboard.ui.parts.field import select_field
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.parts.tabs import tabs
from quantboard.ui.text.catalogue import t

WORDS = (
    *("search", "palette", "none", "add", "undo", "redo", "tidy", "group", "note", "canvas", "tools", "map", "empty"),
    *("name", "label", "wired", "lock", "unlock", "remove", "fold", "title", "self", "cycle", "choose"),
)


def builder_page() -> rx.Component:
    """Nothing waits for the server but what needs it: the canvas is the browser's."""
    return stack(
        page_header(
            rx.cond(S.is_loaded, S.name, t("builder.title")),
            t("builder.page_lead"),
            crumbs=((t("builder.title"), routes.BUILDER),),
            badge=_state_badge(),
            actions=_actions(),
        ),
        rx.cond(
            S.is_missing,
            notice(t("builder.missing"), t("builder.missing_text"), kind="warn", id="missing"),
            rx.cond(S.is_loaded, _drawing(), loading(t("common.loading"))),
        ),
        gap="0",
    )


def _state_badge() -> rx.Component:
    return rx.cond(
        S.is_loaded,
        rx.fragment(
            rx.cond(
                S.n_errors > 0,
                badge(t("builder.n_errors", n=S.n_errors), "bad", "circle-alert", id="n-errors"),
                badge(t("builder.is_whole"), "good", "check", id="is-whole"),
            ),
            rx.cond(S.n_warnings > 0, badge(t("builder.n_warnings", n=S.n_warnings), "warn"), rx.fragment()),
            rx.el.span(t("builder.saved", at=S.saved), class_name="qb-help", id="saved"),
        ),
        rx.fragment(),
    )


def _actions() -> list[rx.Component]:
    away = confirm(
        button(t("builder.discard"), id="discard", kind="quiet"),
        title=t("builder.discard_ask"),
        text=t("builder.discard_text"),
        go=t("builder.discard"),
        on_confirm=S.discard,
        danger=True,
        id="discard",
    )
    return [
        away,
        button(t("builder.snapshot"), id="snapshot", icon="camera", on_click=S.take_snapshot),
        button(t("builder.test"), id="test", icon="play", on_click=S.test, disabled=S.n_errors > 0, title=S.why_not),
        button(t("builder.commit"), id="commit", icon="save", kind="main", on_click=S.commit, disabled=S.n_errors > 0),
    ]


def _drawing() -> rx.Component:
    return stack(
        rx.cond(
            S.conflict != "",
            notice(t("builder.conflict"), S.conflict, kind="warn", id="conflict"),
            rx.fragment(),
        ),
        rx.el.p(S.sentence, class_name="qb-sentence", id="sentence", aria_live="polite"),
        canvas(
            specs=S.specs,
            groups=S.groups,
            graph=S.graph,
            graph_rev=S.graph_rev,
            status=S.status,
            words=S.words,
            focus=S.focus,
            focus_rev=S.focus_rev,
            texts=_texts(),
            taken=[],
            read_only=False,
            height="min(66vh, 680px)",
            on_delta=S.draw,
            on_invalid=S.refused,
            on_select=S.select,
            on_deed=S.does,
        ),
        rx.cond(
            S.n_errors > 0,
            rx.el.p(t("builder.why_not", why=S.why_not), class_name="qb-help", id="why-not"),
            rx.fragment(),
        ),
        card(
            tabs(
                [
                    ("problems", t("builder.tab_problems", n=S.problems.length()), _problems()),
                    ("code", t("builder.tab_code"), _code()),
                    ("values", t("builder.tab_values"), _values()),
                    ("test", t("builder.tab_test"), _test()),
                ],
                value=S.tab,
                on_change=S.set_tab,
            )
        ),
    )


def _texts() -> dict[str, Any]:
    return {name: t(f"builder.canvas_{name}") for name in WORDS} | {
        "noPort": t("builder.canvas_no_port"),
        "wrongType": t("builder.canvas_wrong_type"),
        "badName": t("builder.canvas_bad_name"),
        "types": {one: t(f"builder.type_{one}") for one in ("series", "flag", "number", "text")},
    }


def _problems() -> rx.Component:
    return rx.cond(
        S.problems.length() > 0,
        rx.el.ul(rx.foreach(S.problems, _problem), class_name="qb-problems", id="problems"),
        rx.el.p(t("builder.no_problems"), class_name="qb-help"),
    )


def _problem(one: Problem) -> rx.Component:
    return rx.el.li(
        rx.cond(
            one.severity == "error",
            badge(t("builder.error"), "bad", "circle-alert"),
            badge(t("builder.warning"), "warn", "triangle-alert"),
        ),
        rx.el.span(rx.el.strong(one.message), " ", rx.el.span(one.hint, class_name="qb-help")),
        rx.cond(
            one.node != "",
            button(one.node, id=f"jump-{one.place}", kind="quiet", icon="locate", on_click=S.jump(one.node)),
            rx.fragment(),
        ),
        rx.cond(
            one.can_fix,
            button(t("builder.fix"), id=f"fix-{one.place}", on_click=S.fix(one.place)),
            rx.fragment(),
        ),
    )


def _code() -> rx.Component:
    return stack(
        rx.el.p(
            rx.cond(
                S.selected_lines != "",
                t("builder.code_lines", node=S.selected, lines=S.selected_lines),
                t("builder.code_lead"),
            ),
            class_name="qb-help",
            id="code-lead",
        ),
        code_editor(
            value=S.code, doc_rev=S.code_rev, label=t("builder.tab_code"), height="320px", on_change=S.type_code
        ),
        rx.cond(S.code_problem != "", rx.el.p(S.code_problem, class_name="qb-error", role="alert"), rx.fragment()),
        row(
            button(t("builder.take_code"), id="take-code", on_click=S.take_code, disabled=S.code_typed == S.code),
            rx.el.button(
                t("builder.copy_code"),
                type="button",
                class_name="qb-tool",
                on_click=rx.set_clipboard(S.code),
                id="copy-code",
            ),
        ),
    )


def _values() -> rx.Component:
    return stack(
        _data_choice(),
        rx.cond(
            S.values_problem != "",
            rx.el.p(S.values_problem, class_name="qb-help", id="values-problem"),
            stack(
                rx.el.p(rx.el.strong(S.selected), " · ", S.values_told, class_name="qb-help", id="values-told"),
                rx.el.svg(
                    rx.el.path(d=S.curve, fill="none", stroke="var(--accent-9)", stroke_width="1.5"),
                    view_box="0 0 320 60",
                    preserve_aspect_ratio="none",
                    class_name="qb-spark",
                    role="img",
                    aria_label=S.values_told,
                ),
                table(
                    [Column(t("builder.col_at")), Column(t("builder.col_value"), is_number=True)],
                    rx.foreach(S.values, _value),
                    label=t("builder.tab_values"),
                    id="values",
                ),
            ),
        ),
    )


def _value(one: ValueRow) -> rx.Component:
    return table_row(cell(one.at), number_cell(one.value))


def _data_choice() -> rx.Component:
    return row(
        select_field(
            t("builder.data"), name="builder-data", value=S.dataset_id, on_change=S.choose_data, options=S.choices
        ),
        rx.el.label(
            rx.el.span(t("builder.symbol"), class_name="qb-label"),
            rx.el.select(
                rx.foreach(S.symbols, lambda one: rx.el.option(one, value=one)),
                value=S.symbol,
                on_change=S.choose_symbol,
                class_name="qb-input",
                id="builder-symbol",
            ),
        ),
    )


def _test() -> rx.Component:
    return stack(
        rx.el.p(t("builder.test_lead"), class_name="qb-help"),
        _data_choice(),
        row(
            button(t("builder.test"), id="test-here", icon="play", on_click=S.test, disabled=S.n_errors > 0),
        ),
        rx.cond(
            S.snapshots.length() > 0,
            stack(
                rx.el.h3(t("builder.snapshots"), class_name="qb-h3"),
                rx.foreach(S.snapshots, _snapshot),
                gap="6px",
            ),
            rx.fragment(),
        ),
    )


def _snapshot(one: SnapshotRow) -> rx.Component:
    return row(
        rx.el.span(one.name),
        rx.el.span(one.made, class_name="qb-help"),
        button(t("builder.restore"), id=f"restore-{one.id}", kind="quiet", on_click=S.restore(one.id)),
    )
