"""What the new page and the edit page share: code, findings, and the form made of its parameters."""

from dataclasses import replace
from typing import Any

import reflex as rx

from quantboard.core.strategy.params import Declaration
from quantboard.errors import Unavailable
from quantboard.services import strategies
from quantboard.services.strategies import TemplateView
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.session import language_of
from quantboard.ui.strategies.views import FindingRow, ParamField, fields_of, judged, values_of
from quantboard.ui.text.phrases import spoken


class Editing(rx.State, mixin=True):
    """The mixin of both states; handlers come out in each of them."""

    is_loaded: bool = False
    name: str = ""
    name_error: str = ""
    source: str = ""
    doc_rev: int = 0
    fields: rx.Field[list[ParamField]] = rx.field(default_factory=list)
    rules: str = ""
    marks: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list)
    findings: rx.Field[list[FindingRow]] = rx.field(default_factory=list)
    n_errors: int = 0
    problem: str = ""
    is_changed: bool = False
    _declaration: Declaration | None = None
    _texts: TemplateView | None = None

    @rx.var
    def parameters(self) -> list[str]:
        """What the editor offers behind ``p.``."""
        return [field.name for field in self.fields]

    @rx.event
    def set_name(self, text: str) -> None:
        """The name as it is typed."""
        self.name, self.name_error, self.is_changed = text, "", True

    @rx.event
    def set_param(self, name: str, value: str) -> None:
        """One parameter as it is typed."""
        changed = [replace(field, value=str(value)) if field.name == name else field for field in self.fields]
        self.fields = judged(changed, self._declaration)
        self.is_changed = True

    @rx.event
    def set_flag(self, name: str, value: bool) -> None:
        """One parameter that is yes or no."""
        changed = [replace(field, value=str(value).lower()) if field.name == name else field for field in self.fields]
        self.fields, self.is_changed = changed, True

    @rx.event
    async def edit(self, text: str) -> None:
        """The code as it is typed: checked, and the form made anew of what it declares."""
        if text != self.source:
            self.is_changed = True
        await self._take(text)

    async def _take(self, source: str, given: Any = None) -> None:
        self.source = source
        try:
            verdict = await call(strategies.check, source)
        except Unavailable as problem:
            self.problem = told(problem)
            return
        self.problem = ""
        language = await language_of(self)
        said = [
            replace(one, message=spoken(one.message, language), suggestion=spoken(one.suggestion, language))
            for one in verdict.findings
        ]
        self.marks = [finding.as_dict() for finding in said]
        self.findings = [FindingRow(one.line, one.severity, one.message, one.suggestion) for one in said[:20]]
        self.n_errors = len(verdict.errors)
        if verdict.declaration is not None and not verdict.errors:
            values = values_of(self.fields) if given is None else given
            self._declaration = verdict.declaration
            self.fields = judged(fields_of(verdict.declaration, values, self._texts), verdict.declaration)
            self.rules = ", ".join(verdict.declaration.rules)

    def _is_ready(self) -> bool:
        return self.n_errors == 0 and not self.problem and not any(field.error for field in self.fields)

    def _show(self, field: str | None, message: str) -> None:
        """Put what a service refused at its field."""
        if field == "name":
            self.name_error = message
        elif field and field.startswith("params."):
            name = field.removeprefix("params.")
            self.fields = [replace(one, error=message) if one.name == name else one for one in self.fields]
