"""The import: drop files, see how they are read, correct it, import."""

from typing import Any

import reflex as rx

from quantboard.readers.dates import SHOWN
from quantboard.ui import routes
from quantboard.ui.data.findings import findings
from quantboard.ui.data.import_extras import folders, profiles, repairs
from quantboard.ui.data.import_records import records
from quantboard.ui.data.import_rows import FileRow
from quantboard.ui.data.import_state import ImportState
from quantboard.ui.data.views import QuestionRow
from quantboard.ui.guide import coach
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button, link_button
from quantboard.ui.parts.card import card, split, stack
from quantboard.ui.parts.empty import notice
from quantboard.ui.parts.explain import meaning
from quantboard.ui.parts.field import field, field_grid, folded, select_field, text_field
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.progress import progress
from quantboard.ui.parts.upload.upload import upload
from quantboard.ui.session import is_expert
from quantboard.ui.text.catalogue import t

ROLES = ("date", "symbol", "open", "high", "low", "close", "volume", "amount", "adj_close")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "cp1252", "big5", "shift_jis")
ZONES = (
    "UTC", "America/New_York", "America/Chicago", "America/Sao_Paulo", "Europe/London", "Europe/Berlin",
    "Europe/Athens", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Seoul", "Asia/Singapore",
    "Asia/Kolkata", "Australia/Sydney",
)  # fmt: skip
INTERVALS = ("1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo")


def import_page() -> rx.Component:
    """From files to a dataset."""
    state = ImportState
    return stack(
        page_header(t("data.import"), t("data.import_lead"), crumbs=[(t("data.title"), routes.DATA)]),
        coach("import", topic="import", guide="import"),
        rx.cond(
            state.is_running,
            _running(),
            stack(
                rx.cond(state.failure != "", _failed(), rx.fragment()),
                rx.cond(state.into_name != "", notice(state.into_name), rx.fragment()),
                upload(on_done=state.add, taken=state.files.length()),
                rx.cond(state.is_checking, notice(t("data.checking")), rx.fragment()),
                rx.cond(state.files.length() > 0, split(_looked_at(), _aside()), folders()),
                rx.cond(state.files.length() > 0, rx.fragment(), records()),
            ),
        ),
    )


def _running() -> rx.Component:
    state = ImportState
    stage = rx.match(
        state.stage,
        ("read", t("data.stage_read")),
        ("check", t("data.stage_check")),
        ("store", t("data.stage_store")),
        t("data.stage_wait"),
    )
    return card(
        stack(
            progress(state.progress, label=t("data.importing"), stage=stage, detail=state.detail, id="import-progress"),
            rx.el.p(t("data.leave_safely"), class_name="qb-sub"),
            rx.el.div(button(t("common.cancel"), id="cancel-import", icon="x", on_click=state.cancel)),
        ),
        title=f"{t('data.importing')}: {state.name}",
    )


def _failed() -> rx.Component:
    state = ImportState
    return notice(
        t("data.import_failed"),
        state.failure,
        kind="bad",
        hint=rx.fragment(state.failure_hint, " ", meaning(state.failure_meaning, "import-meaning")),
        id="import-failure",
    )


def _aside() -> rx.Component:
    state = ImportState
    blocked = rx.match(
        state.blocker,
        ("bad", rx.el.p(t("data.waits_file"), class_name="qb-sub", id="blocked")),
        ("asks", rx.el.p(t("data.waits_answer"), class_name="qb-sub", id="blocked")),
        rx.fragment(),
    )
    go = button(
        rx.cond(
            state.repairs.length() > 0,
            t("imports.go_repaired"),
            rx.cond(state.drops_rows, t("data.import_good_rows"), t("data.import_go")),
        ),
        id="start-import",
        icon="database",
        kind="main",
        on_click=state.start,
        disabled=(state.blocker != "") | state.is_checking,
    )
    return stack(
        card(
            rx.el.div(rx.foreach(state.files, _file), class_name="qb-stack", style={"gap": "8px"}),
            title=t("data.files"),
        ),
        card(
            stack(
                text_field(
                    t("common.name"),
                    name="dataset-name",
                    value=state.name,
                    on_change=state.set_name,
                    help=t("data.name_help"),
                    error=state.name_error,
                ),
                go,
                blocked,
                rx.el.div(link_button(t("common.cancel"), href=routes.DATA, id="cancel-form", icon="x")),
                gap="12px",
            )
        ),
        rx.cond(state.is_checked, repairs(), rx.fragment()),
        profiles(),
    )


def _file(file: FileRow) -> rx.Component:
    state = ImportState
    verdict = rx.match(
        file.verdict,
        ("ok", badge(t("data.file_ok"), "good", "check")),
        ("asks", badge(t("data.file_asks"), "warn", "circle-help")),
        badge(t("data.file_bad"), "bad", "circle-x"),
    )
    here = state.active == file.id
    return rx.el.div(
        rx.el.button(
            rx.el.div(file.name, style={"fontWeight": "550", "overflowWrap": "anywhere", "fontSize": "13.5px"}),
            rx.el.div(
                verdict,
                rx.el.span(file.size, class_name="qb-sub"),
                rx.cond(
                    file.n_bars != "", rx.el.span(t("data.n_bars", n=file.n_bars), class_name="qb-sub"), rx.fragment()
                ),
                class_name="qb-row",
                style={"gap": "8px", "marginTop": "4px"},
            ),
            type="button",
            on_click=state.look_at(file.id),
            aria_pressed=here,
            style={
                "flex": "1",
                "textAlign": "left",
                "background": "none",
                "border": "0",
                "cursor": "pointer",
                "padding": "0",
                "font": "inherit",
                "color": "inherit",
            },
        ),
        icon_button(t("data.remove_file"), "trash-2", id=f"remove-{file.id}", on_click=state.remove(file.id)),
        style={
            "display": "flex",
            "gap": "8px",
            "padding": "10px",
            "borderRadius": "6px",
            "border": rx.cond(here, "1px solid var(--accent-8)", "1px solid var(--qb-line)"),
            "background": rx.cond(here, "var(--accent-a2)", "transparent"),
        },
        key=file.id,
    )


def _looked_at() -> rx.Component:
    state = ImportState
    return stack(
        rx.cond(
            state.error != "",
            notice(
                t("data.unreadable"),
                state.error,
                kind="bad",
                hint=rx.fragment(state.error_hint, " ", meaning(state.error_meaning, "file-meaning")),
                id="file-error",
            ),
            rx.fragment(),
        ),
        rx.cond(state.profile_used != "", notice(state.profile_used), rx.fragment()),
        rx.foreach(state.questions, _question),
        rx.cond(state.rows.length() > 0, _preview(), rx.fragment()),
        rx.cond(state.columns.length() > 0, _check(), rx.fragment()),
        rx.cond(state.columns.length() > 0, _mapping(), rx.fragment()),
    )


def _question(question: QuestionRow) -> rx.Component:
    options: Any = question.options
    answers = rx.foreach(
        options,
        lambda option: rx.button(
            option[1],
            on_click=ImportState.set_reading(question.hint, option[0]),
            variant="surface",
            size="2",
            class_name="qb-answer",
            type="button",
        ),
    )
    return notice(
        question.text,
        kind="warn",
        hint=rx.el.div(answers, class_name="qb-row", style={"gap": "8px", "marginTop": "8px"}),
    )


def _preview() -> rx.Component:
    state = ImportState
    heads = rx.foreach(
        state.columns,
        lambda column, at: rx.el.th(
            rx.el.div(state.heads[at], style={"color": "var(--accent-11)", "fontSize": "11px", "minHeight": "15px"}),
            rx.el.div(column),
            scope="col",
        ),
    )
    rows = rx.foreach(
        state.rows,
        lambda row: rx.el.tr(
            rx.foreach(
                row.to(list[str]), lambda one: rx.el.td(one, class_name="qb-mono", style={"whiteSpace": "nowrap"})
            )
        ),
    )
    return card(
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(heads)), rx.el.tbody(rows), class_name="qb-table", aria_label=t("data.preview")
            ),
            class_name="qb-table-frame",
            style={"maxHeight": "330px", "overflowY": "auto"},
            tab_index=0,
            role="region",
            aria_label=t("data.preview"),
            id="preview",
        ),
        title=t("data.preview"),
        lead=t("data.preview_lead"),
        flush=True,
    )


def _check() -> rx.Component:
    state = ImportState
    lead = rx.cond(state.is_checked, t("data.kept_of", kept=state.n_kept, read=state.n_read), t("data.problems_later"))
    return rx.cond(
        state.error == "",
        card(findings(state.findings), title=t("data.problems"), lead=lead, id="check"),
        rx.fragment(),
    )


def _mapping() -> rx.Component:
    state = ImportState
    none: Any = rx.el.option(t("data.none_column"), value="-")
    selects = [
        field(
            t(f"data.role_{role}"),
            rx.el.select(
                none,
                rx.foreach(state.columns, lambda column: rx.el.option(column, value=column)),
                id=f"map-{role}",
                value=state.roles.get(role, "-"),
                on_change=lambda value, role=role: state.map_column(role, value),
                class_name="qb-input qb-select",
            ),
            name=f"map-{role}",
        )
        for role in ROLES
    ]
    return stack(
        rx.cond(
            state.is_wide,
            notice(t("data.wide_note")),
            card(field_grid(*selects, least="150px"), title=t("data.mapping"), lead=t("data.mapping_lead")),
        ),
        card(_reading(), title=t("data.reading"), lead=t("data.reading_lead")),
    )


def _reading() -> rx.Component:
    state = ImportState

    def choose(option: str, options: list[tuple[str, Any]], **more: Any) -> rx.Component:
        return select_field(
            t(f"data.{option}"),
            name=f"read-{option}",
            value=state.reading.get(option, ""),
            on_change=lambda value: state.set_reading(option, value),
            options=options,
            **more,
        )

    def write(option: str) -> rx.Component:
        value = state.reading.get(option, "")
        on_change: Any = lambda text: state.set_reading(option, text)  # noqa: E731 -- Reflex wants a callable
        return text_field(t(f"data.{option}"), name=f"read-{option}", value=value, on_change=on_change)

    auto = ("", t("data.auto"))
    delimiters = [(name, t(f"data.delimiter_{name}")) for name in ("comma", "semicolon", "tab", "pipe")]
    text_only = field_grid(
        choose("encoding", [(name, name) for name in ENCODINGS]),
        choose("delimiter", delimiters),
        choose("decimal", [(name, t(f"data.decimal_{name}")) for name in ("point", "comma")]),
        least="150px",
    )
    return stack(
        rx.cond(state.is_text, text_only, rx.fragment()),
        field_grid(
            choose("dates", [(kind, shown) for kind, shown in SHOWN.items()]),
            choose("interval", [auto, *((name, name) for name in INTERVALS)]),
            choose("zone", [auto, *((name, name) for name in ZONES)], help=t("data.zone_help")),
            least="150px",
        ),
        folded(
            t("common.advanced"),
            field_grid(
                choose("stamp", [(name, t(f"data.stamp_{name}")) for name in ("start", "close")]),
                rx.cond(state.has_own_symbols, rx.fragment(), write("symbol_name")),
                write("scale"),
                least="150px",
            ),
            open=is_expert(),
        ),
        gap="14px",
    )
