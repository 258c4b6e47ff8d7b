"""A rehearsal from what is asked to what was found."""

from bot.rehearsal.findings import findings
from bot.rehearsal.looking_back import look_back
from bot.rehearsal.people import People
from bot.rehearsal.play import Play, Progress
from bot.rehearsal.span import limit_of
from bot.rehearsal.values import Asked, Folders, Rehearsed
from bot.rehearsal.wiring import staged
from bot.rehearsal.words import Words


def _in_silence(_share: float) -> None:
    """Nobody waits for the end."""


async def rehearse(asked: Asked, folders: Folders, progress: Progress = _in_silence) -> Rehearsed:
    """Play the plan through."""
    start, _ = limit_of(asked)
    async with staged(asked, folders, start) as stage:
        play = Play(asked=asked, stage=stage, people=People(asked=asked, stage=stage))
        await play.open()
        await play.go_through(progress)
        played = await look_back(play)
        limit = stage.channel.traits.max_text
    words = Words(asked.settings.judging.language)
    found = findings(asked, played, rules=asked.rules, limit=limit, words=words)
    return Rehearsed(asked=asked, played=played, findings=found)
