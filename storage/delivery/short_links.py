"""The links of a claimed post are made short, once, so that clicks on them can be counted."""

import secrets
import string
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import Say
from bot.core.events import Media
from bot.core.outbound import Delivery, DeliveryState, Lost
from bot.core.short_links import MOST_LINKS, address, links_in, with_links
from storage.delivery.json import write_deed
from storage.delivery.rows import text_hash
from storage.delivery.sending import ours
from storage.tables.delivery import outbox
from storage.tables.links import link

_LETTERS = string.ascii_letters + string.digits
_LENGTH = 9  # 53 bits: nobody finds one by trying
_CARD = "text/html"


async def shorten(
    connection: AsyncConnection, delivery: Delivery, base: str, now: datetime
) -> Delivery | Lost:
    """The delivery with short links, written down; the second time it has none left to change.

    The echo is known by the text as it is sent, so its hash changes with it.
    """
    deed = delivery.deed
    if not isinstance(deed, Say):
        return delivery
    codes = {url: _code() for url in _wanted([*links_in(deed.text), *_card(deed.media)], base)}
    short = _shortened(deed, codes, base)
    changed = await connection.execute(
        update(outbox)
        .where(ours(delivery), outbox.c.state == DeliveryState.CLAIMED.value)
        .values(deed=write_deed(short), text_hash=text_hash(short.text))
        .returning(outbox.c.id)
    )
    if changed.first() is None:
        return Lost()
    if codes:
        made = [
            {
                "code": code,
                "url": url,
                "outbox_id": delivery.id,
                "occurrence_id": delivery.occurrence,
                "room_id": delivery.room,
                "created_at": now,
            }
            for url, code in codes.items()
        ]
        await connection.execute(insert(link), made)
    return replace(delivery, deed=short)


def _card(media: Media | None) -> list[str]:
    """Where a link card leads."""
    return [media.url] if media is not None and media.mime == _CARD else []


def _wanted(links: Iterable[str], base: str) -> list[str]:
    """Others' links, not ours: those of tasks and calendars open as they are."""
    home = base.rstrip("/") + "/"
    others = [one for one in links if not one.startswith(home)]
    return list(dict.fromkeys(others))[:MOST_LINKS]


def _shortened(deed: Say, codes: dict[str, str], base: str) -> Say:
    def short(url: str) -> str:
        return address(base, codes[url]) if url in codes else url

    media = deed.media
    if media is not None and _card(media):
        media = replace(media, url=short(media.url))
    return replace(deed, text=with_links(deed.text, short), media=media, count_clicks=False)


def _code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
