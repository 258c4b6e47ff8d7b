"""The roster: who is who, who is where."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people.authors import Authors
from storage.people.finding import Finding
from storage.people.merging import Merging
from storage.people.profiles import Profiles
from storage.people.room_book import RoomBook
from storage.people.room_health import RoomHealth


class Roster(Finding, Profiles, Merging, RoomBook, RoomHealth, Authors):
    """People and rooms: found, shown, merged, addressed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
