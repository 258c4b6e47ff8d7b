"""What may be changed on the console at all, and who may. The rest is for who edits the file.

Closed are what a wrong word would lock everybody out of (where the API listens and who may use
it), what needs a restart anyway (database, accounts), folders of this machine, and wherever a
secret stands or words of members would leave the house.
"""

from collections.abc import Sequence

from bot.core.rights import Right
from bot.core.yaml_value import YamlValue
from bot.settings.edits import Append, Edit, NotEditable, Path, Put, shown

SECTIONS = frozenset({"rooms", "staff", "judging", "leads", "alerts", "delivery", "sop", "log"})
_CLOSED = (
    ("judging", "opinion", "url"),
    ("judging", "opinion", "token"),
    ("judging", "opinion", "enabled"),
    ("sop", "folder"),
    ("sop", "campaigns"),
    ("sop", "content"),
)
_SECRET = frozenset({"targets", "token", "tokens"})
# Which words mean what is the daily work of whoever keeps the plans.
_WORDS = (
    ("leads",),
    ("judging", "words"),
    ("judging", "links", "add_allow"),
    ("judging", "cards", "add_allow"),
    ("judging", "contact", "bait"),
    ("judging", "repeats", "normal"),
    ("judging", "reports", "words"),
    ("judging", "appeals", "words"),
    ("judging", "lookalike", "titles"),
)
SAID_FROM_OUTSIDE = "${"


def is_editable(path: Path) -> bool:
    """Whether a setting may be changed from here."""
    named = tuple(step for step in path if isinstance(step, str))
    if not named or named[0] not in SECTIONS or _SECRET & set(named):
        return False
    return not any(named[: len(one)] == one for one in _CLOSED)


def right_for(edits: Sequence[Edit]) -> Right:
    """The right that these changes need."""
    words = all(any(edit.path[: len(one)] == one for one in _WORDS) for edit in edits)
    return Right.PLAN if words else Right.KEEP


def guard(edits: Sequence[Edit]) -> None:
    """Refuse what may not be changed from here."""
    for edit in edits:
        whole = len(edit.path) < 2 and not isinstance(edit, Append)  # noqa: PLR2004 (a section)
        if whole or not is_editable(edit.path) or _hides(edit):
            msg = (
                f"{shown(edit.path)} is not changed from here: it is for config.yaml itself, on"
                " the machine that the service runs on"
            )
            raise NotEditable(msg)
    only_words(edits)


def only_words(edits: Sequence[Edit]) -> None:
    """Refuse what would show a variable of the environment to whoever reads the setting."""
    for edit in edits:
        if isinstance(edit, Put | Append) and _names_a_variable(edit.value):
            msg = f"{shown(edit.path)}: ${{NAME}} would show a variable of the environment here"
            raise NotEditable(msg)


def _hides(edit: Edit) -> bool:
    """Whether something that may not be changed lies inside of what is put there, or goes."""
    if any(one[: len(edit.path)] == edit.path for one in _CLOSED):
        return True
    if not isinstance(edit, Put | Append):
        return False
    return any(not is_editable((*edit.path, *inner)) for inner in _names(edit.value))


def _names(value: YamlValue) -> list[tuple[str, ...]]:
    if isinstance(value, dict):
        return [
            (str(key), *rest) for key, inner in value.items() for rest in (_names(inner) or [()])
        ]
    if isinstance(value, list | tuple):
        return [rest for inner in value for rest in _names(inner)]
    return []


def _names_a_variable(value: YamlValue) -> bool:
    if isinstance(value, dict):
        return any(_names_a_variable(each) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple):
        return any(map(_names_a_variable, value))
    return isinstance(value, str) and SAID_FROM_OUTSIDE in value
