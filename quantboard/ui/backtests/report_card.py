"""The card of a metric in the report: its value with interval and sample, then its definition, formula and reading."""

from typing import Any

import reflex as rx

from quantboard.services import help
from quantboard.services.report_source import opened
from quantboard.ui import routes
from quantboard.ui.backtests import report_view as view
from quantboard.ui.call import call
from quantboard.ui.look import LookState
from quantboard.ui.parts.prose.prose import prose
from quantboard.ui.parts.prose.render import card_of
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say, t


class MetricCardState(rx.State):
    """The card that is open; there is one at a time."""

    key: str = ""
    facts: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    html: str = ""
    href: str = ""

    @rx.event
    async def show(self, key: str) -> None:
        """Fetch the card of a metric of the run that is shown."""
        actor, language = await actor_of(self), await language_of(self)
        source = await call(opened, actor, str(self.backtest_id))
        row = await call(view.metric_row, source.result, key, language)
        found = await call(help.card, key, language)
        self.facts = card_facts(row, language)
        self.html = card_of(found, language) if found is not None else ""
        self.href = f"{routes.help_topic(found.page)}#{found.anchor}" if found is not None else ""
        self.key = key


def card_facts(row: view.MetricRow, language: str) -> list[list[str]]:
    """What this run says: the value, or why there is none; by side; interval; how many observations."""
    facts = [[say(language, "report.value"), row.all if not row.why else f"{row.all}: {row.why}"]]
    if row.long or row.short:
        facts.append([say(language, "report.long"), row.long if not row.why_long else f"{row.long}: {row.why_long}"])
        facts.append(
            [say(language, "report.short"), row.short if not row.why_short else f"{row.short}: {row.why_short}"]
        )
    if row.interval:
        facts.append([say(language, "report.interval_name"), row.ends])
    if row.sample:
        facts.append([say(language, "report.sample"), row.sample])
    return facts


def metric_card(key: Any, name: Any) -> rx.Component:
    """A small ``?`` beside a metric; ``name`` is read aloud."""
    state = MetricCardState
    facts = rx.el.dl(
        rx.foreach(state.facts, lambda fact: rx.fragment(rx.el.dt(fact[0]), rx.el.dd(fact[1]))),
        class_name="qb-facts qb-card-facts",
    )
    opened_card = rx.cond(
        state.key == key,
        rx.fragment(facts, prose(state.html), rx.link(t("help.more"), href=state.href, size="1")),
        rx.el.p(t("common.loading"), class_name="qb-sub"),
    )
    button = rx.el.button(
        rx.icon("circle-help", size=13, aria_hidden="true"),
        type="button",
        class_name="qb-explain",
        aria_label=t("common.what_is", term=name),
    )
    return rx.cond(
        LookState.tooltips,
        rx.popover.root(
            rx.popover.trigger(button),
            rx.popover.content(opened_card, max_width="380px", size="2", class_name="qb-explain-card"),
            on_open_change=lambda _: MetricCardState.show(key),
        ),
        rx.fragment(),
    )
