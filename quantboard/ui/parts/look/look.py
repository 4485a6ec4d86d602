"""What a person likes, made known to the browser's document."""

from typing import Any

import reflex as rx

_js = rx.asset("look.jsx", shared=True)


class Look(rx.Component):
    """Draws nothing; sets theme, language, colour convention and motion on the document."""

    library = _js.importable_path
    tag = "QbLook"

    theme: rx.Var[str]
    language: rx.Var[str]
    colours: rx.Var[str]
    motion: rx.Var[str]
    tooltips: rx.Var[bool]
    numbers: rx.Var[str]
    dates: rx.Var[str]
    zone: rx.Var[str]


def look(**props: Any) -> rx.Component:
    """``theme`` is empty until the account is known."""
    return Look.create(**props)
