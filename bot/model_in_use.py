"""The model that messages are judged by: the shipped one, with what was learned on top of it."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.shipped_model import shipped_model
from bot.shipped_yardstick import shipped
from handlers.learned import adapt
from handlers.learned.adapt import BadAdaptation
from handlers.learned.model import Model
from storage.learning.versions import Versions


async def model_in_use(connection: AsyncConnection) -> Model:
    """As the service would load it at its start; a version that cannot be read is left alone."""
    versions = Versions(connection)
    active = await versions.active()
    stored = None if active is None else await versions.weights(active.id)
    if stored is None:
        return shipped_model()
    base = shipped()
    try:
        return adapt.read(stored, base).on(base.model)
    except BadAdaptation:
        return base.model
