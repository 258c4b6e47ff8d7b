"""Links in texts, and short ones in their place."""

import re
from collections.abc import Callable

MOST_LINKS = 20  # of one post; those beyond stay as they are
PATH = "/l/"  # where our web serves them

# A link ends at a blank, at Chinese characters and their punctuation, at what quotes it.
_LINK = re.compile(r"https?://[\w\-.~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII | re.IGNORECASE)
_PUNCTUATION = ".,;:!?'"
_PAIRS = ((")", "("), ("]", "["))


def links_in(text: str) -> list[str]:
    """Every link of a text once, in order, without the punctuation behind it."""
    return list(dict.fromkeys(_trimmed(found.group()) for found in _LINK.finditer(text)))


def with_links(text: str, replaced: Callable[[str], str]) -> str:
    """The text with each link replaced; what stands behind it stays."""

    def one(found: re.Match[str]) -> str:
        link = _trimmed(found.group())
        return replaced(link) + found.group()[len(link) :]

    return _LINK.sub(one, text)


def address(base: str, code: str) -> str:
    """Where a short link is served; `base` is `web.public_url`."""
    return f"{base.rstrip('/')}{PATH}{code}"


def _trimmed(link: str) -> str:
    while link:
        last = link[-1]
        opened = dict(_PAIRS).get(last)
        if last not in _PUNCTUATION and (opened is None or link.count(opened) >= link.count(last)):
            break
        link = link[:-1]
    return link
