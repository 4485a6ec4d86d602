"""Every use-case × every role × one's own, another's shared, another's private thing: what the table says, happens."""

import importlib
import inspect
import pkgutil
from dataclasses import replace

import pytest

import quantboard.services
from quantboard.core.access import Role
from quantboard.errors import NotAllowed, NotFound
from tests.instance import SHARED
from tests.services import world as worlds
from tests.services.use_cases import RULES, USE_CASES
from tests.services.world import RELATIONS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(SHARED), reason="rights are decided in Python, whatever the database"),
]
GIVEN_A_TRANSACTION = ("asking", "w", "writing")  # parts of use-cases: only services can call them
HAPPENS = {"S": "success", "D": "denied", "A": "absent"}


def discovered():
    """``module.function`` of every public function of the services that acts for somebody."""
    for module in pkgutil.iter_modules(quantboard.services.__path__):
        found = importlib.import_module(f"quantboard.services.{module.name}")
        for name, function in vars(found).items():
            is_ours = inspect.isfunction(function) and function.__module__ == found.__name__
            if not is_ours or name.startswith("_"):
                continue
            asked = list(inspect.signature(function).parameters)
            if "actor" in asked and asked[0] not in GIVEN_A_TRANSACTION:
                yield f"{module.name}.{name}"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return worlds.built_once(tmp_path_factory.mktemp("world") / "data")


@pytest.fixture
def world(built, blank):
    folder, made = built
    worlds.copy_into(blank, folder)
    return made


def outcome(use, actor, it):
    """What comes of it: success, denied, absent; of a list, whether the thing is in it."""
    try:
        answer = use.call(actor, it)
    except NotFound:
        return "absent"
    except NotAllowed:
        return "denied"
    except use.may_raise:
        return "success"
    if not use.kind:
        return "success"
    return "success" if it[use.kind] in answer else "absent"


def test_every_use_case_stands_in_the_table():
    assert set(USE_CASES) == set(discovered())


@pytest.mark.parametrize("name", sorted(USE_CASES))
def test_each_role_may_exactly_this(name, world, tmp_path):
    use = USE_CASES[name]
    wrong = []
    for role in Role:
        letters = RULES[use.rule][role]
        for relation, letter in zip(RELATIONS, letters, strict=False):
            it = {**world.things[role, relation], "folder": tmp_path}
            before = worlds.fingerprint() if letter != "S" else None
            found = outcome(use, world.people[role], it)
            if found != HAPPENS[letter]:
                wrong.append(f"{role}, {relation}: {found} instead of {HAPPENS[letter]}")
            elif before is not None and before != worlds.fingerprint():
                wrong.append(f"{role}, {relation}: {found}, and yet something has changed")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(USE_CASES))
def test_a_token_without_scopes_opens_nothing(name, world, tmp_path):
    use = USE_CASES[name]
    admin = replace(world.people[Role.ADMIN], scopes=frozenset(), token_id="t")
    before = worlds.fingerprint()
    assert outcome(use, admin, {**world.things[Role.ADMIN, "own"], "folder": tmp_path}) in ("denied", "absent")
    assert worlds.fingerprint() == before


def test_the_matrix_can_fail(world):
    leaky = USE_CASES["strategies.get"]
    it = world.things[Role.RESEARCHER, "private"]
    assert outcome(leaky, world.people[Role.RESEARCHER], it) == "absent"
    careless = replace(leaky, call=lambda _, it: leaky.call(world.olga, it))
    assert outcome(careless, world.people[Role.RESEARCHER], it) == "success"
