"""Settings, read once from ``QUANTBOARD_*``; the only reader of the environment."""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from quantboard.errors import InvalidInput


class BadSetting(InvalidInput):
    """An environment variable holds a value that cannot be used."""

    code = "settings.invalid"


def _home(variable: str, *fallback: str) -> Path:
    given = os.environ.get(variable)
    return Path(given) if given else Path.home().joinpath(*fallback)


def _user_data() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "quantboard"
    return _home("XDG_DATA_HOME", ".local", "share") / "quantboard"


def _user_cache() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "quantboard"
    return _home("XDG_CACHE_HOME", ".cache") / "quantboard"


class Settings(BaseSettings):
    """What an operator may choose. Every field is ``QUANTBOARD_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="QUANTBOARD_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=_user_data, description="Everything that must be kept.")
    cache_dir: Path = Field(default_factory=_user_cache, description="What can be made again, compiled code too.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    allowed_origins: list[str] = Field(default_factory=list, description="Origins a browser may come from.")
    proxy_hops: int = Field(default=0, ge=0, le=5, description="Reverse proxies in front.")
    web_workers: int = Field(default=1, ge=1, le=64, description="Web processes.")
    loop_probe: bool = Field(default=False, description="Measure how late the web processes' event loops are.")
    database: str = Field(
        default="",
        pattern=r"^$|^sqlite:///|^postgresql(\+psycopg)?://",
        description="Database URL; SQLite in the data directory by default.",
    )
    redis_url: str = Field(
        default="",
        pattern=r"^$|^(rediss?|unix|stub)://",
        description="A hosted Redis or Valkey; embedded Valkey by default.",
    )
    worker_slots: int = Field(default=2, ge=1, le=256, description="Jobs at a time in one worker.")
    job_time_limit_s: int = Field(default=3600, ge=1, description="Longest a job may run.")
    job_memory_mb: int = Field(default=4096, ge=256, description="Most memory a job may allocate.")
    job_slots: dict[str, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict, description='At most so many at a time, by kind of work: {"dataset.import": 1}.'
    )
    job_time_limits_s: dict[str, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict, description="Longest run by kind of work, elsewhere JOB_TIME_LIMIT_S."
    )
    job_memory_limits_mb: dict[str, Annotated[int, Field(ge=256)]] = Field(
        default_factory=dict, description="Most memory by kind of work, elsewhere JOB_MEMORY_MB."
    )
    job_attempts: dict[str, Annotated[int, Field(ge=1, le=10)]] = Field(
        default_factory=dict, description="Tries in all by kind of work; three by default."
    )
    keep_uploads_days: int = Field(default=30, ge=1, description="Uploaded originals are deleted after this long.")
    keep_history_days: int = Field(default=90, ge=1, description="Ended tasks and their logs are deleted after this.")
    keep_trash_days: int = Field(default=30, ge=1, description="What lies in the trash is deleted after this long.")
    keep_drafts_days: int = Field(
        default=30, ge=1, description="Drawings that nobody touched are deleted after this long."
    )
    keep_cache_days: int = Field(default=30, ge=1, description="Old compiled code is deleted after this long.")
    clean_up_at: str = Field(default="30 3 * * *", max_length=100, description="When the nightly clean-up runs (cron).")
    sandbox_time_limit_s: float = Field(default=30, ge=1, le=300, description="Longest a person's code may run.")
    sandbox_memory_mb: int = Field(default=512, ge=64, le=2048, description="Most memory a person's code may allocate.")
    import_folders: list[Path] = Field(
        default_factory=list, description="Folders of the server whose files people may import, as a JSON list."
    )
    sandbox_per_minute: int = Field(default=10, ge=0, description="Programs of one person in a minute; 0: no limit.")
    sandbox_per_hour: int = Field(default=100, ge=0, description="Programs of one person in an hour; 0: no limit.")
    sandbox_least_isolation: str = Field(
        default="basic", pattern="^(basic|strong|full)$", description="Least isolation with which code may run."
    )
    upload_limit_mb: int = Field(default=2048, ge=1, description="Largest file that may be uploaded.")
    api_per_minute: int = Field(default=60, ge=0, description="API requests of one caller in a minute; 0: no limit.")
    api_per_hour: int = Field(default=1000, ge=0, description="API requests of one caller in an hour; 0: no limit.")
    api_body_kb: int = Field(default=1024, ge=64, description="Largest body of an API request, uploads apart.")
    cors_origins: list[str] = Field(default_factory=list, description="Other sites whose pages may use the API.")
    session_idle_hours: int = Field(default=24 * 7, ge=1, description="Sign-in ends after this long without use.")
    session_days: int = Field(default=30, ge=1, description="Sign-in ends after this long in any case.")
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$", description="Least level logged.")
    log_json: bool = Field(default=False, description="One JSON object a line, for log collectors.")
    log_files: bool = Field(default=True, description="Servers keep log files too; false: standard error only.")
    log_app_days: int = Field(default=30, ge=0, le=3650, description="Days to keep logs of what happened; 0: none.")
    log_access_days: int = Field(default=60, ge=0, le=3650, description="Days to keep logs of requests; 0: none.")
    log_error_days: int = Field(default=90, ge=0, le=3650, description="Days to keep logs of failures; 0: none.")
    log_file_mb: int = Field(default=100, ge=1, le=10_000, description="A log file that has grown to this is followed.")
    log_bodies: bool = Field(default=False, description="Log bodies of requests up to 10 kB, without their secrets.")
    log_mask_personal: bool = Field(default=False, description="Mask mail and network addresses in logs too.")
    hosted: bool = Field(default=False, description="Others depend on this instance: unsafe settings are refused.")
    metrics_token: str = Field(default="", description="Bearer token that opens /metrics to other machines.")
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="Port of a worker's own /metrics on loopback; 0: none."
    )
    bench_python: Path | None = Field(
        default=None, description="Interpreter that has `bench engine`'s peers; this one."
    )
    backup_dir: Path | None = Field(default=None, description="Where scheduled backups go; <data>/backups by default.")
    backup_keep: int = Field(default=14, ge=1, le=3650, description="Scheduled backups to keep.")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data_dir / 'quantboard.db'}"

    @property
    def backup_folder(self) -> Path:
        return self.backup_dir or self.data_dir / "backups"

    @property
    def numba_cache(self) -> Path:
        """A folder for each state of the kernels' sources: Numba itself looks at one file of a kernel only, not at
        what that file imports, and would run the old code of a changed neighbour."""
        return self.cache_dir / "numba" / kernel_fingerprint()

    @property
    def web_dir(self) -> Path:
        """Where the front end of an installed wheel is unpacked; a checkout builds beside its sources."""
        return self.data_dir / "web"


@cache
def kernel_fingerprint() -> str:
    """A name for the present sources of ``core``, where all compiled code lives."""
    core = Path(__file__).parent / "core"
    digest = hashlib.sha256()
    for file in sorted(core.rglob("*.py")):
        digest.update(file.relative_to(core).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def settings() -> Settings:
    """The settings of this process; raises ``BadSetting`` naming the variable and the cure."""
    folder = os.environ.get("QUANTBOARD_SECRETS_DIR", "")
    if folder and not Path(folder).is_dir():
        raise BadSetting(f"QUANTBOARD_SECRETS_DIR: there is no folder {folder}.", "Correct or unset it.")
    try:
        return Settings(_secrets_dir=folder or None)  # files such as quantboard_database, as containers mount them
    except ValidationError as error:
        first = error.errors()[0]
        name = "QUANTBOARD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSetting(f"{name} cannot be used: {first['msg']}.", f"Correct or unset {name}.") from None


def prepare_environment() -> None:
    """Point Numba's cache at our folder (mode 0700: it holds code). Call before the first kernel is imported."""
    ensure_folder("cache_dir")
    folder = settings().numba_cache
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("NUMBA_CACHE_DIR", str(folder))


def ensure_folder(name: str) -> None:
    """Make the folder of the setting ``name``; raises ``BadSetting`` when it cannot be made or written to."""
    folder: Path = getattr(settings(), name)
    variable = f"QUANTBOARD_{name.upper()}"
    hint = f"Set {variable} to a folder that you may write to."
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(f"{folder} cannot be made: {error.strerror}.", hint) from None
    if not os.access(folder, os.W_OK):
        raise BadSetting(f"{folder} cannot be written to.", hint)


def child_environment(**more: str) -> dict[str, str]:
    """The environment for a process we start: our own, and ``more``."""
    return {**os.environ, **more}


def choose(**values: str) -> None:
    """Let flags win over the environment, here and in every process started from here."""
    os.environ.update({f"QUANTBOARD_{name.upper()}": value for name, value in values.items()})
    settings.cache_clear()


def export(values: dict[str, str], *, only_if_unset: bool = True) -> None:
    """Hand ``values`` to a library that reads the environment itself."""
    for name, value in values.items():
        if not only_if_unset or name not in os.environ:
            os.environ[name] = value


def exported(name: str) -> str:
    """What ``export`` handed over under this name; empty if nothing."""
    return os.environ.get(name, "")


def put_on_path(folder: Path) -> None:
    """Let programs in ``folder`` be found first."""
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"


def chosen_web_dir(default: Path) -> Path:
    """Where Reflex builds the front end: ``REFLEX_WEB_WORKDIR``, so that several can build apart, else ``default``."""
    return Path(os.environ.get("REFLEX_WEB_WORKDIR") or default)
