"""Tags 标签 of people: short words, however they were typed the same."""

import unicodedata

from bot.core.errors import GroupkeeperError

MAX_TAG = 20  # characters
MAX_TAGS = 20  # of one person


class BadTag(GroupkeeperError):
    """No tag: empty, too long, or more than a person may have."""


def folded_tag(given: str) -> str:
    """A tag as it is kept, compared and shown; raises `BadTag`."""
    found = " ".join(unicodedata.normalize("NFKC", given).casefold().split()).lstrip("#＃").strip()
    if not found:
        msg = "a tag is a short word, such as vip or 老学员"
        raise BadTag(msg)
    if len(found) > MAX_TAG:
        msg = f"a tag has at most {MAX_TAG} characters; this one has {len(found)}"
        raise BadTag(msg)
    return found
