"""The newsreel: what the demo prints, each once."""

from bot.core.outbound import Held
from storage.service.newsreel import Newsreel
from tests.support.delivering import OutboxDesk


async def test_a_post_that_is_held_does_not_stop_the_news_of_those_that_were_sent(database):
    desk = await OutboxDesk(database).open()
    await desk.says("等人决定", key="occ:1")
    (late,) = await desk.claims()
    await desk.settles(late, Held(reason="迟到"))
    await desk.says("晚上八点上课", key="occ:2")
    await desk.sends("m1")

    async with database.read() as connection:
        reel = await Newsreel(connection).since("")
        again = await Newsreel(connection).since(reel.mark)

    told = [(h.kind, h.text) for h in reel.headlines if h.kind != "id_given"]
    assert told == [("step", "晚上八点上课")]
    assert again.headlines == ()
