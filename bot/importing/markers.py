"""What chat programs write in the place of a picture, a file, a voice: [图片], 【语音】."""

import re

from bot.core.events import Media, MessageKind
from bot.importing.refs import short_name

_WORDS = {
    "图片": MessageKind.IMAGE,
    "照片": MessageKind.IMAGE,
    "表情": MessageKind.IMAGE,
    "表情包": MessageKind.IMAGE,
    "动画表情": MessageKind.IMAGE,
    "动态表情": MessageKind.IMAGE,
    "语音": MessageKind.AUDIO,
    "音频": MessageKind.AUDIO,
    "视频": MessageKind.VIDEO,
    "文件": MessageKind.FILE,
    "链接": MessageKind.LINK,
    "分享链接": MessageKind.LINK,
    "卡片式链接": MessageKind.LINK,
    "公众号文章": MessageKind.LINK,
    "名片": MessageKind.CARD,
    "个人/公众号名片": MessageKind.CARD,
    "小程序": MessageKind.MINI_PROGRAM,
    "位置": MessageKind.OTHER,
    "地理位置": MessageKind.OTHER,
    "红包": MessageKind.OTHER,
    "QQ红包": MessageKind.OTHER,
    "转账": MessageKind.OTHER,
    "音乐": MessageKind.OTHER,
    "音乐与音频": MessageKind.OTHER,
    "接龙": MessageKind.TEXT,
}
_MARK = re.compile(
    r"\s*[\[【]([^\[\]【】:：]{2,10})(?:[:：]\s*([^\]】]{1,300}))?[\]】]\s*(.{0,300})"
)


def kind_of(text: str) -> tuple[MessageKind, Media | None]:
    """The kind of a message of which the export shows only a mark; TEXT where it shows words."""
    found = _MARK.fullmatch(text)
    if found is None:
        return MessageKind.TEXT, None
    kind = _WORDS.get(found[1].strip())
    if kind is None:
        return MessageKind.TEXT, None
    inside, behind = found[2], found[3]
    if behind and kind is MessageKind.IMAGE:
        return MessageKind.TEXT, None  # words with a picture in front
    name = short_name((inside or behind or "").removesuffix("(请在附件中查看)"))
    return kind, Media(name=name) if name else None


def kind_named(word: str) -> MessageKind | None:
    """The kind that an export's own column names: 文本, 图片, ..."""
    return MessageKind.TEXT if word in {"文本", "引用消息", "引用"} else _WORDS.get(word)
