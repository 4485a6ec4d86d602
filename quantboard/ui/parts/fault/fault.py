"""When the browser itself is in trouble: a page that throws while it is drawn, a server out of reach."""

from typing import Any

import reflex as rx

_js = rx.asset("fault.jsx", shared=True)


class Boundary(rx.Component):
    """Shows a reference and a way out instead of the page that threw; ``on_fault`` is told."""

    library = _js.importable_path
    tag = "QbBoundary"

    texts: rx.Var[list[dict[str, str]]]
    on_fault: rx.EventHandler[rx.event.passthrough_event_spec(dict)]  # type: ignore[type-arg, valid-type]


class Connection(rx.Component):
    """A banner while the server does not answer."""

    library = _js.importable_path
    tag = "QbConnection"

    is_lost: rx.Var[bool]
    problem: rx.Var[str]
    texts: rx.Var[dict[str, str]]


def boundary(**props: Any) -> rx.Component:
    """``texts`` are ``{title, text, marked, reload, home}`` in English, then in Chinese: State may be out of reach."""
    return Boundary.create(**props)


def connection(**props: Any) -> rx.Component:
    """``texts`` are ``{lost, offline}``."""
    return Connection.create(**props)
