"""Who may use the API: the repositories of one transaction, together."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.access.attempts import Attempts
from storage.access.links import Links
from storage.access.logins import Logins
from storage.access.places import Places
from storage.access.sessions import Sessions
from storage.access.tokens import Tokens


class Access:
    """Logins, sessions, tokens, failed sign-ins, and where things are."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.logins = Logins(connection)
        self.links = Links(connection)
        self.sessions = Sessions(connection)
        self.tokens = Tokens(connection)
        self.attempts = Attempts(connection)
        self.places = Places(connection)
