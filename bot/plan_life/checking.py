"""A text of a plan looked at as `groupkeeper check` does: every mistake, and what may surprise."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.located import BrokenFile, Located, Problem, scan_yaml
from bot.plans.folder import find_file
from sop.cautions import Checking, cautions
from sop.cautions_cards import Lacking, lacking_cards
from sop.checks import Cast
from sop.content import Library
from sop.model import Attachment
from sop.parse import MAX_BYTES, LoadedPlan, parse_plan, pieces_of, version_of
from sop.pieces import parts_of
from sop.shelf import PlanFile

_FILES = ("file", "image", "video")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in one text."""

    name: str  # as the text calls its plan; "" where that cannot be read
    version: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]  # sound, and yet worth a second look


@dataclass(frozen=True, kw_only=True)
class Checker:
    """Looks at texts that may become plans of the folder. Reading a long one takes a second."""

    folder: Path
    cast: Callable[[], Cast | None]
    against: Callable[[datetime], Checking]

    def check(self, source: str, now: datetime, file: str = "plan.yaml") -> Checked:
        """Every mistake and every caution of a text, by line; never raises, whatever the text.

        `file`: what it is called in the plan folder, beside which lies what it posts.
        """
        at = str(self.folder / file)
        name, problems = "", list[Problem]()
        try:
            name = parse_plan(source, file=at, cast=self.cast()).plan.name
        except BrokenFile as error:
            problems += error.problems
        warnings: list[Problem] = []
        for located in readable([PlanFile(file=at, source=source)]):
            name = name or named_in(located)
            problems += unposted(located)
            warnings += cautions(located, self.against(now))
        return Checked(
            name=name,
            version=version_of(source),
            problems=tuple(sorted(set(problems))),
            warnings=tuple(sorted(set(warnings))),
        )


def readable(plans: Iterable[PlanFile]) -> Iterator[Located]:
    """Every plan that can be looked into, whatever is wrong with it: all is told at once."""
    for one in plans:
        with suppress(BrokenFile):  # its mistakes are told where it is read as a plan
            yield scan_yaml(one.source, file=one.file, max_bytes=MAX_BYTES)


def named_in(located: Located) -> str:
    """What a text that may have mistakes calls its plan; "" where it does not say."""
    name = located.data.get("name")
    return name if isinstance(name, str) else ""


def unposted(located: Located) -> Iterator[Problem]:
    """Files that the steps of a plan post and that are not beside it."""
    folder = Path(located.file).parent
    for placed in pieces_of(located).placed:
        for part in parts_of(placed):
            media = part.message.media
            if media is None or media.in_folder is None:
                continue
            if mistake := find_file(folder, media.in_folder).mistake:
                yield located.problem((*part.path, "media", _key(media)), mistake)


def cards_failing(
    loaded: LoadedPlan, lacking: Lacking, library: Library | None, own: Collection[str]
) -> list[Problem]:
    """Cards of a plan that the accounts of its rooms (`own`) and seats cannot post, by line."""
    located = scan_yaml(loaded.source, file=loaded.file, max_bytes=MAX_BYTES)
    return sorted(lacking_cards(pieces_of(located), located, lacking, library, own))


def _key(media: Attachment) -> str:
    return next(key for key in _FILES if getattr(media, key) is not None)
