"""Everything that people can ask of plans, in one place: for the command line and for the API."""

from collections.abc import Callable
from pathlib import Path

from bot.plan_life.editing import Editor
from bot.plan_life.places import RulesFor
from bot.plan_life.running import Runner
from bot.plan_life.texts import Texts
from bot.plan_life.words import Speaker
from sop.checks import Cast
from sop.settings import SopSettings


class PlanLife:
    """Edits, runs, and people's words on steps."""

    def __init__(
        self,
        *,
        folder: Path,
        settings: Callable[[], SopSettings],
        cast: Callable[[], Cast | None],
        rules_for: RulesFor,
    ) -> None:
        self.texts = Texts(folder=folder, settings=settings, cast=cast)
        self.editor = Editor(texts=self.texts, rules_for=rules_for, grace=lambda: settings().grace)
        self.runner = Runner(texts=self.texts, rules_for=rules_for, grace=lambda: settings().grace)
        self.speaker = Speaker(texts=self.texts, rules_for=rules_for)
