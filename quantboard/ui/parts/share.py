"""Sharing on the page of one object: the switch that asks first, and who owns, changed and uses it."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button, link_button
from quantboard.ui.parts.card import card
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import empty
from quantboard.ui.text.catalogue import t


def share_button(state: Any, *, text: str = "sharing.share_text") -> rx.Component:
    """Share, or stop sharing; not there for those who may not."""
    share = confirm(
        button(t("sharing.share"), id="share", icon="users"),
        title=t("sharing.share_ask"),
        text=t(text),
        go=t("sharing.share"),
        on_confirm=state.set_shared(True),
        id="share",
    )
    unshare = confirm(
        button(t("sharing.unshare"), id="unshare", icon="lock"),
        title=t("sharing.unshare_ask"),
        text=t("sharing.unshare_text"),
        go=t("sharing.unshare"),
        on_confirm=state.set_shared(False),
        id="unshare",
    )
    return rx.cond(state.can_share, rx.cond(state.is_shared, unshare, share), rx.fragment())


def delete_button(state: Any) -> rx.Component:
    """Asks, by ``delete_question``, whether to delete what the page shows."""
    return rx.cond(
        state.can_change,
        icon_button(t("trash.delete"), "trash-2", id="delete", on_click=state.ask_delete("")),
        rx.fragment(),
    )


def shared_badge(state: Any) -> rx.Component:
    """That the team sees it, and whose it is where it is another's."""
    return rx.fragment(
        rx.cond(state.is_shared, badge(t("sharing.shared"), "info", "users", id="shared"), rx.fragment()),
        rx.cond((state.owner != "") & ~state.is_mine, badge(state.owner, "quiet", "user", id="owner"), rx.fragment()),
    )


def missing(back: Any, label: Any) -> rx.Component:
    """Nothing is here; ``back`` leads to the list."""
    return card(
        empty(
            "file-question",
            t("sharing.missing"),
            t("sharing.missing_text"),
            action=link_button(label, href=back, id="to-list", kind="main"),
            other=link_button(t("trash.title"), href=routes.TRASH, id="to-trash", icon="trash-2"),
        )
    )


def share_facts(state: Any) -> list[tuple[Any, Any]]:
    """Owner, visibility, maker, last editor and use, as names and values for ``facts``."""
    seen_by = rx.cond(state.is_mine, t("sharing.is_private"), t("sharing.is_private_of"))
    used = rx.match(
        state.n_used, (0, t("sharing.not_used")), (1, t("sharing.one_used")), t("sharing.n_used", n=state.n_used)
    )
    return [
        (t("sharing.owner"), rx.fragment(state.owner, rx.cond(state.is_mine, rx.fragment(" (", t("sharing.me"), ")")))),
        (t("sharing.visibility"), rx.cond(state.is_shared, t("sharing.is_team"), seen_by)),
        (t("sharing.made"), state.made_at),
        (t("sharing.edited"), t("sharing.by_at", who=state.edited_by, at=state.edited_at)),
        (t("sharing.used"), used),
    ]
