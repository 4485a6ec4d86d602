"""The table of contents: every page's address, title, content and loader.

To add a page: write ``<name>_page()`` (content only, see ``ui/shell.py``) in your feature's folder and add one line:
``Page("/data/[dataset_id]", "data.title", candles_page, [CandlesState.load], here=routes.DATA)``. ``title_key`` is the
browser tab's title in the text catalogue; ``on_load`` runs after ``SessionState.load``, also when only the id in the
address changes (read it as ``self.dataset_id``; do not declare that var). Pages with ``is_open=True`` are for strangers
and have no frame.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.account.account_page import account_page
from quantboard.ui.account.account_state import AccountState
from quantboard.ui.backtests.list_page import list_page as backtests_page
from quantboard.ui.backtests.list_state import BacktestListState
from quantboard.ui.backtests.live_state import LiveState
from quantboard.ui.backtests.new_page import new_page
from quantboard.ui.backtests.new_state import NewBacktestState
from quantboard.ui.backtests.report_page import report_page
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.backtests.setup_state import SetupState
from quantboard.ui.builder.builder_list import BuilderListState, builder_list_page
from quantboard.ui.builder.builder_page import builder_page
from quantboard.ui.builder.builder_state import BuilderState
from quantboard.ui.data.dataset_page import dataset_page
from quantboard.ui.data.dataset_state import DatasetState
from quantboard.ui.data.import_page import import_page
from quantboard.ui.data.import_records import RecordsState
from quantboard.ui.data.import_state import ImportState
from quantboard.ui.data.list_page import data_page
from quantboard.ui.data.list_state import DataListState
from quantboard.ui.data.versions_page import versions_page
from quantboard.ui.data.versions_state import VersionsState
from quantboard.ui.help.help_page import help_page, topic_page
from quantboard.ui.help.manual_state import ManualState
from quantboard.ui.home.home_page import home_page
from quantboard.ui.home.home_state import HomeState
from quantboard.ui.indicators.detail_page import detail_page as indicator_page
from quantboard.ui.indicators.detail_state import IndicatorState
from quantboard.ui.indicators.gallery_page import gallery_page
from quantboard.ui.indicators.gallery_state import GalleryState
from quantboard.ui.onboarding.entry_state import EntryState
from quantboard.ui.onboarding.join_page import join_page
from quantboard.ui.onboarding.link_state import LinkState
from quantboard.ui.onboarding.login_page import login_page
from quantboard.ui.onboarding.mode_page import mode_page
from quantboard.ui.onboarding.reset_page import reset_page
from quantboard.ui.onboarding.welcome_page import welcome_page
from quantboard.ui.people.people_page import people_page
from quantboard.ui.people.people_state import PeopleState
from quantboard.ui.preferences.preferences_page import preferences_page
from quantboard.ui.preferences.preferences_state import PreferencesState
from quantboard.ui.scratchpad.scratchpad_page import scratchpad_page
from quantboard.ui.scratchpad.scratchpad_state import ScratchpadState
from quantboard.ui.strategies.edit_page import edit_page
from quantboard.ui.strategies.edit_state import EditState
from quantboard.ui.strategies.list_page import list_page as strategies_page
from quantboard.ui.strategies.list_state import StrategyListState
from quantboard.ui.strategies.template_page import template_page
from quantboard.ui.strategies.template_state import TemplateState
from quantboard.ui.tasks.detail_page import detail_page as task_page
from quantboard.ui.tasks.detail_state import TaskState
from quantboard.ui.tasks.list_page import list_page as tasks_page
from quantboard.ui.tasks.list_state import TaskListState
from quantboard.ui.tasks.schedule_page import schedule_page
from quantboard.ui.tasks.schedule_state import ScheduleState
from quantboard.ui.trash.trash_page import trash_page
from quantboard.ui.trash.trash_state import TrashState


@dataclass(frozen=True)
class Page:
    """One line of the table; ``here`` is the menu entry that is marked, ``subject`` the Var of its object's name."""

    route: str
    title_key: str
    content: Callable[[], rx.Component]
    on_load: Sequence[Any] = ()
    here: str = ""
    is_open: bool = False
    subject: Any = None


PAGES: tuple[Page, ...] = (
    Page(routes.HOME, "shell.home", home_page, [HomeState.load], here=routes.HOME),
    Page(routes.LOGIN, "login.page", login_page, [EntryState.enter_login], is_open=True),
    Page(routes.WELCOME, "welcome.page", welcome_page, [EntryState.enter_welcome], is_open=True),
    Page(routes.JOIN, "join.page", join_page, [LinkState.enter], is_open=True),
    Page(routes.RESET, "reset.page", reset_page, [LinkState.enter], is_open=True),
    Page(routes.ACCOUNT, "account.title", account_page, [AccountState.load]),
    Page(routes.PEOPLE, "people.title", people_page, [PeopleState.load]),
    Page(routes.MODE, "mode.page", mode_page),
    Page(routes.DATA, "shell.data", data_page, [DataListState.load], here=routes.DATA),
    Page(routes.IMPORT, "data.import", import_page, [ImportState.load, RecordsState.load], here=routes.DATA),
    Page(
        routes.dataset("[dataset_id]"),
        "shell.data",
        dataset_page,
        [DatasetState.load],
        here=routes.DATA,
        subject=DatasetState.name,
    ),
    Page(
        routes.versions("[dataset_id]"),
        "versions.title",
        versions_page,
        [VersionsState.load],
        here=routes.DATA,
        subject=VersionsState.name,
    ),
    Page(routes.SCRATCHPAD, "scratchpad.title", scratchpad_page, [ScratchpadState.load], here=routes.SCRATCHPAD),
    Page(routes.INDICATORS, "indicators.title", gallery_page, [GalleryState.load], here=routes.INDICATORS),
    Page(
        routes.indicator("[indicator_code]"),
        "indicators.title",
        indicator_page,
        [IndicatorState.load],
        here=routes.INDICATORS,
        subject=IndicatorState.code,
    ),
    Page(routes.STRATEGIES, "strategies.title", strategies_page, [StrategyListState.load], here=routes.STRATEGIES),
    Page(
        routes.new_strategy("[template_key]"),
        "strategies.new_title",
        template_page,
        [TemplateState.load],
        here=routes.STRATEGIES,
    ),
    Page(
        routes.strategy("[strategy_key]"),
        "strategies.title",
        edit_page,
        [EditState.load],
        here=routes.STRATEGIES,
        subject=EditState.saved_name,
    ),
    Page(routes.BUILDER, "shell.builder", builder_list_page, [BuilderListState.load], here=routes.BUILDER),
    Page(
        routes.drawing("[draft_key]"),
        "shell.builder",
        builder_page,
        [BuilderState.load],
        here=routes.BUILDER,
        subject=BuilderState.name,
    ),
    Page(routes.BACKTESTS, "shell.backtests", backtests_page, [BacktestListState.load], here=routes.BACKTESTS),
    Page(routes.NEW_BACKTEST, "run.title", new_page, [NewBacktestState.load, SetupState.load], here=routes.BACKTESTS),
    Page(
        routes.backtest("[backtest_id]"),
        "shell.backtests",
        report_page,
        [ReportState.load, LiveState.load],
        here=routes.BACKTESTS,
        subject=ReportState.name,
    ),
    Page(routes.TRASH, "trash.title", trash_page, [TrashState.load]),
    Page(routes.PREFERENCES, "preferences.title", preferences_page, [PreferencesState.load]),
    Page(routes.HELP, "help.page", help_page, [ManualState.load]),
    Page(routes.help_topic("[topic]"), "help.page", topic_page, [ManualState.load_topic], subject=ManualState.title),
    Page(routes.TASKS, "shell.tasks", tasks_page, [TaskListState.load], here=routes.TASKS),
    Page(routes.SCHEDULES, "schedules.title", schedule_page, [ScheduleState.load], here=routes.TASKS),
    Page(routes.task("[task_key]"), "tasks.task", task_page, [TaskState.load], here=routes.TASKS),
)
