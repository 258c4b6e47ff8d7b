"""Everything that people can ask of plans, in one place: for the command line and for the API."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from bot.plan_life.checking import Checker
from bot.plan_life.editing import Editor
from bot.plan_life.files import PlanFiles
from bot.plan_life.library import templates
from bot.plan_life.overview import Overview
from bot.plan_life.places import RulesFor
from bot.plan_life.previewing import Previewer
from bot.plan_life.running import Runner
from bot.plan_life.texts import Texts
from bot.plan_life.words import Speaker
from sop.cautions import Checking
from sop.cautions_cards import Lacking
from sop.checks import Cast
from sop.model import ContentKind
from sop.render import MAX_OUTPUT
from sop.schema import plan_schema
from sop.settings import SopSettings

_CARDS = {ContentKind.LINK: "link_cards", ContentKind.MINI_PROGRAM: "mini_programs"}


def longest_of(channels: Iterable[object]) -> int:
    """Characters that the shortest-spoken of these channels (of config.yaml) takes in one post."""
    return min([MAX_OUTPUT, *(getattr(one, "max_text", MAX_OUTPUT) for one in channels)])


def lacking_of(channels: Iterable[object]) -> Lacking:
    """The cards that accounts (of config.yaml) cannot post."""
    return {
        str(getattr(one, "name", "")): frozenset(
            kind for kind, key in _CARDS.items() if not getattr(one, key, True)
        )
        for one in channels
    }


def _by_its_day(now: datetime) -> Checking:
    """Where nothing else is known, a plan is looked at by the date alone."""
    return Checking(today=now.date())


class PlanLife:
    """Edits, runs, and people's words on steps."""

    schema = staticmethod(plan_schema)
    templates = staticmethod(templates)

    def __init__(
        self,
        *,
        folder: Path,
        settings: Callable[[], SopSettings],
        cast: Callable[[], Cast | None],
        rules_for: RulesFor,
        checking: Callable[[datetime], Checking] = _by_its_day,
    ) -> None:
        self.cast = cast
        self.texts = Texts(folder=folder, settings=settings, cast=cast)
        self.editor = Editor(texts=self.texts, rules_for=rules_for, grace=lambda: settings().grace)
        self.runner = Runner(texts=self.texts, rules_for=rules_for, grace=lambda: settings().grace)
        self.speaker = Speaker(texts=self.texts, rules_for=rules_for)
        self.checker = Checker(folder=folder, cast=cast, against=checking)
        self.files = PlanFiles(texts=self.texts, editor=self.editor)
        self.overview = Overview(texts=self.texts, files=self.files)
        self.previewer = Previewer(
            texts=self.texts, rules_for=rules_for, grace=lambda: settings().grace
        )
