"""Links: too many of them, into other groups, hidden behind short links, to unknown places."""

import re
from collections.abc import Sequence

from bot.core.events import MessageKind
from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item, noisy_or
from handlers.settings import LinkSettings
from handlers.text import fold_text
from handlers.wording import Say, Wording

_HOST = r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}"
_LINK = re.compile(
    rf"(?:(?P<scheme>https?:/{{1,2}})|(?<![a-z0-9@._-]))"
    rf"(?P<host>{_HOST}|(?<=/)\d{{1,3}}(?:\.\d{{1,3}}){{3}})(?::\d{{2,5}})?"
    r"(?P<path>/[!-~]{0,2000})?"
)
# A mail address, and an address that opens an app.
_NO_TALK = re.compile(
    rf"(?<![a-z0-9_.+-])[a-z0-9_.+-]{{1,64}}@{_HOST}"
    r"|(?<![a-z0-9])(?:weixin|wxwork|mqqapi|alipays?|dingtalk|openapp\.jdmobile)://[!-~]{0,2000}"
)
# Without http:// only these endings make a link: node.js and main.py are file names.
_ENDINGS = frozenset(
    [
        "com",
        "cn",
        "net",
        "org",
        "top",
        "xyz",
        "vip",
        "club",
        "shop",
        "store",
        "site",
        "online",
        "info",
        "biz",
        "cc",
        "tv",
        "me",
        "io",
        "co",
        "app",
        "live",
        "fun",
        "win",
        "bet",
        "work",
        "link",
        "ltd",
        "group",
        "tech",
        "pro",
        "wang",
        "ink",
        "gg",
        "im",
        "so",
        "ly",
        "gl",
        "gd",
        "at",
        "us",
        "uk",
        "jp",
        "hk",
        "tw",
        "sg",
        "ru",
        "la",
        "icu",
        "buzz",
        "cyou",
        "click",
        "space",
        "website",
        "world",
        "cloud",
        "art",
        "one",
        "red",
        "mobi",
        "asia",
        "gov",
        "edu",
        "dev",
        "ai",
    ]
)
_INVITES = (
    *("t.me/", "telegram.me/", "telegram.dog/", "weixin.qq.com/g/", "u.wechat.com/", "qm.qq.com/"),
    *("jq.qq.com/", "discord.gg/", "discord.com/invite/", "chat.whatsapp.com/", "line.me/ti/"),
    *("work.weixin.qq.com/gm/", "wa.me/", "whatsapp.com/channel/"),
)
_FOLLOWED = frozenset({MessageKind.LINK, MessageKind.TEXT})  # what hangs there is to be opened
_MOST = 200  # links looked at in one message


class Links:
    """Scores the links of a message."""

    name = "links"

    def __init__(self, settings: LinkSettings, wording: Wording) -> None:
        self._settings = settings
        self._wording = wording
        self._allow = frozenset(d.lower() for d in settings.allow + settings.add_allow)
        self._short = frozenset(h.lower() for h in settings.short_hosts)

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (links need no context)
        """A verdict for each message that links somewhere doubtful."""
        return [
            self._one(item) if "." in item.text.plain or item.message.event.media else None
            for item in batch
        ]

    def _one(self, item: Item) -> Verdict | None:
        media = item.message.event.media
        plain = item.text.plain
        # Where a picture or file is kept says the platform, not the sender.
        if media is not None and media.url and item.message.event.kind in _FOLLOWED:
            plain = f"{plain} {fold_text(media.url[:2000])}"
        links = links_of(plain)
        signs = self._signs(links)
        if not signs:
            return None
        signs.sort(reverse=True)
        reason = self._wording.joined(dict.fromkeys(reason for _, reason in signs[:3]))
        shown = tuple(host for host, _ in links[:5])
        return Verdict(
            detector=self.name, score=noisy_or(s for s, _ in signs), reason=reason, evidence=shown
        )

    def _signs(self, links: Sequence[tuple[str, str]]) -> list[tuple[float, str]]:
        settings, say = self._settings, self._wording
        signs: dict[Say, tuple[float, str]] = {}
        for host, path in links:
            if (kind := self._kind(host, path)) is not None:
                score, sentence = kind
                signs.setdefault(sentence, (score, say(sentence, host=host)))
        if len(links) > settings.max_links:
            told = say(Say.MANY_LINKS, count=len(links), limit=settings.max_links)
            signs[Say.MANY_LINKS] = (settings.many_score, told)
        return list(signs.values())

    def _kind(self, host: str, path: str) -> tuple[float, Say] | None:
        address = host.removeprefix("www.") + (path or "/")
        if address.startswith(_INVITES):
            return self._settings.invite_score, Say.INVITE_LINK
        if host.removeprefix("www.") in self._short:
            return self._settings.short_score, Say.SHORT_LINK
        if self._allowed(host):
            return None
        return self._settings.unknown_score, Say.UNKNOWN_LINK

    def _allowed(self, host: str) -> bool:
        labels = host.split(".")
        return any(".".join(labels[i:]) in self._allow for i in range(len(labels) - 1))


def links_of(plain: str) -> list[tuple[str, str]]:
    """Host and path of every link in a plain text, each once; at most 200."""
    found: dict[tuple[str, str], None] = {}
    for match in _LINK.finditer(plain):
        if not _leads_somewhere(match):
            continue
        found[(match["host"], match["path"] or "")] = None
        if len(found) == _MOST:
            break
    return list(found)


def without_links(plain: str) -> str:
    """A plain text without its links and mail addresses: what is in them was not said by people."""
    if "." not in plain and "://" not in plain:
        return plain
    return _LINK.sub(
        lambda match: " " if _leads_somewhere(match) else match[0], _NO_TALK.sub(" ", plain)
    )


def _leads_somewhere(match: re.Match[str]) -> bool:
    return match["scheme"] is not None or match["host"].rpartition(".")[2] in _ENDINGS
