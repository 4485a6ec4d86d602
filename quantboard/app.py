"""The web application: pages, theme, gate, error handler and the HTTP side; the only file that knows everybody."""

from pathlib import Path
from typing import Any

import reflex as rx
from reflex.utils.prerequisites import get_web_dir

from quantboard.api import app as api
from quantboard.api.headers import SecurityHeaders, content_policy
from quantboard.api.sites import OtherSites
from quantboard.api.tracing import Tracing as RequestTracing
from quantboard.ui import closed, probe, tether
from quantboard.ui.bundle import CSP_FILE
from quantboard.ui.commands.palette import palette
from quantboard.ui.errors import on_error
from quantboard.ui.faults import fault_boundary, over_everything
from quantboard.ui.gate import Gate
from quantboard.ui.guide import guide_card, guide_list
from quantboard.ui.guide_state import GuideState
from quantboard.ui.help.drawer import drawer
from quantboard.ui.help.help_state import HelpState
from quantboard.ui.live import hub
from quantboard.ui.onboarding.missing_page import missing_page
from quantboard.ui.pages import PAGES, Page
from quantboard.ui.session import SessionState
from quantboard.ui.shell import frame
from quantboard.ui.tasks.tray import tray
from quantboard.ui.tasks.tray_state import TrayState
from quantboard.ui.text.catalogue import t
from quantboard.ui.theme import STYLESHEETS
from quantboard.ui.tracing import Tracing as EventTracing


class Application(rx.App):
    """With the door for other sites' pages outside of all that Reflex puts around an application."""

    def __call__(self) -> Any:
        return OtherSites(super().__call__())


def build() -> rx.App:
    """Everything put together."""
    policy = content_policy(Path(get_web_dir()) / "build" / CSP_FILE)
    made = Application(
        api_transformer=[api.build(), lambda inner: SecurityHeaders(inner, policy), RequestTracing],
        stylesheets=STYLESHEETS,
        html_lang="en",
        backend_exception_handler=on_error,
        head_components=[rx.el.script(src="/look.js")],
        app_wraps={
            (55, "ErrorBoundary"): lambda _: fault_boundary(),
            (5, "Overlay"): lambda _: over_everything(),
        },
        toaster=rx.toast.provider(position="bottom-right", close_button=True, rich_colors=True),
    )
    made.add_middleware(EventTracing())
    made.add_middleware(Gate())
    hub.attach(made)
    probe.attach(made)
    tether.attach(made)
    closed.attach(made)
    for page in PAGES:
        _add(made, page)
    made.add_page(missing_page(), route="404", title=t("error.page_missing"), on_load=SessionState.greet)
    return made


def _add(made: rx.App, page: Page) -> None:
    content = page.content()  # drawn now, not when asked for: drawing registers what the page needs in this process
    first = (
        [SessionState.greet]
        if page.is_open
        else [SessionState.load, TrayState.load, HelpState.follow, GuideState.follow]
    )
    made.add_page(
        content
        if page.is_open
        else frame(
            content,
            page.here,
            tray(),
            on_help=HelpState.open_for(""),
            over=[palette(), drawer(guide_list(HelpState.close)), guide_card()],
        ),
        route=page.route,
        title=_title(page),
        on_load=[*first, *page.on_load],
    )


def _title(page: Page) -> rx.Var[str]:
    """The page's name, behind that of its object as soon as it is known."""
    kind = t("shell.title", page=t(page.title_key))
    if page.subject is None:
        return kind
    return rx.cond(page.subject != "", f"{page.subject} · {kind}", kind)


app = build()
