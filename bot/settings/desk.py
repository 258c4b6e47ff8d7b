"""The settings desk: shows config.yaml, tries changes out, writes them back, and goes back.

A change is checked as `groupkeeper check` checks the file, against the very text it was made for;
the running service then takes the file up as it takes up one that somebody saved.
"""

import difflib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.config import Settings, parse_settings
from bot.core.errors import ConfigError
from bot.core.located import BrokenFile, Located, Problem, read_yaml
from bot.core.yaml_value import YamlValue
from bot.environment import read_overlay
from bot.rulebook import in_force, needs_restart
from bot.settings import people, rooms
from bot.settings.allowed import guard
from bot.settings.edits import Drop, Edit, NotEditable, at, shown
from bot.settings.hiding import covered, hidden_in
from bot.settings.kept import ChangedMeanwhile, KeptFile, Text
from bot.settings.own_secrets import forget_unnamed, read_secrets
from bot.settings.rewriting import rewritten
from bot.settings.sheet import Source, default_of, items
from bot.settings.values import (
    Changed,
    Colleagues,
    Difference,
    Line,
    Preview,
    RulesOfRoom,
    Sheet,
    Standing,
)
from bot.settings.written import inline

log = structlog.get_logger("settings")

_NO_FILE = "this service runs without a config.yaml of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsDesk:
    """Reads and writes one config.yaml; without one it only shows what is in force."""

    path: Path | None = None
    settings: Callable[[], Settings] = Settings  # in force
    environment: Callable[[], Mapping[str, str]] = lambda: os.environ

    # ---- looking ------------------------------------------------------------------------------

    def sheet(self, section: str = "") -> Sheet:
        """Every setting of a section by its dotted name; "" for all."""
        opened = self._open()
        return Sheet(standing=opened.standing, items=items(opened.source, section))

    def colleagues(self) -> Colleagues:
        """Everybody in `staff`, by what the file says."""
        opened = self._open()
        found = people.colleagues(opened.source.settings, opened.source.written.data)
        return Colleagues(standing=opened.standing, items=found)

    def sheet_settings(self) -> Settings:
        """What the file says; where it is none, or broken, what is in force."""
        return self._open().source.settings

    def rules_of(self, place: rooms.Place) -> RulesOfRoom:
        """The rules of one room, and where each is set."""
        opened = self._open()
        settings = opened.source.settings.rooms
        return RulesOfRoom(
            standing=opened.standing,
            own_entry=rooms.own_entry(settings, place),
            rules=rooms.rules_of(settings, place),
        )

    def read(self) -> tuple[Text, Settings]:
        """The file, and what it says; raises NotEditable or ConfigError."""
        text = self._file.read()
        return text, self._parse(text.source)

    # ---- changing -----------------------------------------------------------------------------

    def preview(self, edits: Sequence[Edit]) -> Preview:
        """What a change would do; its mistakes are a part of the answer."""
        guard(edits)
        before = self._file.read()
        after = self._rewrite(before.source, edits)
        lines, differences = self._lines(before.source, after), self._told(before.source, edits)
        try:
            old, new = self._parse(before.source), self._parse(after)
        except BrokenFile as error:
            return Preview(
                version=before.version,
                lines=lines,
                differences=differences,
                mistakes=error.problems,
            )
        return Preview(
            version=before.version,
            lines=lines,
            differences=differences,
            restart=tuple(needs_restart(old, new)),
        )

    def change(self, edits: Sequence[Edit], *, expected: str) -> Changed:
        """Make a change; raises BrokenFile with its mistakes, NotEditable, ChangedMeanwhile."""
        guard(edits)
        return self.write(edits, expected=expected)

    def write(self, edits: Sequence[Edit], *, expected: str) -> Changed:
        """Make a change that was allowed elsewhere."""
        before = self._expected(expected)
        after = self._rewrite(before.source, edits)
        return self._replace(before, after, self._told(before.source, edits))

    def back(self, version: str, *, expected: str) -> Changed:
        """Make an earlier text count again, as a whole."""
        before = self._expected(expected)
        after = self._file.version(version)
        told = Difference(path="config.yaml", before=before.version, after=version)
        return self._replace(before, after, (told,))

    def versions(self) -> list[str]:
        """Earlier texts that can be gone back to, oldest first."""
        return self._file.versions() if self.path is not None else []

    def _expected(self, expected: str) -> Text:
        before = self._file.read()
        if before.version != expected:
            msg = (
                f"config.yaml was changed in the meantime (it is {before.version} now, not"
                f" {expected}); look at it again"
            )
            raise ChangedMeanwhile(msg)
        return before

    def _replace(self, before: Text, after: str, told: tuple[Difference, ...]) -> Changed:
        new = self._parse(after)
        try:
            waiting = needs_restart(self._parse(before.source), new)
        except ConfigError:  # a broken file is mended
            waiting = needs_restart(self.settings(), new)
        text = self._file.replace(after, expected=before.version)
        self._tidy(text)
        return Changed(
            before=before.version,
            version=text.version,
            lines=self._lines(before.source, after),
            differences=told,
            restart=tuple(waiting),
        )

    def _tidy(self, now: Text) -> None:
        """Forget secrets that neither the file nor a text that can be gone back to names."""
        if self.path is None:
            return
        kept = [self._file.version(name) for name in self._file.versions()]
        try:
            forget_unnamed(self.path, [now.source, *kept])
        except OSError as error:  # the change is made; what is too much waits for the next one
            log.warning("secrets_not_tidied", error=error.strerror or type(error).__name__)

    def _rewrite(self, text: str, edits: Sequence[Edit]) -> str:
        overlay = read_overlay(Settings, self.environment())
        for edit in edits:
            if (variable := overlay.variable(edit.path)) is not None:
                msg = (
                    f"{shown(edit.path)} is given by the environment variable {variable}, which is"
                    " stronger than config.yaml; change it there"
                )
                raise NotEditable(msg)
            told = edit
            if isinstance(edit, Drop):
                told = Drop(path=edit.path, default=default_of(edit.path))
            text = rewritten(text, told)
        return text

    # ---- the file -----------------------------------------------------------------------------

    @property
    def _file(self) -> KeptFile:
        if self.path is None:
            raise NotEditable(_NO_FILE)
        return KeptFile(self.path)

    def _given(self) -> Mapping[str, str]:
        own = {} if self.path is None else read_secrets(self.path)
        return {**own, **self.environment()}

    def _parse(self, source: str) -> Settings:
        file = "config.yaml" if self.path is None else self.path.name
        return parse_settings(source, file=file, environment=self._given())

    def _open(self) -> "_Opened":
        """The file as it stands; where it is none, or broken, what is in force."""
        working = self.settings()
        if self.path is None:
            nothing = Located(file="", data={})
            return _Opened(
                source=self._source(working, nothing),
                standing=Standing(file="", version="", editable=False, why_not=_NO_FILE),
            )
        text = self._file.read()
        problems: tuple[Problem, ...] = ()
        told = working
        written = Located(file="", data={})
        try:
            written = read_yaml(text.source, file=self.path.name)
            told = self._parse(text.source)
        except BrokenFile as error:
            problems = error.problems
        standing = Standing(
            file=self.path.name,
            version=text.version,
            editable=not problems and os.access(self.path.resolve().parent, os.W_OK),
            why_not="the service may not write the folder of config.yaml" if not problems else "",
            in_force=not problems and in_force(working, told) == working,
            restart=tuple(needs_restart(working, told)),
            mistakes=problems,
        )
        return _Opened(source=self._source(told, written), standing=standing)

    def _source(self, settings: Settings, written: Located) -> Source:
        overlay = read_overlay(Settings, self.environment())
        return Source(settings=settings, written=written, overlay=overlay)

    # ---- telling ------------------------------------------------------------------------------

    def _lines(self, before: str, after: str) -> tuple[Line, ...]:
        old, new = hidden_in(before).split("\n"), hidden_in(after).split("\n")
        found: list[Line] = []
        matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal":
                found += [Line(sign="-", number=n + 1, text=old[n]) for n in range(i1, i2)]
                found += [Line(sign="+", number=n + 1, text=new[n]) for n in range(j1, j2)]
        return tuple(found)

    def _told(self, source: str, edits: Sequence[Edit]) -> tuple[Difference, ...]:
        data = read_yaml(source, file="config.yaml").data
        return tuple(_difference(data, edit) for edit in edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    source: Source
    standing: Standing


def _difference(data: YamlValue, edit: Edit) -> Difference:
    before = covered(at(data, edit.path), edit.path)
    value = covered(getattr(edit, "value", None), edit.path)
    after = "" if isinstance(edit, Drop) else inline(value)
    return Difference(
        path=shown(edit.path), before="" if before is None else inline(before), after=after
    )
