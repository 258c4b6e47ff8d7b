"""Files, by their names and types: nobody opens them here."""

import re
from collections.abc import Sequence

from bot.core.events import MessageKind
from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.media_settings import FileSettings
from handlers.media_wording import MediaWording, Shown
from handlers.text import fold_text, squeeze
from handlers.wording import cut

# What makes a name read backwards: a program is shown with a document's ending.
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
# WeChat adds it to programs, so that phones do not install them at a touch.
_RENAMED = re.compile(r"(?:\.\d{1,2}|\(\d+\)|\.(?:rename|bak))+\Z")
_DOCUMENTS = frozenset(
    {
        *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv", "wps", "et"),
        *("jpg", "jpeg", "png", "gif", "webp", "bmp", "heic", "mp3", "mp4", "mov"),
    }
)
_SHOWN = 40  # characters of a name
_ENDING = 12  # characters; what is longer is no ending
_END = 200  # characters at the end of a name that are looked at; no system takes longer names


class Files:
    """Programs, programs that look like documents, archives with bait in their names."""

    name = "files"

    def __init__(self, settings: FileSettings, wording: MediaWording) -> None:
        self._settings = settings
        self._wording = wording
        self._programs = frozenset(one.lower() for one in settings.programs)
        self._archives = frozenset(one.lower() for one in settings.archives)
        self._bait = {squeeze(fold_text(one)): one for one in settings.bait}

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (a file needs no context)
        """A verdict for each doubtful file."""
        return [
            self._one(item.message.event.media.name)
            if item.message.event.kind is MessageKind.FILE and item.message.event.media
            else None
            for item in batch
        ]

    def _one(self, name: str) -> Verdict | None:
        settings = self._settings
        endings = _endings(name)
        last = endings[-1] if endings else ""
        if last in self._programs:
            return self._program(name, endings)
        bait = self._bait_in(name) if last in self._archives else None
        if bait is None:
            return None
        return self._verdict(settings.archive_score, Shown.FILE_ARCHIVE, bait)

    def _program(self, name: str, endings: Sequence[str]) -> Verdict:
        settings = self._settings
        if _TURNED.search(name):
            return self._verdict(settings.disguised_score, Shown.FILE_TURNED, endings[-1])
        if any(one in _DOCUMENTS for one in endings[:-1]):
            named = cut(name, _SHOWN)
            return self._verdict(settings.disguised_score, Shown.FILE_DISGUISED, named)
        return self._verdict(settings.program_score, Shown.FILE_PROGRAM, endings[-1])

    def _bait_in(self, name: str) -> str | None:
        tight = squeeze(fold_text(name))
        return next((word for shape, word in self._bait.items() if shape in tight), None)

    def _verdict(self, score: float, sentence: Shown, held: str) -> Verdict:
        reason = self._wording(sentence, held=held)
        return Verdict(detector=self.name, score=score, reason=reason, evidence=(held,))


def _endings(name: str) -> list[str]:
    """The endings of a file's name, in order, as the system that opens it will see them."""
    end = f" {_TURNED.sub('', name).strip().lower()}"[-_END:]
    plain = _RENAMED.sub("", end)
    parts = [part.strip() for part in plain.split(".")[1:]]
    return [part for part in parts[-3:] if 0 < len(part) <= _ENDING]
