"""The roster: who is who, who is where."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people.authors import Authors
from storage.people.finding import Finding
from storage.people.history import Histories
from storage.people.merge_preview import MergePreviews
from storage.people.notes import Notes
from storage.people.profiles import Profiles
from storage.people.room_book import RoomBook
from storage.people.room_health import RoomHealth
from storage.people.tags import Tags


class Roster(
    Finding, Profiles, MergePreviews, RoomBook, RoomHealth, Authors, Tags, Notes, Histories
):
    """People and rooms: found, shown, merged, addressed, written about."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
