import pytest

from quantboard.services import accounts, datasets, guides
from quantboard.services.guides import GUIDES
from quantboard.ui.guide_state import GuideState
from quantboard.ui.guide_stops import STOPS, reached
from quantboard.ui.pages import PAGES
from quantboard.ui.text.catalogue import both
from tests.ui.tabs import state_of, tree

PASSWORD = "difference engine 9"


@pytest.fixture
def root(instance, ann):
    accounts.add_user(ann, "Ada", PASSWORD)
    return tree(accounts.sign_in("Ada", PASSWORD), path="/")


@pytest.fixture
def lead(root):
    return state_of(root, GuideState)


def walk_to(lead, path):
    lead._get_root_state().router = tree(
        lead.router.headers.cookie.split("qb_session=")[1].split(";")[0], path=path
    ).router


def test_every_step_has_its_words_and_leads_to_a_page():
    fixed = {page.route.split("[")[0] for page in PAGES}
    for key, stops in STOPS.items():
        assert len(stops) == GUIDES[key]
        for step, stop in enumerate(stops, 1):
            both(f"guide.{key}_{step}")
            both(f"guide.{key}_{step}_text")
            assert any(stop.href({}).startswith(route) for route in fixed - {"/"}), stop


async def test_begin_forward_back_finish(lead):
    await lead.begin("report")
    assert (lead.key, lead.step, lead.n_steps) == ("report", 1, 4)
    await lead.forward()
    await lead.back()
    assert lead.step == 1
    for _ in range(4):
        await lead.forward()
    assert lead.key == ""
    assert lead.n_done == 1


async def test_it_is_left_and_taken_up_where_it_was(lead):
    await lead.begin("import")
    await lead.forward()
    await lead.leave()
    assert lead.key == ""
    assert [(row.state, row.step) for row in lead.rows if row.key == "import"] == [("open", 2)]
    await lead.begin("import")
    assert lead.step == 2


async def test_a_done_guide_begins_anew_and_can_be_unmarked(lead):
    await lead.begin("api")
    for _ in range(3):
        await lead.forward()
    await lead.begin("api")
    assert (lead.step, lead.n_done) == (1, 0)
    await lead.skip()
    assert [row.state for row in lead.rows if row.key == "api"] == ["skipped"]
    await lead.unmark("api")
    assert [row.state for row in lead.rows if row.key == "api"] == ["open"]


async def test_it_points_at_the_thing_on_its_page_and_at_the_way_elsewhere(lead):
    await lead.begin("first")
    assert not lead.is_here
    assert lead.target == 'a[href="/data"]'
    walk_to(lead, "/data")
    await lead.follow()
    assert lead.is_here
    assert "#load-sample" in lead.target


async def test_the_first_guide_goes_on_by_itself_when_the_next_page_is_reached(lead, instance):
    await lead.begin("first")
    ada = accounts.actor_of(lead.router.headers.cookie.split("qb_session=")[1].split(";")[0])
    walk_to(lead, "/strategies/new/double_moving_average")
    await lead.follow()
    assert lead.step == 1  # there are no prices yet
    datasets.load_sample_now(ada, lambda *_: None)
    await lead.follow()
    assert lead.step == 2
    assert guides.guide(ada, "first").step == 2


@pytest.mark.parametrize(
    ("step", "path", "done", "expected"),
    [
        (1, "/backtests/new", 2, 3),
        (3, "/backtests/01ab", 3, 4),
        (3, "/backtests/new", 3, 3),
        (1, "/tasks", 3, 1),
        (4, "/data", 3, 4),
    ],
)
def test_only_later_steps_are_reached(step, path, done, expected):
    assert reached("first", step, path, done) == expected
    assert reached("report", step, path, done) == step
