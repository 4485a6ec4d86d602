"""What the import form knows and does: files, how each is read, and the job that imports them."""

from dataclasses import asdict, dataclass
from typing import Any

import reflex as rx

from quantboard.errors import InvalidInput, QuantBoardError
from quantboard.services import datasets, tasks, uploads
from quantboard.services.datasets import UploadPlan
from quantboard.services.uploads import Preview
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.data.views import FindingRow, QuestionRow, finding_rows, question_rows
from quantboard.ui.errors import hint_kept, hint_of, meaning_of, told, told_kept
from quantboard.ui.format import size, whole
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, is_on, language_of
from quantboard.ui.text.catalogue import say

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SHOWN_ROWS = 20
LIVE_STATES = ("queued", "running", "retrying", "paused")
COLUMN_HINTS = ("date", "symbol", "open", "high", "low", "close", "volume", "amount", "adj_close", "time")


@dataclass(frozen=True)
class FileRow:
    """An uploaded file in the list; ``verdict`` is ``ok``, ``asks`` or ``bad``."""

    id: str
    name: str
    size: str
    n_bars: str
    symbols: str
    verdict: str


class ImportState(rx.State):
    """The files, the one that is looked at, and the import."""

    files: rx.Field[list[FileRow]] = rx.field(default_factory=list)
    active: str = ""
    is_checking: bool = False
    columns: rx.Field[list[str]] = rx.field(default_factory=list)
    heads: rx.Field[list[str]] = rx.field(default_factory=list)
    rows: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    roles: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    reading: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    questions: rx.Field[list[QuestionRow]] = rx.field(default_factory=list)
    findings: rx.Field[list[FindingRow]] = rx.field(default_factory=list)
    error: str = ""
    error_hint: str = ""
    error_meaning: str = ""
    is_wide: bool = False
    is_text: bool = True
    has_own_symbols: bool = False
    is_checked: bool = False
    n_kept: str = ""
    n_read: str = ""
    drops_rows: bool = False
    name: str = ""
    name_error: str = ""
    task_id: str = ""
    status: str = ""
    stage: str = ""
    detail: str = ""
    progress: float = 0.0
    failure: str = ""
    failure_hint: str = ""
    failure_meaning: str = ""
    _previews: dict[str, Preview] = {}  # noqa: RUF012 -- Reflex copies defaults
    _hints: dict[str, dict[str, str]] = {}  # noqa: RUF012 -- Reflex copies defaults
    _dataset_id: str = ""
    _named: bool = False

    @rx.var
    def blocker(self) -> str:
        """Why the import cannot start: ``bad``, ``asks``, or nothing."""
        verdicts = [file.verdict for file in self.files]
        return "bad" if "bad" in verdicts else "asks" if "asks" in verdicts else ""

    @rx.var
    def is_running(self) -> bool:
        """Whether an import is on its way."""
        return self.task_id != "" and self.status in LIVE_STATES

    @rx.event
    async def load(self) -> None:
        """When the page opens: a fresh form, unless an import is running."""
        if self.task_id and self.status in LIVE_STATES:
            await self._follow()
            return
        self.reset()  # type: ignore[no-untyped-call]

    @rx.event
    async def add(self, stored: dict[str, Any]) -> None:
        """A file has arrived."""
        upload_id, name = str(stored.get("id", "")), str(stored.get("name", ""))
        if upload_id in self._previews:
            return
        if not self._named:
            self.name = name.split(".")[0][:80]
        self.is_checking = True
        self._hints[upload_id] = {}
        await self._check([upload_id], {upload_id: int(stored.get("size") or 0)})
        self.active = self.active if len(self.files) > 1 else upload_id
        await self._show()

    @rx.event
    async def look_at(self, upload_id: str) -> None:
        """Show another file."""
        if upload_id in self._previews:
            self.active = upload_id
            await self._show()

    @rx.event
    async def remove(self, upload_id: str) -> None:
        """Take a file out again."""
        if upload_id not in self._previews:
            return
        await call(uploads.forget, await actor_of(self), upload_id)
        del self._previews[upload_id], self._hints[upload_id]
        self.files = [file for file in self.files if file.id != upload_id]
        if self.active == upload_id:
            self.active = self.files[0].id if self.files else ""
        await self._show()

    @rx.event
    async def map_column(self, role: str, column: str) -> None:
        """Say which column holds what."""
        await self._hint(role, column)

    @rx.event
    async def set_reading(self, option: str, value: str) -> None:
        """Say how the file is read."""
        await self._hint(option, value)

    @rx.event
    def set_name(self, name: str) -> None:
        """The dataset's name as it is typed."""
        self.name, self._named, self.name_error = name, True, ""

    @rx.event
    async def start(self) -> Any:
        """Import: a job from here on."""
        actor = await actor_of(self)
        plans = [UploadPlan(file.id, self._hints[file.id]) for file in self.files]
        self.failure = self.failure_hint = ""
        try:
            self._dataset_id, self.task_id = await call(datasets.submit_import, actor, self.name, plans)
        except QuantBoardError as error:
            if error.field == "name" or isinstance(error, InvalidInput):
                self.name_error = f"{told(error)} {hint_of(error.code, error.hint)}"
                return None
            raise
        self.status, self.progress, self.stage, self.detail = "queued", 0.0, "wait", ""
        await self._follow()
        return None

    @rx.event
    async def cancel(self) -> None:
        """Stop the import; nothing of it is kept."""
        if self.task_id:
            await call(tasks.cancel, await actor_of(self), self.task_id)

    async def _follow(self) -> None:
        hub.watch(f"task:{self.task_id}", self.router.session.client_token, into(ImportState))

    async def _take(self, message: dict[str, Any]) -> Any:
        if message["task"] != self.task_id:  # rows are offered again from time to time, also after the end
            return None
        language = await language_of(self)
        self.status, self.progress = message["status"], float(message["progress"] or 0)
        self.stage = message["stage"] or "wait"
        rows = str((message["detail"] or {}).get("rows", ""))
        self.detail = say(language, "data.n_rows", n=whole(int(rows))) if rows.isdigit() else ""
        if self.status in LIVE_STATES:
            return None
        self.task_id = ""
        hub.leave(self.router.session.client_token, into(ImportState))
        if self.status == "succeeded":
            target = routes.dataset(self._dataset_id)
            self.reset()  # type: ignore[no-untyped-call]
            return rx.redirect(target) if is_on(self, routes.IMPORT) else None  # who has left is told by the tray
        error = message.get("error") or {}
        self.failure = told_kept(error, language) or say(language, "data.cancelled")
        self.failure_hint = hint_kept(error, language)
        self.failure_meaning = meaning_of(error["code"]) if error.get("code") else ""
        return None

    async def _hint(self, name: str, value: str) -> None:
        """A correction goes to the file in sight and to those with the same columns."""
        if self.active not in self._previews:
            return
        like = self._previews[self.active].columns
        alike = [one for one, seen in self._previews.items() if one == self.active or (like and seen.columns == like)]
        if name == "symbol_name":
            alike = [self.active]
        for upload_id in alike:
            hints = {key: given for key, given in self._hints[upload_id].items() if key != name}
            if name in ("header", "delimiter", "encoding", "sheets"):
                hints = {key: given for key, given in hints.items() if key not in COLUMN_HINTS}
            self._hints[upload_id] = {**hints, name: value} if value else hints
        await self._check(alike, {})
        await self._show()

    async def _check(self, upload_ids: list[str], sizes: dict[str, int]) -> None:
        actor = await actor_of(self)
        known = {file.id: file for file in self.files}
        for upload_id in upload_ids:
            seen = await call(uploads.preview, actor, upload_id, self._hints[upload_id])
            self._previews[upload_id] = seen
            shown = known[upload_id].size if upload_id in known else size(sizes.get(upload_id, 0))
            known[upload_id] = _file_row(seen, shown)
        self.files = list(known.values())
        self.is_checking = False

    async def _show(self) -> None:
        seen = self._previews.get(self.active)
        if seen is None:
            self.columns, self.rows, self.questions, self.findings, self.error = [], [], [], [], ""
            return
        language = await language_of(self)
        role_of = {column: role for role, column in seen.roles.items()}
        self.columns = list(seen.columns)
        self.heads = [_head(language, role_of.get(column, "")) for column in seen.columns]
        self.rows = [list(row) for row in seen.rows[:SHOWN_ROWS]]
        self.roles = dict(seen.roles)
        self.reading = {**seen.settings, **_names_of(seen.settings)}
        self.questions = question_rows([asdict(one) for one in seen.questions], language)
        self.findings = finding_rows(
            [asdict(one) for one in seen.findings], [asdict(one) for one in seen.notes], language
        )
        self.error = told_kept(seen.error, language)
        self.error_hint = hint_kept(seen.error, language)
        self.error_meaning = meaning_of(seen.error["code"]) if seen.error else ""
        self.is_wide = bool(seen.roles) and "close" not in seen.roles and not seen.error
        self.is_text = seen.settings.get("encoding", "") not in ("xlsx", "parquet")
        self.has_own_symbols = "symbol" in seen.roles or self.is_wide
        self.is_checked = seen.n_rows > 0
        self.n_kept, self.n_read = whole(seen.n_kept), whole(seen.n_rows)
        self.drops_rows = any(one.n_kept < one.n_rows for one in self._previews.values())


def _head(language: str, role: str) -> str:
    return say(language, f"data.role_{role}") if role and role != "time" else ""


def _names_of(reading: dict[str, str]) -> dict[str, str]:
    if not reading:
        return {}
    mark = {".": "point", ",": "comma"}.get(reading["decimal"], "point")
    return {"delimiter": DELIMITER_NAMES.get(reading["delimiter"], reading["delimiter"]), "decimal": mark}


def _file_row(seen: Preview, shown: str) -> FileRow:
    verdict = "bad" if seen.error else "asks" if seen.questions else "ok"
    symbols = ", ".join(seen.symbols[:3]) + (" …" if len(seen.symbols) > 3 else "")
    return FileRow(seen.upload_id, seen.name, shown, whole(seen.n_kept) if seen.n_rows else "", symbols, verdict)
