"""What hangs on a post, as channels understand it."""

from collections.abc import Mapping

from bot.core.events import Media
from sop.model import Attachment, ContentKind
from sop.shelf import FoundFile


def missing_file(attachment: Attachment | None, files: Mapping[str, FoundFile]) -> str:
    """Why a file of the plan folder cannot be posted; "" when it can, or when there is none."""
    wanted = None if attachment is None else attachment.in_folder
    if wanted is None:
        return ""
    return files[wanted].mistake if wanted in files else "there is no plan folder"


def media_of(
    attachment: Attachment | None, files: Mapping[str, FoundFile] | None = None, path: str = ""
) -> Media | None:
    """What hangs on a post; `files`: what was found in the plan folder; `path`: where it lies."""
    if attachment is None:
        return None
    card = attachment.mini_program
    if card is not None:
        return Media(
            name=attachment.title,
            url=card.path,
            description=attachment.description,
            app=f"{card.app_id} {card.user_name}".strip(),
        )
    found = (files or {}).get(attachment.in_folder or "")
    source = path or (found.path if found else attachment.source)
    return Media(
        name=attachment.title,
        url=attachment.link or source or "",
        mime=_MIMES.get(attachment.kind, ""),
        description=attachment.description,
    )


_MIMES = {
    ContentKind.LINK: "text/html",
    ContentKind.IMAGE: "image/*",
    ContentKind.VIDEO: "video/*",
}


def in_words(attachment: Attachment | None) -> str:
    """What a colleague who posts it themselves is to attach."""
    if attachment is None:
        return ""
    card = attachment.mini_program
    if card is not None:
        return f"小程序 {attachment.title or card.app_id} {card.path}".strip()
    return attachment.link or attachment.source or ""
