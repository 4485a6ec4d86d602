"""The named set-ups beside the run form: load, save, save as, copy, rename, share, delete."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.errors import Conflict, InvalidInput
from quantboard.services import setups, sharing
from quantboard.services.setups import SetupFields, SetupView
from quantboard.ui.backtests import form
from quantboard.ui.backtests.new_state import NewBacktestState
from quantboard.ui.call import call
from quantboard.ui.deleting import RELOADS, Deleting
from quantboard.ui.errors import told
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

NEW, OTHER = "new", "rename"


@dataclass(frozen=True)
class SetupRow:
    """A set-up in the choice."""

    id: str
    label: str
    name: str
    can_change: bool
    is_shared: bool


class SetupState(Deleting, rx.State):
    """The set-ups that this person may see, and the one that is loaded."""

    rows: rx.Field[list[SetupRow]] = rx.field(default_factory=list)
    setup_id: str = ""
    can_change: bool = False
    is_shared: bool = False
    naming: str = ""  # "new" or "rename" while a name is asked for
    name: str = ""
    error: str = ""

    @rx.event
    async def load(self) -> None:
        """With the form."""
        self.naming, self.error = "", ""
        await self._read((await self.get_state(NewBacktestState)).setup_id)

    @rx.event
    async def choose(self, setup_id: str) -> Any:
        """Fill the form with a set-up."""
        if setup_id not in [one.id for one in self.rows]:
            return None
        found = await call(setups.get, await actor_of(self), setup_id)
        await (await self.get_state(NewBacktestState))._load_setup(found)
        await self._read(found.id)
        return await self._said("setups.loaded", found)

    @rx.event
    def ask_name(self, what: str) -> None:
        """Ask under which name to save, or what to call it from now on."""
        self.naming, self.error = (what if what in (NEW, OTHER) else ""), ""
        here = next((one.name for one in self.rows if one.id == self.setup_id), "")
        self.name = here if self.naming == OTHER else ""

    @rx.event
    def type_name(self, name: str) -> None:
        """The name."""
        self.name = name[:120]

    @rx.event
    async def give_name(self) -> Any:
        """Save the form as a new set-up, or rename the loaded one."""
        actor = await actor_of(self)
        try:
            if self.naming == OTHER:
                found = await call(setups.rename, actor, self.setup_id, self.name)
            else:
                found = await call(setups.create, actor, self.name, await self._fields())
        except (InvalidInput, Conflict) as problem:
            self.error = told(problem)
            return None
        self.naming = ""
        await self._took(found)
        return await self._said("setups.saved", found)

    @rx.event
    async def save(self) -> Any:
        """Put the form's values into the loaded set-up."""
        try:
            found = await call(setups.save, await actor_of(self), self.setup_id, await self._fields())
        except InvalidInput as problem:
            self.error = told(problem)
            return None
        await self._took(found)
        return await self._said("setups.saved", found)

    @rx.event
    async def copy_setup(self) -> Any:
        """A copy of one's own, loaded in the place of the other."""
        found = await call(setups.copy, await actor_of(self), self.setup_id)
        await self._took(found)
        return await self._said("setups.copied", found)

    @rx.event
    async def set_shared(self, is_shared: bool) -> Any:
        """Show it to the team, or no longer."""
        actor = await actor_of(self)
        await call(sharing.share, actor, setups.KIND, [self.setup_id], "team" if is_shared else "private")
        await self._read(self.setup_id)
        key = "sharing.did_share" if is_shared else "sharing.did_unshare"
        return rx.toast.success(say(await language_of(self), key))

    async def _took(self, found: SetupView) -> None:
        run_form = await self.get_state(NewBacktestState)
        run_form.setup_id, run_form.loaded = found.id, found.name
        await self._read(found.id)

    async def _fields(self) -> SetupFields:
        run_form = await self.get_state(NewBacktestState)
        await run_form._check()
        if run_form.errors or run_form._declared is None:
            raise InvalidForm(say(await language_of(self), "setups.broken"), "")
        request = form.request_of(run_form.fields, run_form.params, run_form._symbols())
        return SetupFields(run_form.strategy_id or None, None, run_form.dataset_id or None, request.as_dict())

    async def _read(self, setup_id: str) -> None:
        found = await call(setups.list_setups, await actor_of(self))
        self.rows = [_row(one) for one in found]
        here = next((one for one in self.rows if one.id == setup_id), None)
        self.setup_id = here.id if here else ""
        self.can_change, self.is_shared = bool(here and here.can_change), bool(here and here.is_shared)

    async def _said(self, key: str, found: SetupView) -> Any:
        self.error = ""
        return rx.toast.success(say(await language_of(self), key, name=found.name))

    def _kind(self) -> str:
        return setups.KIND

    def _chosen_ids(self) -> list[str]:
        return [self.setup_id] if self.setup_id else []

    async def _after_delete(self, ids: list[str]) -> list[Any]:
        run_form = await self.get_state(NewBacktestState)
        if run_form.setup_id in ids:
            run_form.setup_id, run_form.loaded = "", ""
        await self._read("")
        return []


class InvalidForm(InvalidInput):
    """The form has marked fields, so it cannot be saved."""

    code = "setup.form_invalid"


def _row(found: SetupView) -> SetupRow:
    label = found.name if found.is_mine else f"{found.name} · {found.owner_name}"
    return SetupRow(found.id, label, found.name, found.can_change, found.visibility == "team")


RELOADS[setups.KIND] = SetupState.load
