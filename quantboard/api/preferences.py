"""What you like, over REST."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field

from quantboard.api.answers import answer
from quantboard.api.auth import Asking
from quantboard.api.fields import Storable
from quantboard.services import preferences as service

preferences = APIRouter(prefix="/api/v1/preferences", tags=["preferences"])
EXAMPLE = {"language": "zh-CN", "theme": "dark"}
Changes = Annotated[Storable, Field(max_length=60), Body(examples=[EXAMPLE])]


@preferences.get("", response_model=dict[str, Any])
def get(actor: Asking) -> Any:
    """Language, theme, colours and the others, with the defaults of what you did not choose."""
    return answer(service.preferences(actor))


@preferences.patch("", response_model=dict[str, Any])
def change(actor: Asking, changes: Changes) -> Any:
    """Change some; the others stay. Unknown names and values are refused."""
    return answer(service.set_preferences(actor, changes))
