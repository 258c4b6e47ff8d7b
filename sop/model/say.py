"""What is said: texts, what hangs on them, several in a row, in several wordings."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from bot.core.lengths import Length
from sop.model.names import Name
from sop.model.seats import ContentKind

_WEB = re.compile("https?://", re.IGNORECASE)
_KINDS = ("link", "file", "image", "video", "mini_program")
_PATH = "计划文件夹里的文件或网址。A file in the plan folder (media/poster.png), or a web address."
_MEDIA = "附带的链接卡片、文件、图片、视频或小程序。What hangs on it."
_CONTENT = "内容库里的 id。An id of the content library."

SAYS = "说什么：一段文字，或若干条消息。A text, or several messages in a row."
MEDIA, CONTENT = _MEDIA, _CONTENT

Text = Annotated[str, Field(max_length=20_000)]
_File = Annotated[str, Field(min_length=1, max_length=1000)]


class MiniProgram(BaseModel, frozen=True, extra="forbid"):
    """A mini-program card, as its maker names it."""

    app_id: str = Field(pattern=r"^\w{4,64}$", description="小程序的 AppID。As its maker names it.")
    user_name: str = Field(
        default="", max_length=100, description="原始 id。gh_...@app, where it is needed."
    )
    path: str = Field(default="", max_length=1000, description="打开的页面。The page that opens.")


class Attachment(BaseModel, frozen=True, extra="forbid"):
    """What hangs on a post: a link card, a file, a picture, a video, a mini-program card."""

    link: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        max_length=2000,
        description="链接卡片的网址。The address of a link card.",
    )
    file: _File | None = Field(default=None, description="文件：" + _PATH)
    image: _File | None = Field(default=None, description="图片：" + _PATH)
    video: _File | None = Field(default=None, description="视频：" + _PATH)
    mini_program: MiniProgram | None = Field(
        default=None, description="小程序卡片。A mini-program card."
    )
    title: str = Field(default="", max_length=200, description="卡片标题。Of a card.")
    description: str = Field(default="", max_length=500, description="卡片说明。Of a card.")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in _KINDS) != 1:
            msg = "`media` is exactly one of `link`, `file`, `image`, `video` and `mini_program`"
            raise ValueError(msg)
        return self

    @property
    def kind(self) -> ContentKind:
        """What it is."""
        return ContentKind(next(kind for kind in _KINDS if getattr(self, kind) is not None))

    @property
    def source(self) -> str | None:
        """The file or web address that is posted as a file; None for cards."""
        return self.file or self.image or self.video

    @property
    def in_folder(self) -> str | None:
        """The file of the plan folder that is meant; None for cards and web addresses."""
        return None if self.source is None or _WEB.match(self.source) else self.source


class Message(BaseModel, frozen=True, extra="forbid"):
    """One of several messages in a row."""

    text: Text = Field(default="", description="文字。Its text.")
    media: Attachment | None = Field(default=None, description=_MEDIA)
    content: Name | None = Field(default=None, description=_CONTENT)
    pause: Length | None = Field(
        default=None,
        description="说它之前停多久（从第二条起）；不写：真人打字的时间。"
        "Before it, from the second on; left out: as long as a person needs to write it.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.strip() and self.media is None and self.content is None:
            msg = "a message needs `text`, `media` or `content`"
            raise ValueError(msg)
        return self


def _form_of(value: Any) -> str | None:  # noqa: ANN401 (a YAML value or a model)
    match value:
        case str():
            return "text"
        case list() | tuple():
            return "say"
        case _:
            return None


_Messages = Annotated[tuple[Message, ...], Field(min_length=1, max_length=20)]
Say = Annotated[
    Annotated[Text, Tag("text")] | Annotated[_Messages, Tag("say")],
    Discriminator(
        _form_of,
        custom_error_type="say",
        custom_error_message=(
            "`say` should be a text, or a list of messages:"
            " [{text: 第一条}, {text: 第二条, pause: 5s}]"
        ),
    ),
]


def messages_of(
    say: str | tuple[Message, ...], media: Attachment | None, content: str | None
) -> tuple[Message, ...]:
    """What is said, as messages in a row; `media` and `content` go with a single text.

    Raises ValueError where they stand beside several.
    """
    if not isinstance(say, str):
        if media is not None or content is not None:
            msg = "with several messages, `media` and `content` stand in one of them, not beside"
            raise ValueError(msg)
        return say
    if not say.strip() and media is None and content is None:
        return ()
    return (Message.model_construct(text=say, media=media, content=content, pause=None),)


class Variant(BaseModel, frozen=True, extra="forbid"):
    """One wording of several: for rooms that are named, else for a share of the rooms by lot."""

    say: Say = Field(default="", description=SAYS)
    media: Attachment | None = Field(default=None, description=_MEDIA)
    content: Name | None = Field(default=None, description=_CONTENT)
    rooms: tuple[str, ...] = Field(
        default=(), description="哪些群：群名或 id，可用 * 和 ?。Room names or ids, with * and ?."
    )
    weight: int = Field(
        default=1, ge=0, le=1000, description="其余的群里占的份额。Its share of the other rooms."
    )

    @property
    def messages(self) -> tuple[Message, ...]:
        """What it says."""
        return messages_of(self.say, self.media, self.content)


class WaitForPause(BaseModel, frozen=True, extra="forbid"):
    """Not while people talk: wait for a pause in the conversation."""

    quiet: Length = Field(
        default=timedelta(minutes=3), description="多久没人说话算停顿。Nobody wrote for so long."
    )
    wait: Length = Field(
        default=timedelta(minutes=20), description="最多等多久。It waits at most so long."
    )
    otherwise: Literal["say", "skip"] = Field(
        default="say", description="等不到时：照说或跳过。When no pause comes: say it, or skip it."
    )
