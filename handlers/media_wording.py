"""How staff are told of pictures, cards and files, with numbers, in two languages."""

from enum import StrEnum

from bot.core.answers import PictureFault


class Shown(StrEnum):
    """Names of the sentences."""

    GROUP = "group"
    PERSON = "person"
    PAYMENT = "payment"
    PHONE = "phone"
    LINK = "link"
    TEXT = "text"
    JUNK = "junk"
    LONG = "long"
    KNOWN = "known"
    KNOWN_CODE = "known_code"
    ALIKE = "alike"
    OWN = "own"
    OTHERS = "others"
    MORE = "more"
    CONTACT = "contact"
    PROGRAM = "program"
    INVITATION = "invitation"
    FILE_PROGRAM = "file_program"
    FILE_DISGUISED = "file_disguised"
    FILE_TURNED = "file_turned"
    FILE_ARCHIVE = "file_archive"


_SENTENCES: dict[str, tuple[str, str]] = {
    Shown.GROUP: ("图中二维码是拉人进群的（{held}）", "a QR code into a group ({held})"),
    Shown.PERSON: ("图中二维码是加好友的（{held}）", "a QR code that adds a friend ({held})"),
    Shown.PAYMENT: ("图中有收款码（{held}）", "a payment code ({held})"),
    Shown.PHONE: ("图中二维码是电话或名片（{held}）", "a QR code with a phone or card ({held})"),
    Shown.LINK: ("图中二维码是链接（{held}）", "a QR code with a link ({held})"),
    Shown.TEXT: ("图中二维码里有文字（{held}）", "a QR code with words ({held})"),
    Shown.JUNK: ("图中二维码的内容打不开（{held}）", "a QR code that no phone opens ({held})"),
    Shown.LONG: (
        "图中二维码内容过长，有 {count} 个字没有看",
        "a QR code too long: {count} characters were not read",
    ),
    Shown.KNOWN: (
        "与已确认的广告图片相同（64 处特征只差 {count} 处）",
        "the same picture as a confirmed advert ({count} of 64 signs differ)",
    ),
    Shown.KNOWN_CODE: (
        "二维码与已确认的广告相同（{count} 条）",
        "the code of {count} confirmed adverts",
    ),
    Shown.ALIKE: (
        "与已确认的广告图片相似（64 处特征差 {count} 处）",
        "nearly the picture of a confirmed advert ({count} of 64 signs differ)",
    ),
    Shown.OWN: (
        "同一张图 {minutes} 分钟内发送 {count} 次，涉及 {rooms} 个群",
        "the same picture {count} times in {minutes} minutes, in {rooms} rooms",
    ),
    Shown.OTHERS: (
        "{count} 个账号在 {minutes} 分钟内发送同一张图",
        "{count} accounts sent the same picture within {minutes} minutes",
    ),
    Shown.MORE: ("另有 {count} 个二维码没有看", "{count} more codes were not read"),
    Shown.CONTACT: ("发送名片（{held}）", "a contact card ({held})"),
    Shown.PROGRAM: ("发送小程序（{held}），不在允许之列", "a mini-program not allowed ({held})"),
    Shown.INVITATION: ("发送进群邀请（{held}）", "an invitation into a group ({held})"),
    Shown.FILE_PROGRAM: ("发送程序文件（.{held}）", "a file that is a program (.{held})"),
    Shown.FILE_DISGUISED: (
        "把程序伪装成文档（{held}）",
        "a program that looks like a document ({held})",
    ),
    Shown.FILE_TURNED: (
        "文件名里藏有反转符号，真实后缀是 .{held}",
        "a file name turned around; its true ending is .{held}",
    ),
    Shown.FILE_ARCHIVE: (
        "压缩包的名字带有「{held}」",
        "an archive with “{held}” in its name",
    ),
    PictureFault.TOO_LARGE: ("图片太大，没有看", "a picture too large to be read"),
    PictureFault.TOO_MANY_PIXELS: ("图片像素太多，没有看", "a picture of too many pixels"),
    PictureFault.UNKNOWN_FORMAT: ("图片格式无法识别", "a picture of an unknown format"),
    PictureFault.BROKEN: ("图片已损坏", "a broken picture"),
    PictureFault.TOO_SLOW: ("图片解码太慢，没有看", "a picture that took too long to read"),
    PictureFault.TOO_HUNGRY: ("图片占用内存太多，没有看", "a picture that took too much memory"),
    PictureFault.NOT_HAD: ("图片没有取到", "a picture that could not be fetched"),
}


class MediaWording:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self._place = 1 if language == "en" else 0

    def __call__(self, sentence: Shown | PictureFault, **facts: object) -> str:
        """A sentence with its facts filled in; facts are never read as templates."""
        return _SENTENCES[sentence][self._place].format(**facts)
