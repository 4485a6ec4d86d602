"""Files that lie on the server already, in folders that an administrator allows: looked at, and taken as uploads."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from quantboard.core.access import Actor, Deed, require
from quantboard.errors import InvalidInput, LimitReached, NotFound
from quantboard.readers import qlib
from quantboard.services import uploads
from quantboard.services.uploads import UploadView
from quantboard.settings import settings
from quantboard.store import uploads as files

MOST_LISTED = 1000


class UnknownFolder(NotFound):
    """There is no such folder or file among those that are allowed."""

    code = "folder.unknown"


class OutsideFolder(InvalidInput):
    """A path that leads out of its folder."""

    code = "folder.outside"


@dataclass(frozen=True)
class Entry:
    """A file or folder inside an allowed folder; ``is_table`` where it can be imported."""

    folder: str
    path: str
    name: str
    size: int
    is_folder: bool
    is_table: bool


def list_folders(actor: Actor) -> list[str]:
    """The names of the allowed folders."""
    require(actor, Deed.MAKE, what="upload")
    return list(_allowed())


def list_files(actor: Actor, folder: str, path: str = "") -> list[Entry]:
    """What lies in an allowed folder, or in a folder inside of it, by name."""
    require(actor, Deed.MAKE, what="upload")
    root, place = _inside(folder, path)
    if not place.is_dir():
        raise UnknownFolder(f"There is no folder {path!r} in {folder}.", "See the list.", field="path")
    found = sorted(place.iterdir(), key=lambda one: (not one.is_dir(), one.name.lower()))
    return [_entry(folder, root, one) for one in found if _is_shown(one)][:MOST_LISTED]


def register(actor: Actor, folder: str, path: str) -> UploadView:
    """Take a file of an allowed folder among the person's uploads, as a copy; a folder in Qlib's layout too."""
    require(actor, Deed.MAKE, what="upload")
    _, place = _inside(folder, path)
    if place.is_dir() and qlib.is_folder(place):
        with tempfile.TemporaryDirectory() as scratch:
            packed = Path(scratch) / f"{place.name}.zip"
            qlib.pack(place, packed)
            return uploads.register(actor, files.keep(actor.user_id, packed))
    if not place.is_file():
        raise UnknownFolder(f"There is no file {path!r} in {folder}.", "See the list.", field="path")
    limit = settings().upload_limit_mb << 20
    if place.stat().st_size > limit:
        raise FileTooLarge(f"{place.name} is larger than {limit >> 20} MB.", "Pack or split the file.", field="path")
    return uploads.register(actor, files.keep(actor.user_id, place))


class FileTooLarge(LimitReached):
    """A file of a folder beyond the limit of uploads."""

    code = "folder.file_too_large"


def _allowed() -> dict[str, Path]:
    """By name; two folders of one name are told apart by a number."""
    found: dict[str, Path] = {}
    for path in settings().import_folders:
        name, number = path.name or "root", 2
        while name in found:
            name, number = f"{path.name} ({number})", number + 1
        found[name] = path
    return found


def _inside(folder: str, path: str) -> tuple[Path, Path]:
    root = _allowed().get(folder)
    if root is None or not root.is_dir():
        raise UnknownFolder(f"There is no folder {folder!r}.", "See the list of folders.", field="folder")
    top = root.resolve()
    if "\0" in path:
        raise OutsideFolder("The path is none.", "Choose a file of the list.", field="path")
    place = (top / path).resolve()
    if not place.is_relative_to(top):
        raise OutsideFolder(f"{path[:80]!r} leads out of {folder}.", "Choose a file inside of it.", field="path")
    return top, place


def _is_shown(path: Path) -> bool:
    return not path.name.startswith(".") and not path.is_symlink() and (path.is_file() or path.is_dir())


def _entry(folder: str, root: Path, path: Path) -> Entry:
    is_folder = path.is_dir()
    size = 0 if is_folder else path.stat().st_size
    is_table = qlib.is_folder(path) if is_folder else True
    return Entry(folder, path.relative_to(root).as_posix(), path.name, size, is_folder, is_table)
