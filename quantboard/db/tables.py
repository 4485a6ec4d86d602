"""Every table of the house, for the migrations: importing this file fills the metadata."""

import importlib
import pkgutil

import sqlalchemy as sa
from sqlmodel import SQLModel

import quantboard.db

METADATA: sa.MetaData = SQLModel.metadata  # first: some rooms ask for it

for _room in pkgutil.iter_modules(quantboard.db.__path__):
    if _room.name != "tables":
        importlib.import_module(f"quantboard.db.{_room.name}")
