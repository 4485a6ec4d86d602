"""Every event handler of every page, fired through the gate by a stranger and, with Olga's ids, by other people."""

import pytest
import reflex as rx
from reflex.state import StateUpdate

from quantboard.core.access import Role
from quantboard.db.session import engine
from quantboard.db.tables import METADATA
from quantboard.services import strategies
from quantboard.ui.gate import INTERNAL, PUBLIC
from quantboard.ui.live import hub
from tests.services import world as worlds
from tests.services.world import SECRET
from tests.ui.handlers import fire, handlers_of, states, watched

pytestmark = pytest.mark.slow

STATES = states()
SHOW_THINGS = {"DatasetState", "EditState", "ReportState", "DataListState", "StrategyListState", "BacktestListState"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return worlds.built_once(tmp_path_factory.mktemp("world") / "data")


@pytest.fixture
def world(built, blank):
    folder, made = built
    worlds.copy_into(blank, folder)
    hub._watchers.clear()
    yield made
    hub._watchers.clear()


def rows_of(user_id):
    """Every row that is a person's own."""
    found = []
    with engine().connect() as opened:
        for table in METADATA.sorted_tables:
            owner = next((table.c[name] for name in ("owner_id", "user_id") if name in table.c), None)
            if owner is not None and table.name != "audit_events":
                found += [(table.name, repr(row)) for row in opened.execute(table.select().where(owner == user_id))]
    return sorted(found)


async def leaks(kind, name, world, who):
    """What is wrong with how ``who`` fares with this handler; ``None`` is a stranger."""
    it = world.things[Role.RESEARCHER, "private"]
    before = rows_of(world.olga.user_id) if who else worlds.fingerprint()
    fired = await fire(kind, name, world.cookies[who.name] if who else "", it)
    told = f"{who.name if who else 'a stranger'}, {kind.__name__}.{name}"
    wrong = []
    event = f"{kind.get_full_name()}.{name}"
    if who is None and not fired.was_refused and event not in PUBLIC and not event.startswith(INTERNAL):
        wrong.append(f"{told}: not refused")
    if SECRET in fired.told():
        wrong.append(f"{told}: private things in the state or an event")
    if before != (rows_of(world.olga.user_id) if who else worlds.fingerprint()):
        wrong.append(f"{told}: private things were changed")
    if {f"task:{it['task']}", f"tasks:{world.olga.user_id}"} & watched():
        wrong.append(f"{told}: another's work is watched")
    return wrong


@pytest.mark.parametrize("kind", STATES, ids=lambda kind: kind.__name__)
async def test_a_stranger_gets_nowhere(kind, world):
    wrong = [problem for name in handlers_of(kind) for problem in await leaks(kind, name, world, None)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.VIEWER])
@pytest.mark.parametrize("kind", STATES, ids=lambda kind: kind.__name__)
async def test_another_person_with_olgas_ids_gets_nowhere(kind, role, world):
    who = world.people[role]
    wrong = [problem for name in handlers_of(kind) for problem in await leaks(kind, name, world, who)]
    assert not wrong, "\n".join(wrong)


async def test_the_same_events_show_olga_what_is_hers(world):
    """Else the walk would prove nothing: it would have looked where nothing can be."""
    it = world.things[Role.RESEARCHER, "private"]
    shown = set()
    for kind in STATES:
        if kind.__name__ in SHOW_THINGS and "load" in kind.event_handlers:
            fired = await fire(kind, "load", world.cookies["Olga"], it)
            if SECRET in fired.told():
                shown.add(kind.__name__)
    assert shown == SHOW_THINGS


async def test_a_leaky_handler_is_found(world):
    class LeakState(rx.State):
        shown: str = ""

        @rx.event
        def leak(self, strategy_id: str):
            self.shown = strategies.get(world.olga, strategy_id).name

        @rx.event
        def harm(self, strategy_id: str):
            strategies.rename(world.olga, strategy_id, "Harmed")

        @rx.event
        def tell(self, strategy_id: str):
            return rx.toast.info(strategies.get(world.olga, strategy_id).name)

    bob = world.people[Role.RESEARCHER]
    found = [problem for name in ("leak", "tell", "harm") for problem in await leaks(LeakState, name, world, bob)]
    assert [problem.split(": ")[1] for problem in found] == [
        "private things in the state or an event",
        "private things in the state or an event",
        "private things were changed",
    ]
    assert (await fire(LeakState, "leak", "", world.things[Role.RESEARCHER, "private"])).was_refused


async def test_no_var_is_set_by_name(world):
    kind = next(one for one in STATES if one.__name__ == "DatasetState")
    for cookie in ("", world.cookies["Bob"]):
        fired = await fire(kind, "setvar", cookie, world.things[Role.RESEARCHER, "own"])
        assert fired.was_refused
        assert isinstance(fired.events[0], StateUpdate)


def test_reflex_itself_serves_no_files_and_takes_none():
    from quantboard.app import app

    paths = {getattr(route, "path", "") for route in app._api.routes}
    assert paths == {"/ping", "/_health", "/_event"}
