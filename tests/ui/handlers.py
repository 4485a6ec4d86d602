"""Every event handler of every state, found by looking, and how to fire one through the gate as somebody."""

import importlib
import inspect
import json
import pkgutil
import re
from typing import Any

import reflex as rx
from reflex.istate.data import RouterData

import quantboard.ui
from quantboard.errors import QuantBoardError
from quantboard.ui.gate import Gate
from quantboard.ui.live import hub
from quantboard.ui.pages import PAGES

# What a handler's parameter, a state's var or a part of the address is called → the thing in the world that it names.
NAMES = {
    "dataset_id": "dataset",
    "strategy_id": "strategy",
    "strategy_key": "strategy",
    "task_key": "task",
    "backtest_id": "backtest",
    "run_id": "backtest",
    "task_id": "task",
    "_task_id": "task",
    "upload_id": "upload",
    "record_id": "record",
    "profile_id": "profile",
    "token_id": "token",
    "session_id": "session",
    "schedule_id": "schedule",
    "person_id": "person",
    "invitation_id": "invitation",
    "strategy": "strategy",
    "dataset": "dataset",
    "data_id": "dataset",
    "setup_id": "setup",
    "setup": "setup",
    "like": "backtest",
}
OF_STATE = {
    "DatasetState": "dataset",
    "DataListState": "dataset",
    "EditState": "strategy",
    "ReportState": "backtest",
    "BacktestListState": "backtest",
    "TaskState": "task",
    "VersionsState": "dataset",
    "TrashState": "gone_strategy",
}
SEVERAL = ("ids", "_asked_ids", "chosen", "choosable")  # lists of them
OF_ADDRESS = {part for page in PAGES for part in re.findall(r"\[(\w+)\]", page.route)}
WORDS = {"indicator_code": "sma", "template_key": "macd", "topic": "backtests", "topic_key": "backtests"}
PLAIN = {str: "walked", int: 1, float: 1.0, bool: True, dict: {}, list: []}


def states() -> list[type[rx.State]]:
    """Every state of the pages and what they are made of."""
    for module in pkgutil.walk_packages(quantboard.ui.__path__, "quantboard.ui."):
        importlib.import_module(module.name)
    found: list[Any] = []

    def walk(kind: Any) -> None:
        for child in sorted(kind.get_substates(), key=lambda one: one.get_full_name()):
            found.append(child)
            walk(child)

    walk(rx.State)
    return [one for one in found if one.__module__.startswith("quantboard.")]


def handlers_of(kind: type[rx.State]) -> list[str]:
    """The names of a state's handlers, those that Reflex adds too."""
    return sorted(kind.event_handlers)


class Fired:
    """What came of one event."""

    def __init__(self, root: rx.State) -> None:
        self.root = root
        self.was_refused = False
        self.problem: BaseException | None = None
        self.events: list[Any] = []

    def told(self) -> str:
        """All that the browser is or could be told."""
        everything = {"state": self.root.dict(), "hidden": _hidden(self.root), "events": repr(self.events)}
        return json.dumps(everything, default=repr, ensure_ascii=False) + str(self.problem or "")


def _hidden(state: Any) -> dict[str, Any]:
    fields = [name for name in type(state).get_fields() if name.startswith("_")]
    own = {state.get_full_name(): {name: repr(getattr(state, name, None)) for name in fields}}
    for child in state.substates.values():
        own |= _hidden(child)
    return own


def tab(cookie: str, it: dict[str, str], names: dict[str, str] = NAMES) -> rx.State:
    """The state of a new tab whose address names the things ``it``."""
    root = rx.State(_reflex_internal_init=True)
    query = {name: it[thing] for name, thing in names.items() if thing in it}
    root.router = RouterData.from_router_data(
        {
            "headers": {"cookie": f"qb_session={cookie}" if cookie else "", "accept-language": "en"},
            "query": query,
            "asPath": "/walk?" + "&".join(f"{name}={value}" for name, value in query.items()),
            "pathname": "/walk",
            "token": "tab",
            "ip": "127.0.0.1",
        }
    )
    return root


async def fire(kind: type[rx.State], name: str, cookie: str, it: dict[str, str]) -> Fired:
    """One event of a tab whose every identity is that of ``it``, through the gate."""
    root = tab(cookie, it)
    fired = Fired(root)
    state: Any = root.get_substate(kind.get_full_name().split(".")[1:])
    ours = it[OF_STATE.get(kind.__name__, "strategy")]
    for var in SEVERAL:
        if isinstance(getattr(state, var, None), list):
            setattr(state, var, [ours])
    for var in sorted({*NAMES, *OF_ADDRESS, "id"}):
        value = ours if var == "id" else it.get(NAMES.get(var, ""), WORDS.get(var, "walked"))
        if var in kind.get_fields():
            setattr(state, var, value)
        elif var in OF_ADDRESS:
            state.__dict__[var] = value
    event = type("Event", (), {"name": f"{kind.get_full_name()}.{name}"})()
    refused = await Gate().preprocess(None, root, event)
    if refused is not None:
        fired.was_refused = True
        fired.events.append(refused)
        return fired
    handler = kind.event_handlers[name]
    try:
        await _run(handler.fn(state, **_arguments(handler.fn, it, ours)), fired)
    except QuantBoardError as problem:
        fired.problem = problem
    return fired


def _arguments(fn: Any, it: dict[str, str], ours: str) -> dict[str, Any]:
    found = {}
    for name, one in list(inspect.signature(fn, eval_str=False).parameters.items())[1:]:
        if name in NAMES or name in ("object_id", "ids", "kind"):
            kinds = {"object_id": ours, "ids": [ours], "kind": "strategy"}
            found[name] = kinds[name] if name in kinds else it[NAMES[name]]
            continue
        said = one.annotation if isinstance(one.annotation, str) else getattr(one.annotation, "__name__", "str")
        kind = next((kind for kind in PLAIN if said.startswith(kind.__name__)), str)
        found[name] = {"id": it["upload"], "name": "a.csv", "size": 1} if name == "stored" else PLAIN[kind]
    return found


async def _run(made: Any, fired: Fired) -> None:
    if inspect.isasyncgen(made):
        fired.events += [one async for one in made]
    elif inspect.isgenerator(made):
        fired.events += list(made)
    else:
        fired.events.append(await made if inspect.isawaitable(made) else made)


def watched() -> set[str]:
    """The topics that are pushed to some tab."""
    return set(hub._watchers)
