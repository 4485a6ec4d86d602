from dataclasses import dataclass, replace

import pytest

from quantboard.core.access import (
    SCOPE_OF,
    SCOPES_FOR,
    Absent,
    Actor,
    Deed,
    Role,
    RoleTooLow,
    Scope,
    ScopeMissing,
    may,
    require,
)


@dataclass
class Thing:
    owner_id: str
    visibility: str = "private"


MINE, OTHERS, SHARED = Thing("me"), Thing("you"), Thing("you", "team")


def me(role):
    return Actor("me", "Me", role)


@pytest.mark.parametrize(
    ("role", "mine", "shared", "others"),
    [
        (Role.VIEWER, {Deed.SEE}, {Deed.SEE}, set()),
        (Role.RESEARCHER, set(Deed) - {Deed.MANAGE}, {Deed.SEE, Deed.RUN}, set()),
        (Role.REVIEWER, set(Deed) - {Deed.MANAGE}, {Deed.SEE, Deed.RUN}, set()),
        (Role.ADMIN, set(Deed), set(Deed), {Deed.SEE, Deed.MANAGE}),
    ],
)
def test_the_table(role, mine, shared, others):
    for thing, allowed in ((MINE, mine), (SHARED, shared), (OTHERS, others)):
        assert {deed for deed in Deed if may(me(role), deed, thing)} == allowed


def test_a_private_object_of_another_looks_absent():
    with pytest.raises(Absent, match="no such dataset"):
        require(me(Role.RESEARCHER), Deed.CHANGE, OTHERS, "dataset")


def test_a_shared_object_says_what_is_missing():
    with pytest.raises(RoleTooLow, match="viewer"):
        require(me(Role.VIEWER), Deed.RUN, SHARED)
    require(me(Role.RESEARCHER), Deed.RUN, SHARED)


def test_making_needs_no_object():
    assert may(me(Role.RESEARCHER), Deed.MAKE)
    assert not may(me(Role.VIEWER), Deed.MAKE)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_narrows_what_the_role_allows(scope):
    program = replace(me(Role.ADMIN), scopes=frozenset({scope}), token_id="t")
    assert {deed for deed in Deed if may(program, deed, MINE)} == {deed for deed in Deed if SCOPE_OF[deed] is scope}
    for deed in Deed:
        if SCOPE_OF[deed] is not scope:
            with pytest.raises(ScopeMissing):
                require(program, deed, OTHERS)


def test_a_scope_never_widens_a_role():
    program = replace(me(Role.VIEWER), scopes=frozenset(Scope))
    assert not may(program, Deed.MAKE)
    assert SCOPES_FOR[Role.VIEWER] == {Scope.READ}
    assert SCOPES_FOR[Role.ADMIN] == set(Scope)
    with pytest.raises(Absent):
        require(replace(program, role=Role.RESEARCHER), Deed.SEE, OTHERS)
