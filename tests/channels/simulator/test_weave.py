import itertools
from collections import Counter

import pytest

from bot.channels.simulator.script import Cue, Does
from bot.channels.simulator.threads import Line, Material, Thread, parse_line
from bot.channels.simulator.weave import Pace, Weaver

ROOMS = {
    "study": [f"学员{n}" for n in range(8)],
    "residents": [f"邻居{n}" for n in range(8)],
}


def a_thread(name: str, *lines: dict[str, str], room: str = "any", **other) -> Thread:
    parsed: list[Line] = [parse_line(key, value) for line in lines for key, value in line.items()]
    return Thread(name=name, room=room, lines=tuple(parsed), **other)


TALK = [
    a_thread("hello", {"a 0": "早"}, {"b 5 >1": "早，{a}"}, {"a 4": "吃了吗"}),
    a_thread("class", {"a 0": "几点上课"}, {"王老师 9": "八点"}, room="study"),
    a_thread("shop", {"a 0": "{fruit}怎么卖"}, {"b 5": "{price}元"}, room="residents"),
    a_thread("new", {"n 0 joins": ""}, {"n 9": "大家好"}, {"a 5": "欢迎 {n}"}),
    a_thread("advert", {"x 3": "加V领资料"}),
]
WORDS = {"fruit": ("苹果", "香梨", "草莓"), "price": ("9", "19", "29")}


def weave(*threads: Thread, seed: int = 1, number: int = 400, **pace) -> list[Cue]:
    material = Material(
        threads=threads or tuple(TALK),
        words=WORDS,
        first_names=("爱吃", "努力的"),
        last_names=("橙子", "小鱼"),
        advertiser_names=("推广",),
    )
    pace = {"rest": 30.0} | pace
    weaver = Weaver(
        material, ROOMS, seed=seed, hour=lambda at: int(at // 3600) % 24, pace=Pace(**pace)
    )
    return list(itertools.islice(weaver.cues(), number))


def test_the_same_seed_gives_the_same_talk():
    assert weave(seed=1) == weave(seed=1)
    assert weave(seed=1) != weave(seed=2)


def test_time_never_goes_back_and_nothing_is_quiet_for_long():
    times = [cue.at for cue in weave()]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]

    assert min(gaps) >= 0
    assert max(gaps) < 90
    assert sum(gaps) / len(gaps) < 10


def test_threads_run_side_by_side_but_nobody_is_in_two_at_once():
    spoken: dict[tuple[str, str], str] = {}
    between = 0
    for cue in weave():
        if cue.does is Does.SAYS and cue.who[:2] in {"学员", "邻居"}:
            thread = cue.key.partition(".")[0]
            before = spoken.setdefault((cue.room, cue.who), thread)
            assert int(before) <= int(thread)
            between += before != thread
            spoken[cue.room, cue.who] = thread

    assert between > 20


def test_people_of_a_room_talk_in_their_room():
    for cue in weave():
        if cue.who.startswith("学员"):
            assert cue.room == "study"
        if cue.who.startswith("邻居"):
            assert cue.room == "residents"
        if "怎么卖" in cue.text:
            assert cue.room == "residents"


def test_newcomers_join_before_they_speak_and_talk_along_later():
    joined: set[str] = set()
    talking_along = 0
    for cue in weave(number=2_000):
        if cue.does is Does.JOINS:
            assert cue.who not in joined
            joined.add(cue.who)
        if cue.who in joined and cue.text in {"早", "吃了吗"}:
            talking_along += 1
        if cue.who.startswith(("爱吃", "努力的", "推广")):
            assert cue.who in joined

    assert talking_along > 10


def test_advertisers_come_speak_and_give_up():
    mine = [cue for cue in weave(TALK[4], TALK[0], number=1_000) if cue.who == "推广"]

    assert [cue.does for cue in mine] == [Does.JOINS, Does.SAYS, Does.LEAVES]


def test_a_full_room_loses_a_stranger_for_each_who_comes():
    cues = weave(TALK[0], TALK[3], number=3_000, room_size=12)
    inside = Counter({"study": 8, "residents": 8})
    for cue in cues:
        inside[cue.room] += {Does.JOINS: 1, Does.LEAVES: -1}.get(cue.does, 0)

    assert max(inside.values()) <= 20
    assert all(cue.who[:2] not in {"学员", "邻居"} for cue in cues if cue.does is Does.LEAVES)


def test_a_raid_comes_into_every_room_and_says_the_same():
    raid = a_thread("raid", {"x 5": "日结兼职加V{100-999}"}, raid=4, every=1_000_000)
    cues = weave(raid, TALK[0])
    spoken = [cue for cue in cues if "兼职" in cue.text]
    joins = [cue for cue in cues if cue.does is Does.JOINS]

    assert Counter(cue.room for cue in spoken) == {"study": 4, "residents": 4}
    assert len({cue.text for cue in spoken}) == 1
    assert len(joins) == 8
    assert max(c.at for c in joins) - min(c.at for c in joins) < 15


def test_a_thread_with_a_pause_does_not_come_sooner():
    rare = a_thread("rare", {"a 0": "停水通知"}, every=30)
    times = [cue.at for cue in weave(rare, TALK[0], number=2_000) if cue.text == "停水通知"]

    assert len(times) > 2
    assert min(b - a for a, b in itertools.pairwise(times)) >= 30 * 60 - 60


def test_a_thread_keeps_to_its_hours():
    night = a_thread("night", {"a 0": "晚安"}, hours=(1, 2))
    times = [cue.at for cue in weave(night, TALK[0], number=3_000) if cue.text == "晚安"]

    assert times
    assert all(3600 <= at % 86_400 < 7300 for at in times)


def test_in_a_room_that_is_opened_people_talk_from_then_on():
    opening = a_thread("open", {"王老师 0 invites": "{100-999}期预备群"}, room="study")
    cues = weave(opening, TALK[0], number=4_000, rooms=4)
    opened = [cue for cue in cues if cue.does is Does.INVITES]
    talked = Counter(cue.room for cue in cues if cue.does is Does.SAYS)

    assert len(opened) == 2
    for each in opened:
        assert talked[each.text] > 10
        assert talked[each.text] < talked["residents"]
        assert min(c.at for c in cues if c.room == each.text) > each.at


def test_the_opening_comes_first_whatever_the_seed():
    rooms = {room: [f"{room}{n}" for n in range(8)] for room in ROOMS}
    for seed in range(5):
        weaver = Weaver(
            Material(threads=tuple(TALK), words=WORDS),
            rooms,
            seed=seed,
            hour=lambda at: int(at // 3600),
            opening=["class", "advert", "shop"],
        )
        cues = list(itertools.islice(weaver.cues(), 30))
        words = {cue.key: cue.text for cue in cues}

        assert (words["1.1"], words["2.1"]) == ("几点上课", "加V领资料")
        assert "怎么卖" in words["3.1"]


def test_with_nothing_to_say_at_this_hour_it_waits_for_the_next():
    only = a_thread("late", {"a 0": "晚上好"}, hours=(1, 24))

    assert weave(only, number=1)[0].at >= 3600


def test_with_nothing_to_say_all_day_it_ends():
    never = a_thread("crowd", *[{f"{role} 0": "在"} for role in "abcdefgh"], {"a 0": "齐了"})
    lonely = Weaver(
        Material(threads=(never,)), {"study": ["学员1"]}, seed=1, hour=lambda at: int(at) % 24
    )

    assert list(lonely.cues()) == []


@pytest.mark.parametrize("seed", range(5))
def test_whoever_is_quoted_spoke_before(seed: int):
    said: set[str] = set()
    for cue in weave(seed=seed, number=1_000):
        assert not cue.about or cue.about in said
        said.add(cue.key)


def test_an_opening_for_which_too_few_are_free_is_skipped():
    crowd = a_thread("crowd", *[{f"{role} {n}": "在"} for n, role in enumerate("abcdefgh")])
    material = Material(
        threads=(crowd, *TALK), words=WORDS, first_names=("爱吃",), last_names=("橙子",),
        advertiser_names=("推广",),
    )  # fmt: skip
    names = ["crowd", "crowd", "crowd", "crowd"]  # one a room, then everybody is busy
    weaver = Weaver(material, ROOMS, seed=1, hour=lambda _at: 9, opening=names)

    assert len(list(itertools.islice(weaver.cues(), 100))) == 100
