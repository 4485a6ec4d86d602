"""What is shipped for hosting names only what exists; nothing runs as root or without limits."""

import re
import shlex
import subprocess

import click
import pytest
import yaml
from sources import ROOT

from quantboard.cli.main import cli
from quantboard.services import preflight
from quantboard.settings import Settings, settings

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = {name: one for name, one in COMPOSE["services"].items() if "build" in one}
UNITS = sorted((ROOT / "deploy").glob("quantboard*.service"))
PLACES = [
    ROOT / "compose.yaml",
    ROOT / "Dockerfile",
    ROOT / "docs" / "hosting.md",
    *sorted((ROOT / "deploy").iterdir()),
]
NO_SETTINGS = {"QUANTBOARD_SECRETS_DIR", "QUANTBOARD_ORIGIN", "QUANTBOARD_VERSION"}


def parses(words):
    """Whether click accepts a command and its options; nothing is run."""
    assert words[0].rpartition("/")[2] == "quantboard", words
    command, context, left = cli, click.Context(cli, info_name="quantboard"), list(words[1:])
    while isinstance(command, click.Group) and left:
        name = left.pop(0)
        found = command.get_command(context, name)
        assert found is not None, words
        command, context = found, click.Context(found, info_name=name, parent=context)
    command.make_parser(context).parse_args(args=left)


def test_every_setting_that_is_named_exists():
    known = {f"QUANTBOARD_{name.upper()}" for name in Settings.model_fields} | NO_SETTINGS
    for place in PLACES:
        if place.is_file():
            named = set(re.findall(r"QUANTBOARD_[A-Z][A-Z_]*[A-Z]", place.read_text()))
            assert named <= known, (place.name, named - known)


def test_every_command_that_is_named_exists():
    given = [
        shlex.split(line)
        for line in re.findall(
            r"^(?:QUANTBOARD_\S+ )*(quantboard .*)$", (ROOT / "docs" / "hosting.md").read_text(), re.M
        )
    ]
    given += [
        shlex.split(line)
        for line in re.findall(r"exec web (quantboard .*)$", (ROOT / "docs" / "hosting.md").read_text(), re.M)
    ]
    given += [re.search(r"^ExecStart=(.*)$", unit.read_text(), re.M)[1].split() for unit in UNITS]
    for one in OURS.values():
        given.append(["quantboard", *one["command"]] if "entrypoint" not in one else ["quantboard", "backup"])
        if "test" in one["healthcheck"]:
            given.append(one["healthcheck"]["test"][1:])
    assert len(given) > 10
    for words in given:
        parses(words)


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_services_have_limits_a_user_and_a_health_check(name):
    one = COMPOSE["services"][name]
    assert one["cpus"]
    assert one["mem_limit"]
    assert "no-new-privileges:true" in one["security_opt"]
    assert "healthcheck" in one
    assert "latest" not in one["image"]
    assert ":" in one["image"]
    assert not one.get("privileged")
    if name != "database":  # PostgreSQL's image drops root by itself
        assert not str(one["user"]).startswith(("0", "root"))
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
    for published in one.get("ports", []):
        assert published.startswith("127.0.0.1:")


def test_references_inside_the_compose_file_lead_somewhere():
    for one in COMPOSE["services"].values():
        assert set(one.get("depends_on", {})) <= set(COMPOSE["services"])
        assert set(one.get("secrets", [])) <= set(COMPOSE["secrets"])
        for volume in one.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"]
    for one in OURS.values():
        assert not [
            name for name in one["environment"] if "DATABASE" in name or "REDIS" in name
        ]  # secrets come as files


def test_the_script_makes_secrets_that_a_hosted_start_accepts(tmp_path, monkeypatch):
    def make():
        subprocess.run(["sh", ROOT / "deploy" / "make-secrets.sh", tmp_path / "secrets"], check=True)
        return {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    found = make()
    assert make() == found  # what is there stays
    assert {f"{name}" for name in found} == set(COMPOSE["secrets"])
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    environment = OURS["web"]["environment"]
    for name, value in environment.items():
        monkeypatch.setenv(
            name, value.replace("${QUANTBOARD_ORIGIN:?say https://your.name}", "https://board.example.org")
        )
    monkeypatch.setenv("QUANTBOARD_SECRETS_DIR", str(tmp_path / "secrets"))
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("QUANTBOARD_BACKUP_DIR", str(tmp_path / "backups"))
    settings.cache_clear()
    try:
        preflight.require_sound()
        assert settings().database_url == found["quantboard_database"]
        assert settings().redis_url == found["quantboard_redis_url"]
        assert settings().web_workers == 2
    finally:
        settings.cache_clear()


def test_the_dockerfile_ends_as_somebody_and_copies_what_there_is():
    lines = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text()).splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line.strip() and not line.lstrip().startswith("#")]
    known = {
        "FROM",
        "RUN",
        "COPY",
        "ENV",
        "USER",
        "WORKDIR",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }
    assert {step[0] for step in steps} <= known
    last = max(n for n, step in enumerate(steps) if step[0] == "FROM")
    users = [step[1] for step in steps[last:] if step[0] == "USER"]
    assert users == ["10001:10001"]
    assert OURS["web"]["user"] == users[0]
    for step in steps:
        if step[0] == "FROM":
            assert re.fullmatch(r"python:3\.1[1-3]-slim-\w+( AS build)?", step[1])
        if step[0] == "COPY" and "--from" not in step[1]:
            assert all((ROOT / name).exists() for name in step[1].split()[:-1])
    assert ["ENTRYPOINT", '["quantboard"]'] in steps


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_shut_in(unit):
    lines = dict(
        line.split("=", 1) for line in unit.read_text().splitlines() if "=" in line and not line.startswith("#")
    )
    for name, value in {
        "User": "quantboard",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "SystemCallArchitectures": "native",
    }.items():
        assert lines[name] == value, name
    assert lines["ExecStart"].startswith("/opt/quantboard/bin/quantboard ")
    assert lines["StateDirectory"] == "quantboard"


def test_the_proxy_lets_web_sockets_uploads_and_streams_through_and_no_metrics():
    text = re.sub(r"#.*", "", (ROOT / "deploy" / "nginx.conf").read_text())
    assert text.count("{") == text.count("}")
    assert not [line for line in text.splitlines() if line.strip() and not line.rstrip().endswith(("{", "}", ";"))]
    for wanted in (
        "location /_event",
        "proxy_set_header Upgrade",
        "X-Request-ID",
        "X-Forwarded-Proto",
        "proxy_request_buffering off",
        "proxy_buffering off",
    ):
        assert wanted in text
    assert re.search(r"location = /metrics \{\s*return 403;", text)
    limit = int(re.search(r"client_max_body_size (\d+)m", text)[1])
    assert limit >= Settings.model_fields["upload_limit_mb"].default
