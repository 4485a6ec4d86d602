"""A run to take away in one file, and the check of such a file without any database."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from quantboard.core.access import Actor
from quantboard.core.backtest.hashing import digest, source_digest
from quantboard.core.backtest.result import BacktestResult, hash_of
from quantboard.core.backtest.run import backtest
from quantboard.core.backtest.spec import parse_request
from quantboard.core.bars import Bars
from quantboard.core.honesty.difference import first_difference
from quantboard.core.progress import Step, silent
from quantboard.db import backtests as rows
from quantboard.db.base import new_id
from quantboard.db.session import session
from quantboard.errors import QuantBoardError
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.sandbox.runner import Sandbox
from quantboard.services import backtests, partials
from quantboard.services.exports import Exported, Unfinished
from quantboard.settings import prepare_environment, settings
from quantboard.store import bars as store_bars
from quantboard.store import paths, results, run_archive
from quantboard.store.results import Stored

MEDIA = "application/zip"
SAME, DIFFERS, DAMAGED, UNCHECKED = "same", "differs", "damaged", "unchecked"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: ``is_ok`` is ``None`` where it could not be."""

    name: str
    is_ok: bool | None
    message: str


@dataclass(frozen=True)
class Findings:
    """What an archive is worth: ``same`` (recomputed, equal), ``differs``, ``damaged``, or ``unchecked`` (no data)."""

    outcome: str
    result_hash: str
    checks: tuple[Check, ...]
    difference: dict[str, Any] | None = None
    about: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The shell's object."""
        return {**asdict(self), "checks": [asdict(one) for one in self.checks]}


def make(actor: Actor, backtest_id: str, *, with_data: bool = True) -> Exported:
    """The archive of a run; without data it holds the hash of the bars only. Whoever sends the file removes it."""
    view = backtests.view(actor, backtest_id)
    with session() as asking:
        row = rows.get(asking, backtest_id)
        assert row is not None
        backtests.require_parts(asking, actor, row)
        result_id, request, version_id = row.result_id, row.request, row.version_id
        elsewhere, is_whole = row.benchmark_version_id, not row.is_unfinished
    if result_id is None or not is_whole:
        raise Unfinished("This backtest has no result yet.", "Ask again when its status is succeeded.")
    found = results.read(result_id)
    tables = dict(_tables(found, request, version_id, elsewhere)) if with_data else {}
    about = {
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "name": view.name,
        "result_hash": found.result.result_hash,
        "spec_digest": found.result.spec.digest(),
        "data_hash": found.result.spec.data_hash,
        "has_data": with_data,
        "versions": {name: version_of(name) for name in ("quantboard", "numpy", "numba")},
    }
    path = paths.temporary() / f"{new_id()}{run_archive.ENDING}"
    plain = {run_archive.SPEC: found.result.spec.as_dict(), run_archive.REQUEST: request}
    run_archive.write(path, paths.result(result_id), plain, tables, about)
    return Exported(
        path, f"backtest-{found.result.result_hash[:12]}{run_archive.ENDING}", MEDIA, len(found.result.stamps)
    )


def _tables(
    found: Stored, request: dict[str, Any], version_id: str, elsewhere: str | None
) -> Iterator[tuple[str, Bars]]:
    """The bars that the run saw, and those of its benchmark."""
    yield run_archive.DATA, store_bars.read(version_id, found.result.symbols)
    reference = partials.reference_bars(parse_request(request), version_id, elsewhere)
    if reference is not None:
        yield run_archive.REFERENCE, reference


def verify_file(path: Path, data: Bars | None = None, on_step: Step = silent) -> Findings:
    """Look at every part of an archive, then compute the run again and compare; ``data`` serves one without bars.

    Raises ``NoRunArchive`` or ``UnsafeArchive`` for a file that is none of ours.
    """
    with run_archive.reading(path) as opened, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        opened.unpack(folder)
        on_step(0.05, "check", {})
        about = {name: value for name, value in opened.about.items() if name != "entries"}
        damaged = tuple(
            Check(name, False, f"{name} is not what was written: its hash differs.")
            for name in dict.fromkeys(opened.damaged)
        )
        try:
            return _judged(folder, about, damaged, data, on_step)
        except QuantBoardError:
            raise
        except Exception as problem:  # noqa: BLE001 -- whatever a stranger's file breaks, it is damaged
            why = f"Its parts cannot be read together ({type(problem).__name__})."
            return Findings(DAMAGED, "", (*damaged, Check("parts", False, why)), None, about)


def _judged(
    folder: Path, about: dict[str, Any], damaged: tuple[Check, ...], data: Bars | None, on_step: Step
) -> Findings:
    stored = results.read_folder(folder)
    bars = run_archive.read_bars(folder) if data is None else data.select(stored.result.symbols)
    checks = [*damaged, *_static(folder, about, stored, bars)]
    if not damaged:
        checks.insert(0, Check("files", True, "Every part is what was written."))
    if bars is None:
        checks.append(Check("recomputed", None, "The archive holds no bars: give them to compute the run again."))
        bad = any(one.is_ok is False for one in checks)
        return Findings(DAMAGED if bad else UNCHECKED, stored.result.result_hash, tuple(checks), None, about)
    try:
        again = _again(folder, stored, bars, on_step)
    except QuantBoardError as problem:
        checks.append(Check("recomputed", False, f"It cannot be computed again: {problem.message}"))
        return Findings(DAMAGED, stored.result.result_hash, tuple(checks), None, about)
    difference = first_difference(stored.result, again)
    is_same = difference is None and again.result_hash == stored.result.result_hash
    said = "Computed again, it is equal." if is_same else "Computed again, it differs."
    if difference is not None:
        said = f"Computed again, it differs: {difference.sentence}"
    checks.append(Check("recomputed", is_same, said))
    bad = any(one.is_ok is False for one in checks[:-1])
    outcome = DAMAGED if bad else SAME if is_same else DIFFERS
    told = None if difference is None else difference.as_dict()
    return Findings(outcome, stored.result.result_hash, tuple(checks), told, about)


def _static(folder: Path, about: dict[str, Any], stored: Stored, bars: Bars | None) -> Iterator[Check]:
    """What can be compared without computing the run."""
    result = stored.result
    yield _equal("source", source_digest(stored.source), result.spec.strategy_digest, "The code is that of the run.")
    spec = json.loads((folder / run_archive.SPEC).read_text(encoding="utf-8"))
    same = digest(spec) == digest(result.spec.as_dict()) == about.get("spec_digest")
    yield Check(
        "spec", same, "The specification is one." if same else "spec.json is not the specification of the result."
    )
    computed = hash_of(result.symbols, result.trades, result.stamps, result.equity)
    ours = computed == result.result_hash == about.get("result_hash")
    said = "Trades and equity have the result hash." if ours else "Trades or equity do not have the result hash."
    yield Check("result", ours, said)
    if bars is not None:
        yield _equal("data", bars.data_hash(), result.spec.data_hash, "The bars are those of the run.")


def _equal(name: str, found: str, wanted: str, good: str) -> Check:
    if found == wanted:
        return Check(name, True, good)
    return Check(name, False, f"The {name} has the hash {found[:12]}, the run was made with {wanted[:12]}.")


def _again(folder: Path, stored: Stored, bars: Bars, on_step: Step) -> BacktestResult:
    """The run anew, its code in the sandbox."""
    prepare_environment()
    request = parse_request(_asked(folder))
    reference = run_archive.read_bars(folder, run_archive.REFERENCE)
    chosen = settings()
    memory, seconds = chosen.sandbox_memory_mb, chosen.sandbox_time_limit_s
    with Sandbox(cache_dir=str(chosen.numba_cache), memory_mb=memory, time_limit_s=seconds) as box:
        verdict = box.check(stored.source)
        if verdict.declaration is None or not verdict.ok:
            raise SourceRejected(verdict.errors)
        parts = (stored.source, verdict.declaration, bars, request)
        return backtest(*parts, box.evaluate, on_step, reference=reference)


def _asked(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / run_archive.REQUEST).read_text(encoding="utf-8"))
    return found


def forget(made: Exported) -> None:
    """Remove a file that was sent."""
    with suppress(OSError):
        made.path.unlink()
