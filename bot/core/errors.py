"""What can break, by what one can do about it."""


class GroupkeeperError(Exception):
    """Every error that groupkeeper raises on purpose; its text is for people."""


class Failure(GroupkeeperError):
    """What was asked for is possible and did not succeed. Any other error: it cannot be asked."""


class ConfigError(GroupkeeperError):
    """A file is wrong: lines of `file:line:column: what, and what would be right`."""


class StorageAway(Failure):
    """The database does not answer or the disk is full. Nothing was written; try again later."""


class StorageBusy(StorageAway):
    """Another writer was in the way (lock, deadlock, serialisation). Try again at once."""


class DatabaseTooNew(Failure):
    """The database was made by a newer groupkeeper; this one must not touch it."""


class ChannelError(Failure):
    """A channel could not do what was asked."""


class ChannelRefused(ChannelError):
    """The platform said no (not a member, muted, content refused): it was certainly not done."""


class ChannelAway(ChannelError):
    """Not connected or not logged in: it was certainly not done, and may be tried again later."""


class ChannelUnsure(ChannelError):
    """Time-out or reset after the request left: nobody knows whether it was done."""


class TooLarge(ChannelRefused):
    """A file is larger than was asked for: it was not fetched, or not to its end."""
