import pytest

from quantboard.core.access import Role
from quantboard.services import invitations, resets
from quantboard.ui.onboarding.link_state import LinkState
from tests.ui.tabs import state_of, tree


def stranger(kind, path):
    return state_of(tree(path=path), kind)


async def test_an_invitation_says_who_invites_and_as_what(ann):
    _, key = invitations.invite(ann, Role.VIEWER)
    page = stranger(LinkState, "/join")
    assert "location.hash" in repr(await page.enter())
    await page.look(key)
    assert (page.role, page.inviter, page.is_checked, page.is_over) == ("viewer", "Ann", True, False)
    assert key not in repr(page.dict())


async def test_a_reset_says_for_whom(ann, bob):
    _, key = resets.make_link(ann, bob.user_id)
    page = stranger(LinkState, "/reset")
    await page.enter()
    await page.look(key)
    assert (page.name, page.is_over) == ("Bob", False)


@pytest.mark.parametrize("path", ["/join", "/reset"])
@pytest.mark.parametrize("key", ["", "guess", None, "x" * 5000])
async def test_what_is_no_link_is_over(ann, path, key):
    page = stranger(LinkState, path)
    await page.enter()
    await page.look(key)
    assert (page.is_over, page.is_checked) == (True, True)


async def test_before_the_first_account_nobody_joins(instance):
    assert "/welcome" in repr(await stranger(LinkState, "/join").enter())
