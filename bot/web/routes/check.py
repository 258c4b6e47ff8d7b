"""Check: what the rules in force make of texts of other programs. Nothing is stored or done."""

from typing import Annotated

from pydantic import Field, model_validator

from bot.web.endpoint import AnyEndpoint, Asked, Call, Nothing, Number, Words, ask
from bot.web.views.check import Checked, CheckedAll

_MOST = 100  # texts at once
_LONGEST = 20_000  # characters of all texts together would be more than a request may hold

Said = Annotated[Words, Field(min_length=1, max_length=_LONGEST)]
Ref = Annotated[Words, Field(max_length=200)]


class CheckAsked(Asked):
    """A text, and what is known of it."""

    text: Said
    room: Number | None = Field(default=None, description="its number; none: an unknown room")
    sender: Ref = Field(
        default="", description="the account's id on its platform; none: somebody never seen"
    )

    @model_validator(mode="after")
    def _sender_somewhere(self) -> "CheckAsked":
        if self.sender and self.room is None:
            msg = "an account is known by its room's channel; say `room` too, or leave it out"
            raise ValueError(msg)
        return self


class CheckAllAsked(Asked):
    """Several texts, in the order in which they would be said."""

    texts: list[CheckAsked] = Field(min_length=1, max_length=_MOST)


async def _check(call: Call[Nothing, Nothing, CheckAsked]) -> object:
    [found] = await call.house.checks.check(call.unit, [call.body], call.now)
    return found


async def _check_all(call: Call[Nothing, Nothing, CheckAllAsked]) -> object:
    return {"items": await call.house.checks.check(call.unit, call.body.texts, call.now)}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    ask(
        "/check",
        _check,
        gives=Checked,
        summary="What the rules make of a text; nothing is stored",
        takes=CheckAsked,
    ),
    ask(
        "/check/batch",
        _check_all,
        gives=CheckedAll,
        summary="The same for several texts; later ones see the earlier ones",
        takes=CheckAllAsked,
    ),
)
