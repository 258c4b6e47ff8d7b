"""The whole service learns from what is decided, while it runs."""

from bot.core.ids import VersionId
from bot.core.learning import Label, VersionState
from tests.support.service import a_place, service_for

SOLD = ["出星币", "收星币", "代刷副本", "代肝日常", "出首抽号", "收极品号", "星卡批发", "代打排位"]
WAYS = ["拍一发三秒到", "走某鱼担保", "老板来", "欢迎比价", "支持验号", "长期在线"]
TALK = [
    *(
        "今晚刷本缺个奶",
        "活动关又卡了",
        "新角色好看",
        "版本什么时候更新",
        "抽卡又歪了",
        "求一个搭配",
    ),
    *(
        "明天维护几点开",
        "有人一起打排位吗",
        "这关怎么过",
        "周常打完了",
        "公会还收人吗",
        "攻略在群文件",
    ),
]
CONFIG = "judging: {learning: {wait: 0, from_samples: 10}}\n"


async def test_what_is_taught_is_learned_and_unlearned_without_a_restart(store_url, tmp_path):
    place = a_place()
    room = place.room("游戏群", "小明", "阿强")
    spam = [(f"{what}，{way}", Label.SPAM) for what in SOLD for way in WAYS[:4]]
    ham = [(text, Label.HAM) for text in TALK]

    async with service_for(place, store_url, tmp_path, CONFIG) as here:
        learner, now = here.service.learner, place.world.clock.now

        async def learned():
            return learner.in_use != 0

        async def scored():
            page = await here.look(lambda unit: unit.records.verdicts(detector="learned"))
            return page.items

        async with here.service.store.write() as unit:
            await unit.samples.import_all([*spam, *ham], author="王", now=now())
        await here.eventually(learned)
        place.says(room, "阿强", "出星卡，走某鱼担保，长期在线，老板来")
        place.says(room, "小明", "今晚活动关有人一起吗")
        [found] = await here.eventually(scored)

        async with here.service.store.write() as unit:
            await unit.samples.revoke_by("王", author="李", now=now())

        async def forgotten():
            return learner.in_use == 0

        await here.eventually(forgotten)
        versions = await here.look(lambda unit: unit.versions.versions())
        active = await here.look(lambda unit: unit.versions.active())

    assert found.score > 0.2
    assert [one.state for one in versions.items] == [VersionState.RETIRED]
    assert active is None
    assert versions.items[0].id == VersionId(1)
