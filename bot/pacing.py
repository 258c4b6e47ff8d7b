"""When something that is done now and then is to be done again."""

from datetime import datetime, timedelta


def is_time(last: datetime | None, wait: timedelta, now: datetime) -> bool:
    """Whether it is time again; a clock that was set back does not stop anything."""
    return last is None or not last <= now < last + wait
