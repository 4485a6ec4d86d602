"""Is this installation sound: settings that are unsafe or do not go together, folders, what must be on the machine."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from quantboard.errors import QuantBoardError
from quantboard.settings import BadSetting, Settings, settings

GOOD, DOUBTFUL, BAD = "good", "doubtful", "bad"
LEAST_SECRET = 12
LEAST_FREE_MB = 500
WELL_KNOWN = {
    "", "admin", "change-me", "change_me", "changeme", "default", "example", "guest", "letmein", "password", "pass",
    "postgres", "quantboard", "redis", "root", "secret", "test", "valkey", "123456", "12345678", "qwerty",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: str  # good, doubtful, bad
    why: str = ""
    fix: str = ""

    def as_json(self) -> dict[str, str]:
        """The shell's object."""
        return asdict(self)


def require_sound() -> None:
    """Refuse to start on what is plainly wrong, with the cure; raises ``BadSetting``."""
    for finding in findings(settings()):
        if finding.state == BAD:
            raise BadSetting(finding.why, finding.fix)


def findings(chosen: Settings) -> Iterator[Finding]:
    """Everything that can be told without starting anything."""
    for look in (_folders, _space, _combinations, _hosted):
        yield from look(chosen)


def everything(chosen: Settings) -> Iterator[Finding]:
    """The same and what takes longer: Python, the platform, the broker's program, the front end, the sandbox."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    is_known = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Finding(f"Python {version}", GOOD if is_known else BAD, "" if is_known else "3.11 to 3.13 are supported.")
    is_linux = sys.platform == "linux"
    why = "" if is_linux else "People's code runs on Linux only; the rest works."
    yield Finding(
        f"platform {sys.platform}", GOOD if is_linux else DOUBTFUL, why, "" if is_linux else "Use a container."
    )
    yield from findings(chosen)
    if not chosen.redis_url:
        from quantboard.queue import embedded  # here: a start that only checks settings does not wait for its import

        yield _try("message broker's program", embedded.find_server)
    if find_spec("psycopg") is None and chosen.database.startswith("postgresql"):
        yield Finding("PostgreSQL driver", BAD, "psycopg is not installed.", "Install QuantBoard again.")


def _try(what: str, deed: Callable[[], str]) -> Finding:
    try:
        return Finding(what, GOOD, deed())
    except QuantBoardError as problem:
        return Finding(what, BAD, problem.message, problem.hint)


def _folders(chosen: Settings) -> Iterator[Finding]:
    asked = {"data_dir": chosen.data_dir, "cache_dir": chosen.cache_dir}
    if chosen.backup_dir is not None:
        asked["backup_dir"] = chosen.backup_dir
    for name, folder in asked.items():
        variable = f"QUANTBOARD_{name.upper()}"
        problem = _write_problem(folder)
        fix = f"Set {variable} to a folder that you may write to." if problem else ""
        yield Finding(f"{variable} {folder}", BAD if problem else GOOD, problem, fix)


def _write_problem(folder: Path) -> str:
    """Why a folder, or the nearest one that exists, cannot be written to; really tried."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        return f"{nearest} is not a folder."
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return ""
    except OSError as problem:
        return f"{nearest} cannot be written to: {problem.strerror or problem}."


def _space(chosen: Settings) -> Iterator[Finding]:
    if not chosen.data_dir.exists():
        return
    free_mb = shutil.disk_usage(chosen.data_dir).free >> 20
    state = GOOD if free_mb >= LEAST_FREE_MB else DOUBTFUL
    yield Finding(
        f"{free_mb} MB free", state, "" if state == GOOD else "That is little.", "Free some, or move the data."
    )


def _combinations(chosen: Settings) -> Iterator[Finding]:
    rules = [
        (
            bool(chosen.redis_url) and chosen.database_url.startswith("sqlite") and chosen.hosted,
            "Several machines cannot share an SQLite file: hosted with QUANTBOARD_REDIS_URL it needs PostgreSQL.",
            "Set QUANTBOARD_DATABASE=postgresql://…, or unset QUANTBOARD_REDIS_URL on a single machine.",
        ),
        (
            chosen.sandbox_time_limit_s > chosen.job_time_limit_s,
            "QUANTBOARD_SANDBOX_TIME_LIMIT_S is longer than QUANTBOARD_JOB_TIME_LIMIT_S: the job would end first.",
            "Lower the first or raise the second.",
        ),
        (
            chosen.sandbox_memory_mb > chosen.job_memory_mb,
            "QUANTBOARD_SANDBOX_MEMORY_MB is more than QUANTBOARD_JOB_MEMORY_MB.",
            "Lower the first or raise the second.",
        ),
        (
            "*" in chosen.allowed_origins or "*" in chosen.cors_origins,
            "'*' lets any site act in the name of whoever is signed in.",
            "Name the origins: QUANTBOARD_ALLOWED_ORIGINS='[\"https://board.example.org\"]'.",
        ),
        (
            bool(chosen.metrics_token) and _is_weak(chosen.metrics_token),
            "QUANTBOARD_METRICS_TOKEN is short or well known.",
            f"Choose {LEAST_SECRET} characters or more: python3 -c 'import secrets; print(secrets.token_urlsafe())'",
        ),
    ]
    told = [Finding("settings", BAD, why, fix) for is_so, why, fix in rules if is_so]
    yield from told or [Finding("settings go together", GOOD)]


def _hosted(chosen: Settings) -> Iterator[Finding]:
    if not chosen.hosted:
        if not _is_loopback(chosen.host):
            yield Finding(
                f"QUANTBOARD_HOST {chosen.host}",
                DOUBTFUL,
                "Other machines can reach this instance, but it is not set up as hosted.",
                "Set QUANTBOARD_HOSTED=true: then unsafe settings are refused.",
            )
        return
    told = [*_debugging(chosen), *_weak_secrets(chosen), *_reachable(chosen)]
    yield from told or [Finding("hosted: no weak secret, no debug mode", GOOD)]


def _debugging(chosen: Settings) -> Iterator[Finding]:
    if chosen.log_level == "debug":
        why = "QUANTBOARD_LOG_LEVEL=debug is not for a hosted instance."
        yield Finding("debug mode", BAD, why, "Use info, warning or error.")
    if chosen.log_bodies:
        why = "QUANTBOARD_LOG_BODIES writes what people send into the logs; not on a hosted instance."
        yield Finding("debug mode", BAD, why, "Unset it.")


def _weak_secrets(chosen: Settings) -> Iterator[Finding]:
    for name, url in (("QUANTBOARD_DATABASE", chosen.database), ("QUANTBOARD_REDIS_URL", chosen.redis_url)):
        parts = urlsplit(url)
        if not parts.hostname or "host=/" in parts.query:
            continue  # a file, or a socket of this machine
        password = unquote(parts.password or "")
        if _is_weak(password, unquote(parts.username or "")):
            what = "no password" if not password else "a short or well-known password"
            fix = f"Give the server a password of {LEAST_SECRET} characters or more and put it into {name}."
            yield Finding(name, BAD, f"{name} has {what}.", fix)


def _is_weak(secret: str, user: str = "") -> bool:
    return len(secret) < LEAST_SECRET or secret.lower() in WELL_KNOWN or secret == user or len(set(secret)) < 5


def _reachable(chosen: Settings) -> Iterator[Finding]:
    if not chosen.allowed_origins:
        why = "QUANTBOARD_ALLOWED_ORIGINS is empty: browsers that call this instance by its name would be refused."
        yield Finding("origins", BAD, why, "QUANTBOARD_ALLOWED_ORIGINS='[\"https://board.example.org\"]'")
    plain = [one for one in chosen.allowed_origins if one.startswith("http://") and not _is_local_origin(one)]
    if plain:
        why = f"{plain[0]} is not encrypted: passwords and cookies could be read on the way."
        yield Finding("origins", BAD, why, "Put a reverse proxy with TLS in front and name it with https://.")
    if not _is_loopback(chosen.host) and chosen.proxy_hops == 0:
        why = "QUANTBOARD_PROXY_HOPS is 0: behind a proxy all people would count as one address."
        yield Finding("proxy", DOUBTFUL, why, "Set it to the number of proxies in front.")


def _is_local_origin(origin: str) -> bool:
    return _is_loopback(urlsplit(origin).hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
