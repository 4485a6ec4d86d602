"""How files are read, over REST: saved profiles, records of imports, folders of the server."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi import Path as PathParam
from pydantic import Field

from quantboard.api.answers import answer, paged
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Body, Id, Name
from quantboard.api.paging import Page
from quantboard.api.uploads import Hints
from quantboard.services import folders as shelves
from quantboard.services import import_records, profiles
from quantboard.services.folders import Entry
from quantboard.services.import_records import RecordView
from quantboard.services.profiles import ProfileView
from quantboard.services.uploads import UploadView

readings = APIRouter(prefix="/api/v1", tags=["uploads"])
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Place = Annotated[str, Query(max_length=1000, pattern=PLAIN, description="A path inside the folder.")]
Shelf = Annotated[str, PathParam(max_length=200, description="The name of an allowed folder.")]
Word = Annotated[str, Field(max_length=200, pattern=PLAIN)]


class NewProfile(Body):
    """A way to read files that have these columns."""

    name: Name
    columns: list[Word] = Field(default_factory=list, max_length=500, description="The names in the file's header.")
    hints: Hints


class ProfileChange(Body):
    """What is to be different; what is left out stays."""

    name: Name | None = None
    hints: Hints | None = None


class FromFolder(Body):
    """A file of a folder of the server."""

    folder: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    path: str = Field(min_length=1, max_length=1000, pattern=PLAIN, description="Inside the folder.")


@readings.get("/profiles", response_model=list[ProfileView])
def list_profiles(actor: Asking) -> Any:
    """Your saved ways to read files, by name."""
    return answer(profiles.list_profiles(actor))


@readings.post("/profiles", status_code=201, response_model=ProfileView)
def save_profile(asked: NewProfile, actor: Asking) -> Any:
    """Save one: `hints` as in a preview; `columns` let the import page use it for files with that header."""
    return answer(profiles.save(actor, asked.name, asked.columns, asked.hints), 201)


@readings.patch("/profiles/{profile_id}", response_model=ProfileView)
def edit_profile(profile_id: Id, asked: ProfileChange, actor: Asking) -> Any:
    """Give it another name, or other hints."""
    return answer(profiles.edit(actor, profile_id, name=asked.name, hints=asked.hints))


@readings.delete("/profiles/{profile_id}", status_code=204)
def forget_profile(profile_id: Id, actor: Asking) -> Response:
    """Delete it; what was imported with it stays."""
    profiles.delete(actor, profile_id)
    return Response(status_code=204)


@readings.get("/imports", response_model=Page[RecordView])
def list_imports(actor: Asking, limit: Limit = 20, offset: Offset = 0) -> Any:
    """Your imports, newest first: files, settings, rows read, kept and skipped, errors."""
    return paged(import_records.page(actor, limit, offset))


@readings.get("/imports/{record_id}", response_model=RecordView)
def get_import(record_id: Id, actor: Asking) -> Any:
    """One of them."""
    return answer(import_records.get(actor, record_id))


@readings.delete("/imports/{record_id}", status_code=204)
def forget_import(record_id: Id, actor: Asking) -> Response:
    """Delete a record; the dataset that it made stays as it is."""
    import_records.delete(actor, record_id)
    return Response(status_code=204)


@readings.get("/folders", response_model=list[str])
def list_folders(actor: Asking) -> Any:
    """The folders of the server whose files may be imported; an administrator lists them in the settings."""
    return answer(shelves.list_folders(actor))


@readings.get("/folders/{folder}", response_model=list[Entry])
def list_files(folder: Shelf, actor: Asking, path: Place = "") -> Any:
    """What lies in one."""
    return answer(shelves.list_files(actor, folder, path))


@readings.post("/folders/uploads", status_code=201, response_model=UploadView)
def take_file(asked: FromFolder, actor: Asking) -> Any:
    """Take a file, or a folder in Qlib's layout, among your uploads; it is copied."""
    return answer(shelves.register(actor, asked.folder, asked.path), 201)
