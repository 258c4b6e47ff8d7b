"""The files of the content library, or every mistake in them at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.core.located import BrokenFile, Located, Problem, check_model, scan_yaml
from bot.core.located_words import did_you_mean
from sop.content import Content, LoadedContent
from sop.render import text_mistakes
from sop.shelf import PlanFile

MAX_BYTES = 128 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMedia:
    """A file that a piece posts, as it was found; `mistake`: why it cannot be posted."""

    path: str = ""  # where it really is
    mark: str = ""  # changes whenever the file does
    mistake: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedContent:
    """A file that is not in force, and all that is wrong with it."""

    file: str
    version: str
    source: str
    error: BrokenFile


def parse_content(source: str, *, file: str, staff: frozenset[str] | None = None) -> LoadedContent:
    """Read a piece; raises BrokenFile with all mistakes by line.

    `staff` None: which colleagues there are is not known, and not checked.
    """
    located = scan_yaml(source, file=file, max_bytes=MAX_BYTES)
    content, problems = check_model(Content, located)
    problems += _mistakes(located, staff)
    if content is None or problems:
        raise BrokenFile(problems)
    return LoadedContent(content=content, version=_mark(source), file=file, source=source)


def _mark(source: str) -> str:
    return sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _mistakes(located: Located, staff: frozenset[str] | None) -> Iterable[Problem]:
    text, author = located.data.get("text"), located.data.get("author")
    if isinstance(text, str):
        for what in text_mistakes(text):
            yield located.problem(("text",), what)
    if isinstance(author, str) and staff is not None and author not in staff:
        known = ", ".join(sorted(staff)) or "nobody is listed"
        what = (
            f"no colleague {author!r}{did_you_mean(author, staff)}; use a name listed under staff"
            f" in config.yaml ({known})"
        )
        yield located.problem(("author",), what)


def stock_content(
    files: Sequence[PlanFile],
    before: dict[str, LoadedContent],
    staff: frozenset[str] | None,
    find: Callable[[str], FoundMedia],
) -> tuple[dict[str, LoadedContent], tuple[RefusedContent, ...]]:
    """The pieces after the folder was read again; of a broken file the last sound text stays.

    `find` gives where a file lies that a piece posts, and what is wrong with it.
    """
    fresh: dict[str, LoadedContent] = {}
    refused: list[RefusedContent] = []
    kept = {one.file: one for one in before.values()}
    for one in files:
        try:
            piece = _read(one, staff, fresh)
        except BrokenFile as error:
            mark = _mark(one.source)
            refused.append(
                RefusedContent(file=one.file, version=mark, source=one.source, error=error)
            )
            last = kept.get(one.file)
            if last is not None:
                fresh.setdefault(last.content.id, last)
            continue
        media = piece.content.media
        if media is not None and media.in_folder is not None:
            found = find(media.in_folder)
            piece = replace(
                piece,
                version=_mark(f"{piece.source}\0{found.mark}"),  # another picture, another piece
                attached=found.path,
                mistake=found.mistake,
            )
        fresh[piece.content.id] = piece
    return fresh, tuple(refused)


def _read(
    one: PlanFile, staff: frozenset[str] | None, others: dict[str, LoadedContent]
) -> LoadedContent:
    if one.mistake:
        raise BrokenFile([Problem(file=one.file, line=1, column=1, what=one.mistake)])
    piece = parse_content(one.source, file=one.file, staff=staff)
    other = others.get(piece.content.id)
    if other is not None:
        what = f"the name {piece.content.id!r} is taken by {other.file}; give each piece its own"
        raise BrokenFile([Problem(file=one.file, line=1, column=1, what=what)])
    return piece
