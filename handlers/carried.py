"""What a message carries besides its text: the words in it, and whether a picture is to be read."""

import re
from collections.abc import Iterable
from enum import Enum, auto

from bot.core.answers import Answer, PictureSeen
from bot.core.events import MessageKind, MessageReceived

_WORDY = frozenset({MessageKind.LINK, MessageKind.MINI_PROGRAM, MessageKind.CARD, MessageKind.FILE})
_MOST = 2_000  # characters of a title, a name, a description
_GROUPS = re.compile(
    r"https?://(?:weixin\.qq\.com/g/|work\.weixin\.qq\.com/gm/|(?:qm|jq)\.qq\.com/|t\.me/"
    r"|support\.weixin\.qq\.com/cgi-bin/mmsupport-bin/addchatroombyinvite)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"https?://(?:u\.wechat\.com/|weixin\.qq\.com/r/|work\.weixin\.qq\.com/(?:ca|kfid|u)/)"
    r"|weixin://(?:contacts|dl)/",
    re.IGNORECASE,
)
_PAYMENTS = re.compile(
    r"wxp://|https?://qr\.(?:alipay\.com|95516\.com)/|https?://wx\.tenpay\.com/"
    r"|https?://payapp\.weixin\.qq\.com/|alipays?://",
    re.IGNORECASE,
)
_PHONES = re.compile(
    r"\s*(?:BEGIN:VCARD|MECARD:|tel:|sms(?:to)?:|\+?\d[\d -]{6,15}\d\s*\Z)", re.IGNORECASE
)
_LINKS = re.compile(r"\s*https?://\S", re.IGNORECASE)
# (What only looks like a scheme is read: wx:abc123 is an account.)
_SCHEME = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]{1,20}://"
    r"|(?:about|blob|data|file|geo|intent|javascript|mailto|otpauth|vbscript|wifi):\S)",
    re.IGNORECASE,
)
_MANY = 600  # characters; nobody's note is longer. A link is opened however long it was made.


class CodeKind(Enum):
    """What a code leads to."""

    GROUP = auto()
    PERSON = auto()
    PAYMENT = auto()
    PHONE = auto()
    LINK = auto()
    TEXT = auto()
    JUNK = auto()  # what no phone opens (file:, javascript:, data:), or far too much


def kind_of_code(held: str) -> CodeKind:
    """What a code leads to, by what it holds."""
    for kind, pattern in (
        (CodeKind.GROUP, _GROUPS),
        (CodeKind.PERSON, _PEOPLE),
        (CodeKind.PAYMENT, _PAYMENTS),
        (CodeKind.PHONE, _PHONES),
    ):
        if pattern.match(held.strip()):
            return kind
    if _LINKS.match(held):
        return CodeKind.LINK
    is_junk = len(held) > _MANY or _SCHEME.match(held)
    return CodeKind.JUNK if is_junk else CodeKind.TEXT


def is_group_link(url: str) -> bool:
    """Whether a link leads into a group."""
    return _GROUPS.match(url) is not None


def is_picture(event: MessageReceived) -> bool:
    """Whether a picture hangs on the message, as one or as a file."""
    if event.kind is MessageKind.IMAGE:
        return True
    media = event.media
    is_file = event.kind is MessageKind.FILE and media is not None
    return is_file and media is not None and media.mime.startswith("image/")


def has_words(event: MessageReceived) -> bool:
    """Whether what hangs on the message has words that people read."""
    return event.kind in _WORDY and event.media is not None


def words_of(event: MessageReceived, answer: Answer | None = None) -> str:
    """All that is to be read: the text, the words of what hangs on it, what its codes hold."""
    if event.media is None and answer is None:
        return event.text  # nearly always
    parts = [event.text]
    if event.media is not None and event.kind in _WORDY:
        parts += [event.media.name[:_MOST], event.media.description[:_MOST]]
    if isinstance(answer, PictureSeen):
        parts += _readable(answer.codes)
    return "\n".join(part for part in parts if part)


def _readable(codes: Iterable[str]) -> Iterable[str]:
    """Codes that hold words or links. The other kinds are no words: the detector names them."""
    return (held for held in codes if kind_of_code(held) in (CodeKind.LINK, CodeKind.TEXT))
