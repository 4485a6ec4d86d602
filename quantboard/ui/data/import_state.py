"""What the import form knows and does: files, how each is read, and the job that imports them."""

import time
from dataclasses import asdict
from typing import Any

import reflex as rx

from quantboard.core.access import Deed, may
from quantboard.errors import InvalidInput, QuantBoardError
from quantboard.services import datasets, folders, profiles, tasks, uploads, versions
from quantboard.services.datasets import UploadPlan
from quantboard.services.uploads import Preview
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.data.import_rows import FileRow, file_row, head_of, names_of, speed_text
from quantboard.ui.data.views import FindingRow, QuestionRow, finding_rows, question_rows
from quantboard.ui.errors import hint_kept, hint_of, meaning_of, told, told_kept
from quantboard.ui.format import size, whole
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, is_on, language_of
from quantboard.ui.text.catalogue import say

SHOWN_ROWS = 20
REPAIRS = ("swap", "dedupe", "fill")
LIVE_STATES = ("queued", "running", "retrying", "paused")
COLUMN_HINTS = ("date", "symbol", "open", "high", "low", "close", "volume", "amount", "adj_close", "time")


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
    repairs: rx.Field[list[str]] = rx.field(default_factory=list)
    profiles: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    profile: str = ""
    profile_name: str = ""
    profile_error: str = ""
    profile_used: str = ""
    folder_files: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    folder_file: str = ""
    into: str = ""
    into_name: str = ""
    _began: float = 0.0
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
        await self._list_profiles()
        await self._list_folders()
        await self._take_up(self.router.url.query_parameters.get("into", ""))

    @rx.event
    async def add(self, stored: dict[str, Any]) -> None:
        """A file has arrived."""
        upload_id, name = str(stored.get("id", "")), str(stored.get("name", ""))
        if upload_id in self._previews:
            return
        if not self._named:
            self.name = name.split(".")[0][:80]
        self.is_checking = True
        self._hints[upload_id] = dict(stored.get("hints") or {})
        await self._check([upload_id], {upload_id: int(stored.get("size") or 0)})
        await self._by_profile(upload_id)
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
            if self.into:
                self._dataset_id, self.task_id = self.into, await call(versions.submit_reread, actor, self.into, plans)
            else:
                self._dataset_id, self.task_id = await call(datasets.submit_import, actor, self.name, plans)
        except QuantBoardError as error:
            if error.field == "name" or isinstance(error, InvalidInput):
                self.name_error = f"{told(error)} {hint_of(error.code, error.hint)}"
                return None
            raise
        self.status, self.progress, self.stage, self.detail, self._began = "queued", 0.0, "wait", "", 0.0
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
        self._began = self._began or (time.monotonic() if self.status == "running" else 0.0)
        spent = time.monotonic() - self._began if self._began else 0.0
        self.detail = speed_text(message["detail"] or {}, self.progress, spent, language)
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

    @rx.event
    async def toggle_repair(self, step: str) -> None:
        """Do a repair while importing, or do not."""
        wanted = [one for one in REPAIRS if (one in self.repairs) != (one == step)]
        for upload_id in self._previews:
            self.active = self.active or upload_id
        await self._hint("repair", "+".join(wanted))

    @rx.event
    def set_profile_name(self, text: str) -> None:
        """The name of a profile as it is typed."""
        self.profile_name, self.profile_error = text, ""

    @rx.event
    async def use_profile(self, profile_id: str) -> None:
        """Read the file in sight, and those like it, as a saved profile says."""
        mine = await call(profiles.list_profiles, await actor_of(self))
        found = next((one for one in mine if one.id == profile_id), None)
        self.profile, self.profile_name = (found.id, found.name) if found else ("", "")
        if found is not None and self.active in self._previews:
            alike = self._alike(self.active)
            for upload_id in alike:
                self._hints[upload_id] = dict(found.hints)
            await self._check(alike, {})
            await self._show()

    @rx.event
    async def save_profile(self) -> Any:
        """Keep how the file in sight is read under the typed name."""
        seen = self._previews.get(self.active)
        return await self._keep_profile(
            profiles.save, self.profile_name, seen.columns if seen else (), self._hints.get(self.active, {})
        )

    @rx.event
    async def rename_profile(self) -> Any:
        """Give the chosen profile the typed name and the present choices."""
        hints = self._hints.get(self.active) or None
        return await self._keep_profile(profiles.edit, self.profile, name=self.profile_name, hints=hints)

    @rx.event
    async def delete_profile(self) -> None:
        """Forget the chosen profile."""
        if self.profile:
            await call(profiles.delete, await actor_of(self), self.profile)
            self.profile = self.profile_name = ""
            await self._list_profiles()

    @rx.event
    def choose_folder_file(self, path: str) -> None:
        """A file of a folder of the server."""
        self.folder_file = path

    @rx.event
    async def take_from_folder(self) -> Any:
        """Take that file among the uploads."""
        folder, _, path = self.folder_file.partition("\n")
        if not path:
            return None
        taken = await call(folders.register, await actor_of(self), folder, path)
        return ImportState.add({"id": taken.id, "name": taken.name, "size": taken.size})

    async def _keep_profile(self, deed: Any, *given: Any, **more: Any) -> Any:
        try:
            kept = await call(deed, await actor_of(self), *given, **more)
        except QuantBoardError as error:
            self.profile_error = f"{told(error)} {hint_of(error.code, error.hint)}"
            return None
        await self._list_profiles()
        self.profile, self.profile_name = kept.id, kept.name
        return rx.toast.success(say(await language_of(self), "profiles.saved"))

    async def _list_profiles(self) -> None:
        actor = await actor_of(self)
        none = ("", say(await language_of(self), "profiles.none"))
        self.profiles = [none, *((one.id, one.name) for one in await call(profiles.list_profiles, actor))]

    async def _list_folders(self) -> None:
        actor = await actor_of(self)
        if not may(actor, Deed.MAKE):
            return
        found = [await call(folders.list_files, actor, name) for name in await call(folders.list_folders, actor)]
        self.folder_files = [
            (f"{one.folder}\n{one.path}", f"{one.folder}/{one.path}") for part in found for one in part if one.is_table
        ]

    async def _by_profile(self, upload_id: str) -> None:
        """A profile for these very columns reads the file by itself."""
        seen = self._previews[upload_id]
        if self._hints[upload_id] or not seen.columns:
            return
        found = await call(profiles.matching, await actor_of(self), seen.columns)
        if found is not None:
            self._hints[upload_id] = dict(found.hints)
            self.profile, self.profile_name = found.id, found.name
            self.profile_used = say(await language_of(self), "profiles.used", name=found.name)
            await self._check([upload_id], {})

    async def _take_up(self, dataset_id: str) -> None:
        """Read the files of a dataset anew, as its next version."""
        if not dataset_id:
            return
        actor = await actor_of(self)
        try:
            found = await call(datasets.dataset, actor, dataset_id)
            files = await call(versions.originals, actor, dataset_id)
        except QuantBoardError:
            return
        self.into, self.name, self._named = dataset_id, found.view.name, True
        self.into_name = say(await language_of(self), "versions.into", name=found.view.name)
        for one in files:
            await self.add({"id": one.upload_id, "name": one.name, "size": one.size, "hints": one.hints})

    def _alike(self, upload_id: str) -> list[str]:
        """The file and those with the same columns."""
        like = self._previews[upload_id].columns
        return [one for one, seen in self._previews.items() if one == upload_id or (like and seen.columns == like)]

    async def _hint(self, name: str, value: str) -> None:
        """A correction goes to the file in sight and to those with the same columns."""
        if self.active not in self._previews:
            return
        alike = self._alike(self.active)
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
            known[upload_id] = file_row(seen, shown)
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
        self.heads = [head_of(language, role_of.get(column, "")) for column in seen.columns]
        self.rows = [list(row) for row in seen.rows[:SHOWN_ROWS]]
        self.roles = dict(seen.roles)
        self.reading = {**seen.settings, **names_of(seen.settings)}
        self.questions = question_rows([asdict(one) for one in seen.questions], language)
        self.findings = finding_rows(
            [asdict(one) for one in seen.findings], [asdict(one) for one in seen.notes], language
        )
        self.error = told_kept(seen.error, language)
        self.error_hint = hint_kept(seen.error, language)
        self.error_meaning = meaning_of(seen.error["code"]) if seen.error else ""
        self.is_wide = bool(seen.roles) and "close" not in seen.roles and not seen.error
        self.is_text = seen.settings.get("encoding", "") not in ("xlsx", "parquet", "feather", "json", "qlib")
        self.has_own_symbols = "symbol" in seen.roles or self.is_wide
        self.is_checked = seen.n_rows > 0
        self.n_kept, self.n_read = whole(seen.n_kept), whole(seen.n_rows)
        given = self._hints.get(self.active, {}).get("repair", "")
        self.repairs = [one for one in given.split("+") if one]
        self.drops_rows = any(one.n_kept < one.n_rows for one in self._previews.values())
