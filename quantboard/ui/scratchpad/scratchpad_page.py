"""The scratchpad: a program, its remarks, its result."""

from typing import Any

import reflex as rx

from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card, row, split, stack
from quantboard.ui.parts.code_editor.code_editor import code_editor
from quantboard.ui.parts.empty import empty
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.scratchpad.scratchpad_state import EXAMPLES
from quantboard.ui.scratchpad.scratchpad_state import ScratchpadState as S
from quantboard.ui.session import SessionState
from quantboard.ui.text.catalogue import t

OUTCOMES = (
    *("ok", "rejected", "denied", "failed", "timed_out", "memory", "crashed", "output_limit"),
    *("queued", "running", "cancelled"),
)
TEXT_STYLE = {"whiteSpace": "pre-wrap", "overflowWrap": "anywhere", "maxHeight": "320px", "overflow": "auto"}


def scratchpad_page() -> rx.Component:
    """Editor beside the outcome; below each other on a phone."""
    return stack(
        page_header(t("scratchpad.title"), t("scratchpad.lead"), actions=_actions()),
        split(stack(_editor(), _remarks()), _outcome()),
        gap="0",
    )


def _actions() -> list[rx.Component]:
    run = button(t("scratchpad.run"), id="run-program", icon="play", kind="main", on_click=S.run)
    cancel = button(t("scratchpad.cancel"), id="cancel-program", icon="square", on_click=S.cancel)
    return [
        button(t("scratchpad.check"), id="check-program", icon="list-checks", on_click=S.check),
        rx.cond(SessionState.role == "viewer", rx.fragment(), rx.cond(S.is_waiting, cancel, run)),
    ]


def _editor() -> rx.Component:
    examples = [
        button(t(f"scratchpad.example_{name}"), id=f"example-{name}", on_click=S.take(name)) for name in EXAMPLES
    ]
    editor = code_editor(
        value=S.source,
        doc_rev=S.revision,
        label=t("scratchpad.code"),
        diagnostics=S.diagnostics,
        tables=S.tables,
        on_change=S.change,
        on_save=S.check,
        height="420px",
    )
    return card(stack(row(rx.el.span(t("scratchpad.example")), *examples), editor), title=t("scratchpad.code"))


def _remarks() -> rx.Component:
    def remark(one: Any) -> rx.Component:
        place = rx.el.b(one["line"].to_string())
        return rx.el.li(place, " ", one["message"].to(str), " ", rx.el.span(one["suggestion"].to(str)))

    found = card(rx.el.ul(rx.foreach(S.diagnostics, remark)), title=t("scratchpad.findings"), id="remarks")
    good = rx.cond(S.is_checked, rx.el.p(t("scratchpad.fine"), id="remarks-none"), rx.fragment())
    return rx.cond(S.diagnostics.length() > 0, found, good)


def _outcome() -> rx.Component:
    nothing = empty("play", t("scratchpad.nothing"), t("scratchpad.nothing_text"))
    return card(rx.cond(S.outcome == "", nothing, _ended()), title=t("scratchpad.outcome"), id="outcome")


def _ended() -> rx.Component:
    return stack(
        row(
            rx.cond(S.outcome == "ok", _word("good"), _word("quiet")),
            rx.cond(S.seconds != "", rx.el.span(t("scratchpad.took"), ": ", S.seconds), rx.fragment()),
            rx.cond(S.memory != "", rx.el.span(t("scratchpad.memory"), ": ", S.memory), rx.fragment()),
        ),
        rx.cond(
            S.error != "",
            stack(rx.el.p(S.error, id="program-error", role="alert"), rx.el.p(S.advice), gap="4px"),
            rx.fragment(),
        ),
        _block("scratchpad.result", S.result, "program-result"),
        _block("scratchpad.printed", S.printed, "program-printed"),
    )


def _word(kind: str) -> rx.Component:
    """The outcome in the reader's words."""
    words = [(word, badge(t(f"scratchpad.is_{word}"), kind)) for word in OUTCOMES]
    return rx.el.span(rx.match(S.outcome, *words, badge(S.outcome, kind)), id="outcome-word")


def _block(title: str, text: Any, id: str) -> rx.Component:
    shown = stack(rx.el.h3(t(title)), rx.el.pre(text, id=id, style=TEXT_STYLE, tab_index=0), gap="4px")
    return rx.cond(text != "", shown, rx.fragment())
