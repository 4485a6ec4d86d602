"""What the import form shows of files, columns and the speed of a running import: plain values for State."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quantboard.services.uploads import Preview
from quantboard.ui.format import duration, size, whole
from quantboard.ui.text.catalogue import say

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


@dataclass(frozen=True)
class FileRow:
    """An uploaded file in the list; ``verdict`` is ``ok``, ``asks`` or ``bad``."""

    id: str
    name: str
    size: str
    n_bars: str
    symbols: str
    verdict: str


def speed_text(detail: Mapping[str, Any], share: float, spent: float, language: str) -> str:
    """``1,200,000 rows · 64 MB / 500 MB · 350,000 rows/s · about 20 s left``; less where less is known."""
    rows, done, whole_size = (str(detail.get(name, "")) for name in ("rows", "bytes", "of_bytes"))
    if not rows.isdigit():
        return ""
    if not (done.isdigit() and whole_size.isdigit()) or spent < 0.5 or share <= 0:
        return say(language, "data.n_rows", n=whole(int(rows)))
    left = duration(spent * (1 - share) / share)
    values = {"rows": whole(int(rows)), "done": size(int(done)), "size": size(int(whole_size)), "left": left}
    return say(language, "imports.speed", rate=whole(int(int(rows) / spent)), **values)


def head_of(language: str, role: str) -> str:
    """What a column is, above its name."""
    return say(language, f"data.role_{role}") if role and role != "time" else ""


def names_of(reading: dict[str, str]) -> dict[str, str]:
    """Signs by their names, as the form's choices have them."""
    if not reading:
        return {}
    mark = {".": "point", ",": "comma"}.get(reading["decimal"], "point")
    return {"delimiter": DELIMITER_NAMES.get(reading["delimiter"], reading["delimiter"]), "decimal": mark}


def file_row(seen: Preview, shown: str) -> FileRow:
    """A file that was looked at."""
    verdict = "bad" if seen.error else "asks" if seen.questions else "ok"
    symbols = ", ".join(seen.symbols[:3]) + (" …" if len(seen.symbols) > 3 else "")
    return FileRow(seen.upload_id, seen.name, shown, whole(seen.n_kept) if seen.n_rows else "", symbols, verdict)
