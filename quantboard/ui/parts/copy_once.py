"""A secret that is shown once: in a box of the page, with a button that copies it; no state ever holds it."""

from typing import Any

import reflex as rx

from quantboard.ui.parts.button import button
from quantboard.ui.parts.field import field
from quantboard.ui.text.catalogue import t

# The clipboard is there in secure contexts only; elsewhere the old way still works.
_COPY = """(() => {{
  const box = document.getElementById("{id}"), said = document.getElementById("{id}-said");
  const tell = () => {{ said.style.visibility = "visible"; }};
  box.select();
  if (navigator.clipboard) navigator.clipboard.writeText(box.value).then(tell, () => {{}});
  else if (document.execCommand("copy")) tell();
}})()"""


# What was typed into gives way to it in the same dialog; the focus would be lost with that.
_FOCUS = """setTimeout(() => document.getElementById("{id}-copy")?.focus(), 60)"""


def fill_once(id: str, secret: str) -> list[Any]:
    """The events that put the secret into its box and the focus on the button beside it."""
    return [rx.set_value(id, secret), rx.call_script(_FOCUS.format(id=id))]


def copy_once(id: str, label: Any) -> rx.Component:
    """Fill it with ``fill_once(id, secret)`` while it is in the page."""
    return rx.el.div(
        field(
            label,
            rx.el.input(
                id=id,
                read_only=True,
                auto_complete="off",
                spell_check=False,
                class_name="qb-input qb-mono",
                custom_attrs={"data-secret": "true"},
            ),
            name=id,
        ),
        rx.el.div(
            button(t("people.copy"), id=f"{id}-copy", icon="copy", on_click=rx.call_script(_COPY.format(id=id))),
            rx.el.span(t("people.copied"), id=f"{id}-said", role="status", class_name="qb-sub qb-said"),
            class_name="qb-row",
        ),
        class_name="qb-stack",
        style={"gap": "8px"},
    )
