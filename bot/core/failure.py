"""A failure for the log: what kind and where, without its words, which may quote what people said.

A database's error quotes the row, a validation's error the input. Pure.
"""

from traceback import walk_tb

_DEEPEST = 40  # frames; the innermost say most


def failure(error: BaseException) -> dict[str, str]:
    """Fields for a line of the log: the kinds of the error and its causes, and its frames."""
    chain = [error]
    while (cause := _cause(chain[-1])) is not None and cause not in chain:
        chain.append(cause)
    states = [str(state) for one in chain if (state := getattr(one, "sqlstate", None))]
    fields = {
        "error": " < ".join(type(one).__name__ for one in chain),
        "frames": " > ".join(_frames(chain[-1])),
    }
    if len(chain) > 1:
        fields["raised"] = " > ".join(_frames(error))
    return fields | ({"sqlstate": states[0]} if states else {})


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(error: BaseException) -> list[str]:
    found = [
        f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(error.__traceback__)
    ]
    return found[-_DEEPEST:]


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-3:])
