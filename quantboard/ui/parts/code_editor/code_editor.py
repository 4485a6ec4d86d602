"""The code editor: Python with marks at findings and completion from the dialect's tables, drawn by CodeMirror."""

from typing import Any

import reflex as rx
from reflex.style import resolved_color_mode

_js, _css = rx.asset("code_editor.jsx", shared=True), rx.asset("code_editor.css", shared=True)


class CodeEditor(rx.NoSSRComponent):
    """Holds its own text: ``value`` is read when ``doc_rev`` changes, so typing never waits for the server."""

    library = _js.importable_path
    tag = "QbCodeEditor"
    lib_dependencies: list[str] = [  # noqa: RUF012 -- Reflex reads it as a default
        "codemirror@6.0.2",
        "@codemirror/state@^6.5.2",
        "@codemirror/view@^6.38.0",
        "@codemirror/language@^6.11.0",
        "@codemirror/lang-python@^6.2.1",
        "@codemirror/lint@^6.9.0",
        "@codemirror/autocomplete@^6.19.0",
        "@lezer/highlight@^1.2.1",
    ]

    value: rx.Var[str]
    doc_rev: rx.Var[int]
    diagnostics: rx.Var[list[dict[str, Any]]]
    tables: rx.Var[dict[str, Any]]
    parameters: rx.Var[list[str]]
    read_only: rx.Var[bool]
    color_mode: rx.Var[str]
    height: rx.Var[str]
    label: rx.Var[str]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]
    on_save: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def code_editor(*, value: Any, doc_rev: Any, label: Any, **props: Any) -> rx.Component:
    """``diagnostics`` are ``{line, column, end_column, severity, message, suggestion}``, lines from 1, columns from 0.

    ``tables`` maps ``names``, ``np``, ``math`` and ``bars`` to completions; ``parameters`` are the names behind ``p.``.
    ``on_change`` gets the text 400 ms after the last key; ``on_save`` is Ctrl+S.
    """
    return CodeEditor.create(value=value, doc_rev=doc_rev, label=label, color_mode=resolved_color_mode, **props)
