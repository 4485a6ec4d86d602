import pytest
from instance import PASSWORD

from quantboard.core.access import Role, RoleTooLow
from quantboard.services import accounts, invitations, people, resets
from quantboard.ui.people.people_state import LINK, PeopleState
from tests.ui.tabs import state_of, tree


def signed_in(kind, name):
    return state_of(tree(accounts.sign_in(name, PASSWORD)), kind)


def payload(event):
    return {str(name): str(value) for name, value in event.args}


@pytest.fixture
async def page(ann, bob, vic):
    made = signed_in(PeopleState, "Ann")
    await made.load()
    return made


def key_of(events):
    event, focus = events
    assert f"{LINK}-copy" in str(focus.args)
    link = payload(event)["value"].strip('"')
    assert payload(event)["ref"].strip('"') == f"ref_{LINK.replace('-', '_')}"
    return link.rpartition("#")[2]


async def test_everybody_is_shown_with_role_and_state(ann, page):
    assert [(row.name, row.role, row.is_active, row.is_me) for row in page.rows] == [
        ("Ann", "admin", True, True),
        ("Bob", "researcher", True, False),
        ("Vic", "viewer", True, False),
    ]
    await page.search("vi")
    assert ([row.name for row in page.rows], page.n_people) == (["Vic"], 3)


async def test_others_see_nobody_and_can_do_nothing(ann, bob):
    made = signed_in(PeopleState, "Bob")
    await made.load()
    assert (made.is_refused, made.rows, made.invited) == (True, [], [])
    with pytest.raises(RoleTooLow):
        await made.invite()
    with pytest.raises(RoleTooLow):
        await made.reactivate(ann.user_id)
    for deed in (made.make_reset_link, made.change_role, made.rename, made.sign_out, made.transfer, made.deactivate):
        made.problem = ""
        assert await deed() is None
        assert "may not" in made.problem


async def test_an_invitation_shows_its_link_but_keeps_it_nowhere(page):
    await page.open("invite", "")
    page.set_role("viewer")
    page.set_text("for Dora")
    key = key_of(await page.invite())
    assert invitations.look(key).role is Role.VIEWER
    assert page.has_link
    assert key not in repr(page.dict())
    assert (page.invited[0].note, page.invited[0].state) == ("for Dora", "open")
    await page.withdraw(page.invited[0].id)
    assert page.invited[0].state == "revoked"


async def test_a_bad_invitation_stays_in_the_dialog(page):
    await page.open("invite", "")
    page.set_days("99")
    assert await page.invite() is None
    assert (page.problem != "", page.has_link, page.dialog) == (True, False, "invite")


async def test_a_reset_link_works(bob, page):
    await page.open("reset", bob.user_id)
    key = key_of(await page.make_reset_link())
    assert resets.look(key).name == "Bob"
    await page.set_dialog(False)
    assert (page.dialog, page.has_link) == ("", False)


async def test_a_role_is_changed(ann, bob, page):
    await page.open("role", bob.user_id)
    page.set_role("reviewer")
    await page.change_role()
    assert (page.dialog, people.find(ann, "Bob").role) == ("", Role.REVIEWER)
    await page.open("role", ann.user_id)
    page.set_role("viewer")
    await page.change_role()
    assert "only active administrator" in page.problem
    assert page.dialog == "role"


async def test_who_is_deactivated_is_named_with_what_ends(ann, bob, page):
    accounts.sign_in("Bob", PASSWORD)
    await page.open("deactivate", bob.user_id)
    assert (page.subject.name, page.n_sessions, page.n_tokens) == ("Bob", 1, 0)
    await page.deactivate()
    assert [row.is_active for row in page.rows] == [True, False, True]
    await page.reactivate(bob.user_id)
    assert all(row.is_active for row in page.rows)


async def test_rename_sign_out_and_hand_over(ann, bob, page):
    await page.open("rename", bob.user_id)
    page.set_text("Robert")
    await page.rename()
    accounts.sign_in("Robert", PASSWORD)
    await page.open("sign_out", bob.user_id)
    await page.sign_out()
    assert people.affected(ann, bob.user_id).n_sessions == 0
    await page.open("transfer", bob.user_id)
    assert [name for _, name in page.takers] == ["Ann"]
    page.set_taker(ann.user_id)
    await page.transfer()
    assert page.dialog == ""


async def test_unknown_dialogs_do_not_open(page):
    await page.open("format_disk", "")
    assert page.dialog == ""
