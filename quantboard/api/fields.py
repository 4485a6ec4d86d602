"""What requests are made of: identities, words, names, instants, and bodies that hold storable text only."""

import datetime as dt
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from quantboard.api.paging import Wanted as Part
from quantboard.core.listing import Wanted

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Id = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", max_length=64, description="An identity, 32 hexadecimal digits.")
]
ObjectId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", max_length=64, description="An identity.")]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=PLAIN, description="A name, 1 to 120 characters.")]
Visibility = Annotated[str, Field(pattern="^(private|team)$", description="`private` or `team`.")]
Source = Annotated[str, Field(min_length=1, max_length=65_536, description="The code, in the strategy dialect.")]
Values = dict[Annotated[str, Field(max_length=120)], Any]


def _storable(value: Any) -> None:
    """Refuse what no database keeps: the character NUL, and halves of characters."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("the character NUL is not possible")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("half of a character is not possible") from None
    elif isinstance(value, dict):
        for key, one in value.items():
            _storable(key)
            _storable(one)
    elif isinstance(value, list):
        for one in value:
            _storable(one)


def _checked(given: Any) -> Any:
    _storable(given)
    return given


Storable = Annotated[dict[str, Any], BeforeValidator(_checked)]


class Body(BaseModel):
    """The body of a request: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def check_text(cls, given: Any) -> Any:
        """All text in it, however deep."""
        return _checked(given)


def _in_utc(given: dt.datetime) -> dt.datetime:
    aware = given if given.tzinfo else given.replace(tzinfo=dt.UTC)
    try:
        return aware.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError("this instant is out of range") from None


Instant = Annotated[dt.datetime, AfterValidator(_in_utc)]


def wanted(
    part: Part,
    q: Annotated[str, Query(max_length=200, pattern=PLAIN, description="Words that must all occur.")] = "",
    whose: Annotated[str, Query(pattern="^(all|mine|team)$", description="`all`, `mine` or `team`.")] = "all",
    sort: Annotated[str, Query(max_length=40, pattern=r"^-?[a-z_]*$", description="A key; `-` reverses.")] = "",
) -> Wanted:
    """A list as it is asked for; a dependency."""
    return Wanted(words=q, whose=whose, sort=sort, limit=part.limit, offset=part.offset)
