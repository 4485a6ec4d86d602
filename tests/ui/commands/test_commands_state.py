"""What the command palette is answered."""

import pytest

from quantboard.core.progress import silent
from quantboard.services import accounts, datasets, preferences
from quantboard.ui.commands.commands_state import CommandState
from quantboard.ui.commands.palette import ACTS, PAGES
from quantboard.ui.pages import PAGES as BUILT
from quantboard.ui.shell_state import ShellState
from quantboard.ui.text.catalogue import LanguageState
from tests.instance import PASSWORD
from tests.ui.tabs import state_of, tree


@pytest.fixture
def tab(ann):
    return state_of(tree(accounts.sign_in("Ann", PASSWORD)), CommandState)


@pytest.fixture
def sample(ann):
    return datasets.load_sample_now(ann, silent)


def found(tab):
    return [(line.kind, line.href, line.recent) for line in tab.hits]


async def test_objects_by_a_few_letters(tab, sample):
    await tab.search("us stocks", [])
    assert found(tab)[0] == ("dataset", f"/data/{sample.id}", False)
    assert tab.hits_for == "us stocks"


async def test_topics_of_the_manual_are_found_too(tab):
    await tab.search("drawdown", [])
    assert any(line.kind == "topic" and line.href.startswith("/help/") for line in tab.hits)


async def test_what_was_opened_last_comes_by_its_present_name(tab, sample):
    await tab.search("", [["dataset", sample.id], ["dataset", "gone"], ["spell", "x"]])
    assert found(tab) == [("dataset", f"/data/{sample.id}", True)]


@pytest.mark.parametrize("strange", [None, 7, ["dataset"], [["a"]], [[1, 2, 3]], [{"a": 1}]])
async def test_a_strange_memory_is_ignored(tab, strange):
    await tab.search("", strange)
    assert tab.hits == []


async def test_others_find_nothing_of_mine(sample, bob):
    his = state_of(tree(accounts.sign_in("Bob", PASSWORD)), CommandState)
    await his.search("us stocks", [])
    await his.search("", [["dataset", sample.id]])
    assert his.hits == []


async def test_acts(tab, ann):
    await tab.act("theme-dark")
    assert preferences.preferences(ann)["theme"] == "dark"
    await tab.act("mode")
    assert state_of(tab._get_root_state(), ShellState).is_asking_mode
    await tab.act("language")
    assert state_of(tab._get_root_state(), LanguageState).language == "zh-CN"
    assert await tab.act("sign-out") is not None
    assert await tab.act("format the disk") is None


def test_the_palette_leads_to_pages_that_exist():
    known = {page.route for page in BUILT}
    assert not [href for href, _, _ in PAGES if href not in known]


def test_every_jump_has_its_own_letter():
    jumps = [jump for _, _, jump in PAGES if jump]
    assert len(jumps) == len(set(jumps))
    assert len(ACTS) == len(dict(ACTS))
