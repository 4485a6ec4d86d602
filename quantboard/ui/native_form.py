"""A form that the browser itself sends: its answer sets the cookie and makes a fresh page load."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class NativeForm(BaseHTML):
    """``rx.el.form`` always stops the browser's own submit; this one does not."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]


def native_form(*content: rx.Component, action: str, method: str, **props: Any) -> rx.Component:
    """A plain HTML form."""
    return NativeForm.create(*content, action=action, method=method, **props)
