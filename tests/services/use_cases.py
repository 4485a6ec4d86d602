"""The table of rights: every use-case, the rule it obeys, and how it is called.

To add a use-case: one line in ``USE_CASES``. ``it`` holds the ids of the thing at hand (see ``world.py``: dataset,
strategy, backtest, task, upload, token, gone_dataset …, name). A rule says for each role what happens with one's own,
with another's shared and with another's private thing: S succeeds, D is denied, A looks absent. Rules of one letter
are for what concerns no single thing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quantboard.core.access import Role
from quantboard.core.backtest.spec import parse_request
from quantboard.core.backtest.views.journal import Asked
from quantboard.core.backtest.views.selection import Selection
from quantboard.core.builder.graph import Graph, Node
from quantboard.core.listing import Wanted
from quantboard.core.progress import silent
from quantboard.errors import Conflict, Unavailable
from quantboard.queue.names import Job
from quantboard.services import (
    accounts,
    archives,
    backtests,
    builder,
    candles,
    chains,
    choices,
    cleanup,
    code_audit,
    comments,
    datasets,
    exports,
    fitting,
    folders,
    guides,
    import_records,
    indicators,
    invitations,
    node_values,
    onboarding,
    people,
    preferences,
    profiles,
    qlib_files,
    report_costs,
    report_curves,
    report_files,
    report_holdings,
    report_orders,
    report_source,
    report_trades,
    requests,
    resets,
    run_notes,
    schedules,
    scratchpad,
    search,
    sessions,
    setups,
    sharing,
    steering,
    strategies,
    streams,
    task_access,
    tasks,
    tokens,
    trail,
    trash,
    uploads,
    verification,
    versions,
)
from quantboard.store import uploads as files
from tests.instance import PASSWORD
from tests.services.objects import CODE, DATA

VIEWER, RESEARCHER, REVIEWER, ADMIN = Role
GRAPH = Graph("x", (Node("close", "column", {"field": "close"}),))


def _rule(viewer: str, working: str, admin: str) -> dict[Role, str]:
    return {VIEWER: viewer, RESEARCHER: working, REVIEWER: working, ADMIN: admin}


RULES = {
    "see": _rule("SSA", "SSA", "SSS"),
    "change": _rule("DDA", "SDA", "SSD"),  # an administrator tends what is shared, not what is private
    "use": _rule("DDA", "SSA", "SSD"),
    "copy": _rule("DDD", "SSA", "SSS"),
    "again": _rule("DDD", "SSA", "SSS"),
    "stop": _rule("DDA", "SDA", "SSS"),  # an administrator may stop anybody's work
    "run_stop": _rule("DAA", "SAA", "SSS"),  # the task of another's run, even of a shared one, looks absent
    "list_one": _rule("SSA", "SSA", "SSA"),
    "trash": _rule("DDA", "SDA", "SSS"),  # and put away what others left in the trash
    "list": _rule("SSA", "SSA", "SSA"),  # S: it is in the list
    "mine": _rule("SAA", "SAA", "SAA"),
    "personal": _rule("SAA", "SAA", "SAA"),  # nobody else's, not even for an administrator
    "task": _rule("SAA", "SAA", "SSS"),
    "task_stop": _rule("DAA", "SAA", "SSS"),
    "task_change": _rule("DAA", "SAA", "SSS"),
    "upload": _rule("DAA", "SAA", "SDD"),
    "import": _rule("DDD", "SAA", "SDD"),
    "use_free": _rule("DDD", "SSA", "SSD"),
    "comment": _rule("DDA", "SSA", "SSS"),
    "word": _rule("DDA", "SDA", "SDD"),  # of one's own only
    "make": _rule("D", "S", "S"),
    "self": _rule("S", "S", "S"),
    "manage": _rule("D", "D", "S"),
    "own": _rule("DAA", "SAA", "SAA"),  # nobody else's, and not a viewer's to change
    "no_folder": _rule("D", "A", "A"),  # there is none
    "reread": _rule("DDA", "SDA", "SDD"),
}


@dataclass(frozen=True)
class UseCase:
    """``call(actor, it)``; with a list rule it gives the ids in the list, whose ``kind`` is looked for.

    ``may_raise``: the state of the thing, not the right, forbids it; that counts as allowed.
    """

    rule: str
    call: Callable[[Any, Any], Any]
    kind: str = ""
    may_raise: tuple[type[Exception], ...] = ()
    needs_scope: bool = True  # refused to a token without any scope


def _ids(found: Any) -> set[str]:
    return {getattr(one, "id", None) or one["id"] for one in getattr(found, "items", found)}


async def _body(data: bytes) -> Any:
    yield data


def _gone_back(actor: Any, draft_id: str) -> Any:
    kept = builder.take_snapshot(actor, draft_id, "Now")
    return builder.restore(actor, draft_id, kept[0].id, 1)


def _upload(actor: Any) -> Any:
    import asyncio

    return asyncio.run(uploads.receive(actor, "a.csv", _body(b"x")))


def _of_kinds(call: Callable[[Any, str, str], Any], prefix: str = "") -> Callable[[Any, Any], None]:
    def each(actor: Any, it: Any) -> None:
        for kind in sharing.KINDS:
            call(actor, kind, it[prefix + kind])

    return each


def _submitted(actor: Any, it: Any) -> str:
    return backtests.submit(actor, it["strategy"], it["dataset"], REQUEST).task_id


def _first(stream: Any) -> Any:
    import asyncio

    async def look() -> Any:
        opened = await stream
        try:
            return await anext(opened)
        finally:
            await opened.aclose()

    return asyncio.run(look())


def _compared(actor: Any, it: Any) -> Any:
    view = datasets.dataset(actor, it["dataset"]).view
    return fitting.benchmark_version(actor, view, REQUEST)


GUIDE = next(iter(guides.GUIDES))
CRON = "0 3 * * *"
STATE = (Conflict, Unavailable)
CHOSEN = backtests.Chosen("Free", CODE)
REQUEST = parse_request({})

USE_CASES: dict[str, UseCase] = {
    # datasets
    "datasets.list_datasets": UseCase("list", lambda a, _: _ids(datasets.list_datasets(a)), "dataset"),
    "datasets.page": UseCase("list", lambda a, _: _ids(datasets.page(a, Wanted(limit=1000))), "dataset"),
    "datasets.find": UseCase("see", lambda a, it: datasets.find(a, it["dataset"])),
    "datasets.dataset": UseCase("see", lambda a, it: datasets.dataset(a, it["dataset"])),
    "datasets.bars_of": UseCase("see", lambda a, it: datasets.bars_of(a, it["dataset"])),
    "datasets.rename": UseCase("change", lambda a, it: datasets.rename(a, it["dataset"], it["name"] + " 2")),
    "datasets.delete": UseCase("change", lambda a, it: datasets.delete(a, it["dataset"])),
    "datasets.load_sample": UseCase("make", lambda a, _: datasets.load_sample(a)),
    "datasets.load_sample_now": UseCase("make", lambda a, _: datasets.load_sample_now(a, silent)),
    "datasets.import_now": UseCase(
        "make", lambda a, _: datasets.import_now(a, "New", [DATA / "kaggle.csv"], {}, silent)
    ),
    "datasets.submit_import": UseCase(
        "import", lambda a, it: datasets.submit_import(a, "New", [datasets.UploadPlan(it["upload"])])
    ),
    "indicators.catalogue": UseCase("self", lambda a, _: indicators.catalogue(a)),
    "indicators.indicator": UseCase("self", lambda a, _: indicators.indicator(a, "sma")),
    "indicators.values": UseCase("see", lambda a, it: indicators.values(a, "sma", it["dataset"])),
    "indicators.mark": UseCase("self", lambda a, _: indicators.mark(a, "sma", True)),
    "indicators.switch": UseCase("manage", lambda a, _: indicators.switch(a, "sma", True)),
    "candles.candles": UseCase("see", lambda a, it: candles.candles(a, it["dataset"])),
    "candles.export": UseCase("see", lambda a, it: candles.export(a, it["dataset"], it["folder"] / "out.csv")),
    "versions.difference": UseCase("see", lambda a, it: versions.difference(a, (it["dataset"], 1), (it["dataset"], 0))),
    "qlib_files.packed": UseCase("see", lambda a, it: qlib_files.packed(a, it["dataset"]).path.unlink()),
    "qlib_files.write_folder": UseCase(
        "see", lambda a, it: qlib_files.write_folder(a, it["dataset"], it["folder"] / f"{a.name}-{it['name']}")
    ),
    "folders.list_folders": UseCase("make", lambda a, _: folders.list_folders(a)),
    "folders.list_files": UseCase("no_folder", lambda a, _: folders.list_files(a, "nowhere")),
    "folders.register": UseCase("no_folder", lambda a, _: folders.register(a, "nowhere", "x")),
    "versions.used_by": UseCase("see", lambda a, it: versions.used_by(a, it["dataset"])),
    "versions.preview_repair": UseCase("change", lambda a, it: versions.preview_repair(a, it["dataset"])),
    "versions.submit_repair": UseCase("change", lambda a, it: versions.submit_repair(a, it["dataset"])),
    "versions.originals": UseCase("change", lambda a, it: versions.originals(a, it["dataset"])),
    "versions.submit_reread": UseCase(
        "reread", lambda a, it: versions.submit_reread(a, it["dataset"], [datasets.UploadPlan(it["upload"])])
    ),
    "profiles.list_profiles": UseCase("mine", lambda a, _: _ids(profiles.list_profiles(a)), "profile"),
    "profiles.matching": UseCase("self", lambda a, _: profiles.matching(a, ["Date"])),
    "profiles.save": UseCase("make", lambda a, _: profiles.save(a, "New", ["Date"], {"zone": "UTC"})),
    "profiles.edit": UseCase("own", lambda a, it: profiles.edit(a, it["profile"], name="Another")),
    "profiles.delete": UseCase("own", lambda a, it: profiles.delete(a, it["profile"])),
    "import_records.page": UseCase("mine", lambda a, _: _ids(import_records.page(a, 200)), "record"),
    "import_records.get": UseCase("personal", lambda a, it: import_records.get(a, it["record"])),
    "import_records.delete": UseCase("own", lambda a, it: import_records.delete(a, it["record"])),
    # uploads: nobody's but his who sent them
    "uploads.receive": UseCase("make", lambda a, _: _upload(a)),
    "uploads.register": UseCase("make", lambda a, _: uploads.register(a, files.keep(a.user_id, DATA / "kaggle.csv"))),
    "uploads.preview": UseCase("upload", lambda a, it: uploads.preview(a, it["upload"], {})),
    "uploads.forget": UseCase("upload", lambda a, it: uploads.forget(a, it["upload"])),
    # strategies
    # drawings: nobody's but his who draws
    "builder.list_drafts": UseCase("mine", lambda a, _: _ids(builder.list_drafts(a)), "draft"),
    "builder.start": UseCase("make", lambda a, _: builder.start(a, "New")),
    "builder.start_from_template": UseCase("make", lambda a, _: builder.start_from_template(a, "macd")),
    "builder.open_strategy": UseCase("change", lambda a, it: builder.open_strategy(a, it["strategy"])),
    "builder.get": UseCase("own", lambda a, it: builder.get(a, it["draft"])),
    "builder.put": UseCase("own", lambda a, it: builder.put(a, it["draft"], Graph("New"), 1)),
    "builder.apply": UseCase("own", lambda a, it: builder.apply(a, it["draft"], {}, 1)),
    "builder.rename": UseCase("own", lambda a, it: builder.rename(a, it["draft"], "New", 1)),
    "builder.discard": UseCase("own", lambda a, it: builder.discard(a, it["draft"])),
    "builder.commit": UseCase("own", lambda a, it: builder.commit(a, it["draft"])),
    "builder.take_snapshot": UseCase("own", lambda a, it: builder.take_snapshot(a, it["draft"], "Now")),
    "builder.snapshots": UseCase("own", lambda a, it: builder.snapshots(a, it["draft"])),
    "builder.restore": UseCase("own", lambda a, it: _gone_back(a, it["draft"])),
    "node_values.values": UseCase("again", lambda a, it: node_values.values(a, GRAPH, "close", it["dataset"])),
    "strategies.list_strategies": UseCase("list", lambda a, _: _ids(strategies.list_strategies(a)), "strategy"),
    "strategies.page": UseCase("list", lambda a, _: _ids(strategies.page(a, Wanted(limit=1000))), "strategy"),
    "strategies.get": UseCase("see", lambda a, it: strategies.get(a, it["strategy"])),
    "strategies.source_of": UseCase("see", lambda a, it: strategies.source_of(a, it["strategy"])),
    "strategies.versions": UseCase("see", lambda a, it: strategies.versions(a, it["strategy"])),
    "strategies.create": UseCase("make", lambda a, _: strategies.create(a, "New", CODE)),
    "strategies.copy": UseCase("copy", lambda a, it: strategies.copy(a, it["strategy"])),
    "strategies.save": UseCase("change", lambda a, it: strategies.save(a, it["strategy"], CODE + "# x\n")),
    "strategies.rename": UseCase("change", lambda a, it: strategies.rename(a, it["strategy"], it["name"] + " 2")),
    "strategies.delete": UseCase("change", lambda a, it: strategies.delete(a, it["strategy"])),
    "strategies.free_name": UseCase("self", lambda a, _: strategies.free_name(a, "Free")),
    # programs: nobody's but his who ran them
    "scratchpad.check": UseCase("self", lambda a, _: scratchpad.check(a, "result = 1")),
    "scratchpad.submit": UseCase("make", lambda a, _: scratchpad.submit(a, scratchpad.Wish("result = 1"))),
    "scratchpad.view": UseCase(
        "make", lambda a, _: scratchpad.view(a, scratchpad.submit(a, scratchpad.Wish("result = 1")))
    ),
    "scratchpad.recent": UseCase("self", lambda a, _: scratchpad.recent(a)),
    "code_audit.audit": UseCase("manage", lambda a, _: code_audit.audit(a)),
    "code_audit.allowed": UseCase("self", lambda a, _: code_audit.allowed(a)),
    # backtests
    "backtests.list_backtests": UseCase("list", lambda a, _: _ids(backtests.list_backtests(a)), "backtest"),
    "backtests.page": UseCase("list", lambda a, _: _ids(backtests.page(a, Wanted(limit=1000))), "backtest"),
    "backtests.submit": UseCase("use", lambda a, it: backtests.submit(a, it["strategy"], it["dataset"], REQUEST)),
    "backtests.submit_chosen": UseCase(
        "use_free", lambda a, it: backtests.submit_chosen(a, CHOSEN, it["dataset"], REQUEST)
    ),
    "backtests.run_again": UseCase("again", lambda a, it: backtests.run_again(a, it["backtest"])),
    "backtests.report": UseCase("see", lambda a, it: backtests.report(a, it["backtest"])),
    "backtests.view": UseCase("see", lambda a, it: backtests.view(a, it["backtest"])),
    "backtests.rename": UseCase("change", lambda a, it: backtests.rename(a, it["backtest"], "Another")),
    "backtests.cancel": UseCase("stop", lambda a, it: backtests.cancel(a, it["backtest"])),
    "verification.verify": UseCase("again", lambda a, it: verification.verify(a, it["backtest"]), may_raise=STATE),
    "verification.verify_now": UseCase(
        "again", lambda a, it: verification.verify_now(a, it["backtest"]), may_raise=STATE
    ),
    "verification.verdict": UseCase("see", lambda a, it: verification.verdict(a, it["backtest"])),
    "archives.make": UseCase("see", lambda a, it: archives.make(a, it["backtest"]), may_raise=STATE),
    "backtests.delete": UseCase("change", lambda a, it: backtests.delete(a, it["backtest"])),
    "run_notes.describe": UseCase("change", lambda a, it: run_notes.describe(a, it["backtest"], note="Good")),
    "run_notes.choices": UseCase("self", lambda a, _: run_notes.choices(a)),
    "steering.pause": UseCase("run_stop", lambda a, it: steering.pause(a, it["backtest"]), may_raise=STATE),
    "steering.resume": UseCase("run_stop", lambda a, it: steering.resume(a, it["backtest"]), may_raise=STATE),
    "steering.stop": UseCase("stop", lambda a, it: steering.stop(a, it["backtest"]), may_raise=STATE),
    # set-ups
    "setups.list_setups": UseCase("list", lambda a, _: _ids(setups.list_setups(a)), "setup"),
    "setups.page": UseCase("list", lambda a, _: _ids(setups.page(a, Wanted(limit=1000))), "setup"),
    "setups.get": UseCase("see", lambda a, it: setups.get(a, it["setup"])),
    "setups.find": UseCase("list_one", lambda a, it: setups.find(a, it["setup"])),
    "setups.create": UseCase("make", lambda a, _: setups.create(a, "New", setups.SetupFields())),
    "setups.copy": UseCase("copy", lambda a, it: setups.copy(a, it["setup"])),
    "setups.save": UseCase("change", lambda a, it: setups.save(a, it["setup"], setups.SetupFields())),
    "setups.rename": UseCase("change", lambda a, it: setups.rename(a, it["setup"], it["name"] + " 2")),
    "setups.delete": UseCase("change", lambda a, it: setups.delete(a, it["setup"])),
    "setups.run": UseCase("use", lambda a, it: setups.run(a, it["setup"])),
    "fitting.benchmark_version": UseCase("see", _compared),
    # the report of a run
    "report_source.opened": UseCase("see", lambda a, it: report_source.opened(a, it["backtest"]), may_raise=STATE),
    "report_curves.equity": UseCase("see", lambda a, it: report_curves.equity(a, it["backtest"]), may_raise=STATE),
    "report_curves.drawdowns": UseCase(
        "see", lambda a, it: report_curves.drawdowns(a, it["backtest"]), may_raise=STATE
    ),
    "report_curves.rolled": UseCase("see", lambda a, it: report_curves.rolled(a, it["backtest"]), may_raise=STATE),
    "report_curves.exposure": UseCase("see", lambda a, it: report_curves.exposure(a, it["backtest"]), may_raise=STATE),
    "report_curves.periods": UseCase("see", lambda a, it: report_curves.periods(a, it["backtest"]), may_raise=STATE),
    "report_curves.distribution": UseCase(
        "see", lambda a, it: report_curves.distribution(a, it["backtest"]), may_raise=STATE
    ),
    "report_trades.trades": UseCase(
        "see", lambda a, it: report_trades.trades(a, it["backtest"], Selection()), may_raise=STATE
    ),
    "report_trades.page": UseCase(
        "see", lambda a, it: report_trades.page(a, it["backtest"], Selection()), may_raise=STATE
    ),
    "report_trades.place_of": UseCase(
        "see", lambda a, it: report_trades.place_of(a, it["backtest"], Selection(), 0), may_raise=STATE
    ),
    "report_trades.trade": UseCase("see", lambda a, it: report_trades.trade(a, it["backtest"], 0), may_raise=STATE),
    "report_trades.groups": UseCase(
        "see", lambda a, it: report_trades.groups(a, it["backtest"], "symbol"), may_raise=STATE
    ),
    "report_trades.points": UseCase("see", lambda a, it: report_trades.points(a, it["backtest"]), may_raise=STATE),
    "report_trades.span_at": UseCase("see", lambda a, it: report_trades.span_at(a, it["backtest"], 0), may_raise=STATE),
    "report_holdings.held": UseCase("see", lambda a, it: report_holdings.held(a, it["backtest"]), may_raise=STATE),
    "report_holdings.over_time": UseCase(
        "see", lambda a, it: report_holdings.over_time(a, it["backtest"]), may_raise=STATE
    ),
    "report_orders.orders": UseCase(
        "see", lambda a, it: report_orders.orders(a, it["backtest"], Asked()), may_raise=STATE
    ),
    "report_orders.refusals": UseCase("see", lambda a, it: report_orders.refusals(a, it["backtest"]), may_raise=STATE),
    "report_orders.log": UseCase("see", lambda a, it: report_orders.log(a, it["backtest"], Asked()), may_raise=STATE),
    "report_orders.log_text": UseCase(
        "see", lambda a, it: report_orders.log_text(a, it["backtest"], Asked()), may_raise=STATE
    ),
    "report_costs.costs": UseCase("see", lambda a, it: report_costs.costs(a, it["backtest"]), may_raise=STATE),
    "report_costs.by_year": UseCase("see", lambda a, it: report_costs.by_year(a, it["backtest"]), may_raise=STATE),
    "report_files.trades": UseCase(
        "see", lambda a, it: report_files.trades(a, it["backtest"], Selection(), "csv"), may_raise=STATE
    ),
    "report_files.orders": UseCase(
        "see", lambda a, it: report_files.orders(a, it["backtest"], Asked(), "csv"), may_raise=STATE
    ),
    "comments.comments": UseCase("see", lambda a, it: comments.comments(a, it["backtest"])),
    "comments.add": UseCase("comment", lambda a, it: comments.add(a, it["backtest"], "Well?")),
    "comments.edit": UseCase("word", lambda a, it: comments.edit(a, it["comment"], "Well!")),
    "comments.delete": UseCase("word", lambda a, it: comments.delete(a, it["comment"])),
    # what they have in common
    "sharing.share": UseCase("change", _of_kinds(lambda a, kind, one: sharing.share(a, kind, [one], "private"))),
    "sharing.marks": UseCase("see", _of_kinds(sharing.marks)),
    "trash.affected": UseCase("change", _of_kinds(lambda a, kind, one: trash.affected(a, kind, [one]))),
    "trash.delete": UseCase("change", _of_kinds(lambda a, kind, one: trash.delete(a, kind, [one]))),
    "trash.list_trash": UseCase("mine", lambda a, _: _ids(trash.list_trash(a)), "gone_strategy"),
    "trash.restore": UseCase("trash", _of_kinds(trash.restore, "gone_")),
    "trash.purge": UseCase("trash", _of_kinds(trash.purge, "gone_")),
    "trash.empty": UseCase("self", lambda a, _: trash.empty(a)),
    "search.find": UseCase("list", lambda a, _: _ids(search.find(a, "", 1000)), "strategy"),
    "search.named": UseCase("list", lambda a, it: _ids(search.named(a, [("strategy", it["strategy"])])), "strategy"),
    # background work: nobody's but its owner's; an administrator may look on and stop it
    "tasks.view": UseCase("task", lambda a, it: tasks.view(a, it["task"])),
    "tasks.history": UseCase("task", lambda a, it: tasks.history(a, it["task"])),
    "tasks.attempts_of": UseCase("task", lambda a, it: tasks.attempts_of(a, it["task"])),
    "tasks.log_of": UseCase("task", lambda a, it: tasks.log_of(a, it["task"])),
    "tasks.related": UseCase("task", lambda a, it: tasks.related(a, it["task"])),
    "tasks.inputs_of": UseCase("task", lambda a, it: tasks.inputs_of(a, it["task"])),
    "tasks.cancel": UseCase("task_stop", lambda a, it: tasks.cancel(a, it["task"])),
    "tasks.pause": UseCase("task_stop", lambda a, it: tasks.pause(a, it["task"]), may_raise=STATE),
    "tasks.resume": UseCase("task_stop", lambda a, it: tasks.resume(a, it["task"]), may_raise=STATE),
    "tasks.retry": UseCase("task_stop", lambda a, it: tasks.retry(a, it["task"]), may_raise=STATE),
    "tasks.reprioritise": UseCase("task_stop", lambda a, it: tasks.reprioritise(a, it["task"], "high")),
    "tasks.rename": UseCase("task_change", lambda a, it: tasks.rename(a, it["task"], "Another")),
    "tasks.edit": UseCase("task_change", lambda a, it: tasks.edit(a, it["task"], title="Another")),
    "tasks.delete_history": UseCase("task_change", lambda a, it: tasks.delete_history(a, it["task"]), may_raise=STATE),
    "tasks.restore": UseCase("task_change", lambda a, it: tasks.restore(a, it["task"]), may_raise=STATE),
    "tasks.recent": UseCase("mine", lambda a, _: _ids(tasks.recent(a, limit=1000)), "task"),
    "tasks.find": UseCase("mine", lambda a, _: _ids(tasks.find(a, limit=1000)), "task"),
    "task_access.wanted": UseCase("self", lambda a, _: task_access.wanted(a, task_access.TaskFilter())),
    "tasks.counts": UseCase("self", lambda a, _: tasks.counts(a)),
    "tasks.n_live": UseCase("self", lambda a, _: tasks.n_live(a)),
    "tasks.places": UseCase("self", lambda a, _: tasks.places(a)),
    "schedules.list_schedules": UseCase("task", lambda a, _: _ids(schedules.list_schedules(a)), "schedule"),
    "schedules.get": UseCase("task", lambda a, it: schedules.get(a, it["schedule"])),
    "schedules.create": UseCase(
        "again",
        lambda a, it: schedules.create(a, "New", Job.RUN_BACKTEST, CRON, "UTC", {"backtest_id": it["backtest"]}),
    ),
    "schedules.change": UseCase("task_stop", lambda a, it: schedules.change(a, it["schedule"], name="Another")),
    "schedules.enable": UseCase("task_stop", lambda a, it: schedules.enable(a, it["schedule"], False)),
    "schedules.remove": UseCase("task_stop", lambda a, it: schedules.remove(a, it["schedule"])),
    "schedules.run_now": UseCase("task_stop", lambda a, it: schedules.run_now(a, it["schedule"])),
    "tasks.several": UseCase("task", lambda a, it: _ids(tasks.several(a, [it["task"]])), "task"),
    "chains.then_backtest": UseCase(
        "use_free", lambda a, it: chains.then_backtest(a, it["my_import"], it["strategy"]), may_raise=STATE
    ),
    # people and what is their own
    "accounts.add_user": UseCase("manage", lambda a, _: accounts.add_user(a, "Newcomer", PASSWORD)),
    "accounts.change_password": UseCase("self", lambda a, _: accounts.change_password(a, PASSWORD, PASSWORD + " 2")),
    "accounts.sign_out_everywhere": UseCase("self", lambda a, _: accounts.sign_out_everywhere(a)),
    "sessions.list_sessions": UseCase("self", lambda a, _: sessions.list_sessions(a)),
    "sessions.end_all": UseCase("self", lambda a, _: sessions.end_all(a)),
    "sessions.end_session": UseCase("personal", lambda a, it: sessions.end_session(a, it["session"])),
    "tokens.create": UseCase("self", lambda a, _: tokens.create(a, "Mine", ["read"])),
    "tokens.list_tokens": UseCase("mine", lambda a, _: _ids(tokens.list_tokens(a)), "token"),
    "tokens.renew": UseCase("personal", lambda a, it: tokens.renew(a, it["token"])),
    "tokens.revoke": UseCase("personal", lambda a, it: tokens.revoke(a, it["token"])),
    "preferences.preferences": UseCase("self", lambda a, _: preferences.preferences(a)),
    "preferences.set_preferences": UseCase("self", lambda a, _: preferences.set_preferences(a, {"theme": "dark"})),
    "preferences.reset_preferences": UseCase("self", lambda a, _: preferences.reset_preferences(a)),
    "preferences.layout": UseCase("self", lambda a, _: preferences.layout(a, "data")),
    "preferences.keep_layout": UseCase("self", lambda a, _: preferences.keep_layout(a, "data", {"page": 1})),
    "onboarding.overview_of": UseCase("self", lambda a, _: onboarding.overview_of(a)),
    "onboarding.skip": UseCase("self", lambda a, _: onboarding.skip(a, "data")),
    "onboarding.close": UseCase("self", lambda a, _: onboarding.close(a)),
    "onboarding.repeat": UseCase("self", lambda a, _: onboarding.repeat(a)),
    "onboarding.take_up": UseCase("self", lambda a, _: onboarding.take_up(a, "data")),
    "guides.guides": UseCase("self", lambda a, _: guides.guides(a)),
    "guides.guide": UseCase("self", lambda a, _: guides.guide(a, GUIDE)),
    "guides.turn_to": UseCase("self", lambda a, _: guides.turn_to(a, GUIDE, 1)),
    "guides.finish": UseCase("self", lambda a, _: guides.finish(a, GUIDE)),
    "guides.skip": UseCase("self", lambda a, _: guides.skip(a, GUIDE)),
    "guides.unmark": UseCase("self", lambda a, _: guides.unmark(a, GUIDE)),
    "guides.newest": UseCase("self", lambda a, _: guides.newest(a)),
    # files to take away
    "exports.dataset_file": UseCase("see", lambda a, it: exports.dataset_file(a, it["dataset"], "csv")),
    "exports.table_file": UseCase(
        "see", lambda a, it: exports.table_file(a, it["backtest"], "equity", "csv"), may_raise=STATE
    ),
    "exports.equity_columns": UseCase("see", lambda a, it: exports.equity_columns(a, it["backtest"]), may_raise=STATE),
    "exports.finished": UseCase("see", lambda a, it: exports.finished(a, it["backtest"]), may_raise=STATE),
    "requests.once": UseCase("use", lambda a, it: requests.once(a, it["name"], "print", lambda: _submitted(a, it))),
    "choices.chosen": UseCase("use", lambda a, it: choices.chosen(a, it["strategy"])),
    "streams.follow": UseCase("task", lambda a, it: _first(streams.follow(a, it["task"]))),
    # for administrators
    "people.list_people": UseCase("manage", lambda a, _: people.list_people(a)),
    "people.get": UseCase("manage", lambda a, it: people.get(a, it["person"])),
    "people.find": UseCase("manage", lambda a, _: people.find(a, "Olga")),
    "people.affected": UseCase("manage", lambda a, it: people.affected(a, it["person"])),
    "people.rename": UseCase("manage", lambda a, it: people.rename(a, it["person"], "Olive")),
    "people.change_role": UseCase("manage", lambda a, it: people.change_role(a, it["person"], REVIEWER)),
    "people.deactivate": UseCase("manage", lambda a, it: people.deactivate(a, it["person"])),
    "people.reactivate": UseCase("manage", lambda a, it: people.reactivate(a, it["person"])),
    "people.sign_out": UseCase("manage", lambda a, it: people.sign_out(a, it["person"])),
    "people.revoke_tokens": UseCase("manage", lambda a, it: people.revoke_tokens(a, it["person"])),
    "people.reset_password": UseCase("manage", lambda a, _: people.reset_password(a, "Olga", PASSWORD + " 3")),
    "people.transfer": UseCase("manage", lambda a, it: people.transfer(a, it["person"], it["admin"])),
    "invitations.invite": UseCase("manage", lambda a, _: invitations.invite(a)),
    "invitations.list_invitations": UseCase("manage", lambda a, _: invitations.list_invitations(a)),
    "invitations.revoke": UseCase("manage", lambda a, it: invitations.revoke(a, it["invitation"])),
    "resets.make_link": UseCase("manage", lambda a, it: resets.make_link(a, it["person"])),
    "trail.find": UseCase("manage", lambda a, _: trail.find(a)),
    "cleanup.preview": UseCase("manage", lambda a, _: cleanup.preview(a)),
    "cleanup.submit": UseCase("manage", lambda a, _: cleanup.submit(a)),
}
