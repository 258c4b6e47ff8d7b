"""The small pieces that all parts of a plan are written with."""

import re
from datetime import time
from typing import Annotated, Final

from pydantic import AfterValidator, Field

NAME: Final = re.compile(r"^[\w][\w.-]*$")
Name = Annotated[str, Field(pattern=NAME.pattern, min_length=1, max_length=64)]


def _plain(at: time) -> time:
    if at.tzinfo is not None or at.microsecond:
        msg = 'a wall time such as "08:30" is meant; the zone stands in `zone:` of the plan'
        raise ValueError(msg)
    return at


WallTime = Annotated[time, AfterValidator(_plain)]
