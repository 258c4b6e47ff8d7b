"""Texts longer than a platform takes are cut where a reader would pause."""

_PAUSES = ("\n\n", "\n", "。", "！", "？", ". ", "! ", "? ", "；", "; ", "，", ", ", " ")


def split_text(text: str, limit: int) -> tuple[str, ...]:
    """The text in parts of at most `limit` characters; nothing but space at the cuts is lost."""
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = _pause_before(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    parts.append(rest)
    return tuple(part for part in parts if part)


def _pause_before(text: str, limit: int) -> int:
    head = text[:limit]
    for pause in _PAUSES:
        at = head.rfind(pause)
        # A pause near the beginning would leave a scrap of a part.
        if at >= limit // 3:
            return at + len(pause)
    return limit
