"""Four people, one of each role, and Olga; of every kind of thing one for each: own, Olga's shared, Olga's private.

Built once a session, then copied into the fresh instance of a test.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from quantboard.core.access import Actor, Role
from quantboard.core.builder.parsing import graph_of
from quantboard.db import session as database
from quantboard.db.tables import METADATA
from quantboard.queue.names import Job
from quantboard.services import (
    accounts,
    builder,
    comments,
    datasets,
    import_records,
    invitations,
    profiles,
    schedules,
    sessions,
    sharing,
    strategies,
    tokens,
    trash,
    uploads,
)
from quantboard.settings import settings
from quantboard.store import uploads as files
from tests.instance import PASSWORD
from tests.services.objects import CODE, DATA, some_dataset, some_run, some_setup, some_strategy

RELATIONS = ("own", "shared", "private")
SECRET = "olgas-secret"  # in the name of every private thing of Olga's


@dataclass(frozen=True)
class World:
    """Who is there, and ``things[role, relation][kind]`` → id."""

    people: dict[Role, Actor]
    olga: Actor
    things: dict[tuple[Role, str], dict[str, str]]
    cookies: dict[str, str]  # the token of a session of each, by name


def build() -> World:
    """Everything, in the instance of the moment."""
    ann = accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)
    people = {Role.ADMIN: ann}
    for name, role in (("Vic", Role.VIEWER), ("Bob", Role.RESEARCHER), ("Rae", Role.REVIEWER)):
        made = accounts.add_user(ann, name, PASSWORD, role)
        people[role] = Actor(made.id, made.name, made.role)
    made = accounts.add_user(ann, "Olga", PASSWORD)
    olga = Actor(made.id, made.name, made.role)
    cookies = {one.name: accounts.sign_in(one.name, PASSWORD) for one in (*people.values(), olga)}
    things = {}
    for role, actor in people.items():
        maker = replace(actor, role=Role.RESEARCHER) if role is Role.VIEWER else actor
        things[role, "own"] = _things(maker, f"{actor.name}'s")
        things[role, "shared"] = _things(olga, f"Shared for {actor.name}", "team")
        things[role, "private"] = _things(olga, f"{SECRET} {actor.name}")
        waiting = datasets.submit_import(maker, f"{actor.name}'s next", [datasets.UploadPlan(_upload(maker))])[1]
        for relation in RELATIONS:
            things[role, relation]["my_import"] = waiting
    common = {"person": olga.user_id, "admin": ann.user_id, "invitation": invitations.invite(ann)[0].id}
    return World(people, olga, {whose: common | made for whose, made in things.items()}, cookies)


def _things(owner: Actor, name: str, visibility: str = "private") -> dict[str, str]:
    code = f"{CODE}# {name}\n"
    dataset, strategy = some_dataset(owner, name), some_strategy(owner, name, code)
    run = some_run(owner, strategy, dataset, name)
    made = {"dataset": dataset.id, "strategy": strategy.id, "backtest": run.id}
    made["setup"] = some_setup(owner, strategy, dataset, name).id
    made["profile"] = profiles.save(owner, name, ["Date"], {"zone": "UTC"}).id
    made["record"] = next(one.id for one in import_records.page(owner, 200).items if one.dataset_id == dataset.id)
    for kind in sharing.KINDS:
        sharing.share(owner, kind, [made[kind]], visibility)
    gone = {
        "dataset": some_dataset(owner, f"{name} gone", "yahoo.csv").id,
        "strategy": some_strategy(owner, f"{name} gone").id,
        "backtest": some_run(owner, strategy, dataset, f"{name} gone").id,
        "setup": some_setup(owner, strategy, dataset, f"{name} gone").id,
    }
    for kind, one in gone.items():
        sharing.share(owner, kind, [one], visibility)
        trash.delete(owner, kind, [one])
        made[f"gone_{kind}"] = one
    made["comment"] = comments.add(owner, run.id, f"{name} says").id
    made["task"] = run.task_id
    made["schedule"] = schedules.create(owner, name, Job.RUN_BACKTEST, "0 3 * * *", "UTC", {"backtest_id": run.id}).id
    made["upload"] = _upload(owner)
    made["token"] = tokens.create(owner, name, ["read"])[0].id
    made["session"] = sessions.list_sessions(owner)[-1].id
    made["draft"] = builder.start(owner, f"{name} drawn", graph_of(code)).id
    made["name"] = name
    made["source"] = strategies.source_of(owner, strategy.id)
    return made


def _upload(owner: Actor) -> str:
    return uploads.register(owner, files.keep(owner.user_id, DATA / "kaggle.csv")).id


def build_at(folder: Path, patch) -> World:
    """A world of its own under ``folder``."""
    patch.setenv("QUANTBOARD_DATA_DIR", str(folder))
    patch.setenv("QUANTBOARD_REDIS_URL", "stub://")
    settings.cache_clear()
    folder.mkdir(parents=True)
    METADATA.create_all(database.engine())
    try:
        return build()
    finally:
        database.close()
        settings.cache_clear()


_built: list[tuple[Path, World]] = []


def built_once(folder: Path) -> tuple[Path, World]:
    """The one world of this session, built under ``folder`` by whoever asks first."""
    if not _built:
        with pytest.MonkeyPatch.context() as patch:
            _built.append((folder, build_at(folder, patch)))
    return _built[0]


def copy_into(data_dir: Path, source: Path) -> None:
    """The built world's files and database in place of an empty instance's."""
    shutil.copytree(source, data_dir, dirs_exist_ok=True)


def fingerprint() -> dict[str, list]:
    """Every row of every table but the logs: equal before and after a deed that was refused."""
    logs = {"audit_events", "sign_in_failures", "rate_windows"}
    with database.engine().connect() as opened:
        return {
            table.name: sorted(map(repr, opened.execute(table.select()).all()))
            for table in METADATA.sorted_tables
            if table.name not in logs
        }
