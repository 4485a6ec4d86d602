"""Every operation of the described API under made-up requests: nothing breaks, and answers are as described."""

import os
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from quantboard.api.app import build
from quantboard.api.auth import COOKIE
from quantboard.api.problems import MEDIA
from quantboard.core.access import Actor
from quantboard.core.progress import silent
from quantboard.queue.names import Job
from quantboard.sandbox.server import ForkServer
from quantboard.services import accounts, backtests, datasets, strategies, tasks
from quantboard.services.work import work
from quantboard.settings import settings
from tests.instance import PASSWORD, SHARED
from tests.services.backtesting import SOURCE, asked, work_off

pytestmark = pytest.mark.slow

ELSEWHERE = {"object.not_named", "object.several_named", "preference.not_a_number"}  # raised by the shell or a form
NOT_OVER_REST = ("bench", "server", "page", "launch", "frontend", "web", "port", "session", "file", "usage")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDED = examples(
    max_examples=int(os.environ.get("SCHEMA_EXAMPLES_TEST", "6")),
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SPEC = build().openapi()
OPERATIONS = [f"{method.upper()} {path}" for path, ways in SPEC["paths"].items() for method in ways]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """An instance with some of everything, and the identities of it."""
    from quantboard.db import session as database
    from quantboard.db.tables import METADATA
    from quantboard.queue import broker

    folder = tmp_path_factory.mktemp("schema") / "data"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "DATA_DIR": str(folder),
            "REDIS_URL": "stub://",
            "API_PER_MINUTE": "0",
            "API_PER_HOUR": "0",
        }.items():
            patch.setenv(f"QUANTBOARD_{name}", value)
        if SHARED:
            patch.setenv("QUANTBOARD_DATABASE", SHARED)
        settings.cache_clear()
        if SHARED:
            METADATA.drop_all(database.engine())
        METADATA.create_all(database.engine())
        yield _made()
        database.close()
        broker.close()
    settings.cache_clear()


def _made():
    ann = accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)
    made = accounts.add_user(ann, "Bob", PASSWORD)
    bob = Actor(made.id, made.name, made.role)
    data, saved = datasets.load_sample_now(bob, silent), strategies.create(bob, "Mine", SOURCE)
    run = asked(bob, data)
    with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR")) as server:
        work_off(server, backtests.view(bob, run.id))
    with work() as w:
        waiting = tasks.submit(w, bob, Job.RUN_BACKTEST, {"backtest_id": "b" * 32}, title="Waits")
    ids = {"dataset_id": data.id, "strategy_id": saved.id, "backtest_id": run.id, "task_id": run.task_id}
    return {"token": accounts.sign_in("Bob", PASSWORD), "ids": ids, "waiting": waiting, "key": "macd"}


@pytest.fixture(scope="module")
def schema(world):
    made = schemathesis.openapi.from_asgi("/api/openapi.json", build())
    made.config.generation.update(with_security_parameters=False)
    return made


def tried(schema, operation, check):
    """Some made-up requests of one operation."""
    method, path = operation.split(" ", 1)
    found = schema[path][method]

    @BOUNDED
    @given(case=found.as_strategy())
    def send(case):
        check(case)

    send()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_researcher_is_answered_as_described(schema, world, operation):
    seen = []

    def check(case):
        if len(seen) % 2 and operation.split(" ")[0] != "DELETE":  # every second one about what is there
            case.path_parameters = {
                **case.path_parameters,
                **{k: v for k, v in world["ids"].items() if k in case.path_parameters},
            }
        answer = case.call(cookies={COOKIE: world["token"]})
        seen.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            assert answer.headers["content-type"][0] == MEDIA

    tried(schema, operation, check)
    assert 401 not in seen or "password" in operation  # which asks for the old one


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_stranger_is_refused_as_described(schema, operation):
    def check(case):
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code in (400, 401, 405, 413, 422), answer.status_code

    tried(schema, operation, check)


def test_every_operation_is_described():
    ids = [way["operationId"] for ways in SPEC["paths"].values() for way in ways.values()]
    assert len(ids) == len(set(ids))
    for path, ways in SPEC["paths"].items():
        for method, way in ways.items():
            assert way["summary"], (method, path)
            assert way["description"], (method, path)
            assert way["tags"], (method, path)
            assert {"401", "422", "429", "500"} <= set(way["responses"])


def test_every_text_that_is_sent_has_a_limit():
    """Strings in bodies and queries say how long they may be."""
    endless = []
    for name, shape in SPEC["components"]["schemas"].items():
        if shape.get("additionalProperties") is False:  # the body of a request
            for field, what in shape.get("properties", {}).items():
                texts = [one for one in [what, *what.get("anyOf", [])] if one.get("type") == "string"]
                endless += [
                    f"{name}.{field}" for one in texts if not {"maxLength", "pattern", "enum", "format"} & set(one)
                ]
    for path, ways in SPEC["paths"].items():
        for way in ways.values():
            for one in way.get("parameters", []):
                shapes = [one["schema"], *one["schema"].get("anyOf", [])]
                texts = [s for s in shapes if s.get("type") == "string"]
                endless += [
                    f"{path} {one['name']}" for s in texts if not {"maxLength", "pattern", "enum", "format"} & set(s)
                ]
    assert not endless


def test_codes_of_the_house_are_listed():
    from quantboard.api.catalogue import error_codes

    known = {one["code"] for one in error_codes()}
    text = (Path(__file__).parents[2] / "docs" / "errors.md").read_text()
    documented = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    only_shell = {code for code in documented - known if code.split(".")[0] in NOT_OVER_REST or code in ELSEWHERE}
    assert documented - known - only_shell == set()
