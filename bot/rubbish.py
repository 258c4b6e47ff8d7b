"""How often Python looks for rubbish that holds itself (most goes as soon as nobody holds it)."""

import gc

# New objects between two looks. By default it is 700: while a batch of a thousand messages is
# worked on it would look sixteen times, at objects that are all needed until the batch's end.
_BETWEEN = 10_000


def look_rarely() -> None:
    """For this process, from now on."""
    gc.set_threshold(_BETWEEN, 10, 10)
