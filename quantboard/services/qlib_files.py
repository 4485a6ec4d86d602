"""A dataset in Qlib's binary layout: as a folder, or packed to be sent."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from quantboard.core.access import Actor
from quantboard.core.bars import is_intraday, stamp_text
from quantboard.db.base import new_id
from quantboard.errors import Conflict
from quantboard.readers.qlib import Written
from quantboard.services import datasets
from quantboard.services.exports import Exported
from quantboard.settings import settings
from quantboard.store import bars as store_bars

FREQS = {"1d": "day", "1w": "week", "1mo": "month"}
Put = Callable[[str, bytes], object]


class FolderInUse(Conflict):
    """A folder that holds something already."""

    code = "export.folder_in_use"


def write_folder(actor: Actor, dataset_id: str, folder: Path) -> int:
    """Write all bars into a new folder; how many rows. Raises ``FolderInUse``."""
    version_id = datasets.dataset(actor, dataset_id).view.version_id
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(f"{folder.name} is there already.", "Name a new folder.", field="to")

    def put(name: str, data: bytes) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return _write(version_id, put)


def packed(actor: Actor, dataset_id: str) -> Exported:
    """All bars as a zip of that folder; whoever sends it removes it."""
    version_id = datasets.dataset(actor, dataset_id).view.version_id
    scratch = settings().data_dir / "tmp"
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = scratch / f"{new_id()}.zip"
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            n_rows = _write(version_id, archive.writestr)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Exported(path, f"{dataset_id}-qlib.zip", "application/zip", n_rows)


def _write(version_id: str, put: Put) -> int:
    schema = store_bars.manifest_of(version_id)
    names, interval = sorted(schema["index"]), schema["schema"]["interval"]
    table = store_bars.table(version_id)
    calendar = np.unique(table.stamps)
    written = Written(calendar, FREQS.get(interval, interval.replace("m", "min")))
    texts = [stamp_text(int(stamp), interval) for stamp in calendar]
    if is_intraday(interval):
        texts = [text.replace("T", " ").removesuffix("Z") for text in texts]
    put(f"calendars/{written.freq}.txt", ("\n".join(texts) + "\n").encode())
    lines = []
    bounds = np.searchsorted(table.codes, np.arange(len(names) + 1))
    for code, name in enumerate(names):
        part = slice(int(bounds[code]), int(bounds[code + 1]))
        stamps = table.stamps[part]
        first, last = (texts[int(np.searchsorted(calendar, stamp))] for stamp in (stamps[0], stamps[-1]))
        lines.append(f"{name}\t{first}\t{last}\n")
        for column, values in table.columns.items():
            put(written.member(name, column), written.series(stamps, values[part]))
    put("instruments/all.txt", "".join(lines).encode())
    return len(table.stamps)
