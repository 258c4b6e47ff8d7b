"""A message that the bot takes back."""

from bot.core.events import MessageRecalled
from bot.core.ports import Recall
from tests.support.hearing import Heard, running
from tests.support.world import a_class


async def test_the_account_takes_back_what_a_member_said_and_hears_that_it_did():
    place, room = a_class()
    heard = Heard()
    async with running(place.channel, heard):
        said = place.says(room, "小明", "低价代充")
        await place.channel.act(Recall(room=room, message=said))
        recalled = await heard.one(MessageRecalled)

    assert (recalled.recalled, recalled.by) == (said, place.account.user)
