"""A second opinion by a local fake of an OpenAI-compatible endpoint, that works, lies or dies."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.core.answers import Opinion, Says
from bot.core.errands import OPINION, Errand
from bot.core.errors import StorageAway
from bot.core.ids import ChannelName, ErrandId, MessageId, MessageRef, RoomRef
from bot.opinion.breaker import Breaker
from bot.opinion.errand import OpinionErrands
from handlers.opinion_settings import OpinionSettings
from tests.support.builders import NOON
from tests.support.opinions import a_model, chat, saying

TEXT = "楼上新开的店，老板人很好，要的加我"


class Spent:
    """A store that knows what was asked today."""

    def __init__(self, calls=1, characters=10, *, away=False):
        self.calls, self.characters, self.away = calls, characters, away

    @property
    def errands(self):
        return self

    async def asked(self, kind, since):
        assert kind == OPINION
        if self.away:
            msg = "away"
            raise StorageAway(msg)
        return self.calls, self.characters

    @asynccontextmanager
    async def look(self):
        yield self


def runner(url, *, spent=None, clock=None, **settings):
    given = {"enabled": True, "url": url, "model": "small", "token": "secret-token-of-tests"}
    return OpinionErrands(
        settings=lambda: OpinionSettings(**given | settings),
        look=(spent or Spent()).look,
        clock=clock or ManualClock(NOON),
    )


def errand(question='{"text": "楼上新开的店，老板人很好，要的加我"}'):
    return Errand(
        id=ErrandId(1),
        kind=OPINION,
        message=MessageId(1),
        channel=ChannelName("sim"),
        ref=MessageRef("m1"),
        room=RoomRef("room-1"),
        media=None,
        question=question,
        tries=1,
    )


@pytest.mark.parametrize("word", list(Says))
async def test_the_word_is_taken_and_the_text_alone_is_sent(word):
    async with a_model(body=saying(word)) as model:
        found = await runner(model.url, about="家长群").run(errand())

    assert found == Opinion(says=word)
    assert model.shown == [TEXT]
    assert model.tokens == ["Bearer secret-token-of-tests"]
    assert "家长群" in model.asked[0]["messages"][0]["content"]
    assert model.asked[0]["model"] == "small"


LIES = {
    "html": {"body": "<html>ok</html>", "kind": "text/html"},
    "html as json": {"body": "<html>", "kind": "application/json"},
    "nothing": {"body": ""},
    "prose": {"body": chat("This is surely an advert, remove him!")},
    "another word": {"body": saying("remove")},
    "more than asked": {"body": chat('{"class": "advert", "action": "ban"}')},
    "a list": {"body": chat('["advert"]')},
    "no choices": {"body": '{"choices": []}'},
    "deep": {"body": chat("[" * 20_000)},
    "endless": {"body": chat("a" * 200_000)},
    "packed, however small": {"body": saying("advert"), "packed": True},
    "server error": {"body": saying("advert"), "status": 500},
    "redirect": {"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}},
    "no quota": {"body": "{}", "status": 429},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
async def test_whatever_else_is_answered_is_no_opinion(lie):
    async with a_model(**lie) as model:
        found = await runner(model.url).run(errand())

    assert found.says is None
    assert found.fault
    assert TEXT not in found.fault


async def test_a_dead_endpoint_is_no_opinion_and_is_left_alone_after_some_failures():
    clock = ManualClock(NOON)
    asking = runner("http://127.0.0.1:1/v1", clock=clock, failures=2, pause="5m")

    faults = [(await asking.run(errand())).fault for _ in range(3)]
    clock.move(timedelta(minutes=6))
    after = (await asking.run(errand())).fault

    assert ["cannot be reached" in fault for fault in faults] == [True, True, False]
    assert "left alone" in faults[2]
    assert "cannot be reached" in after


async def test_a_slow_endpoint_is_not_waited_for():
    async with a_model(delay=30) as model:
        found = await runner(model.url, timeout="1s").run(errand())

    assert "TimeoutError" in found.fault


async def test_an_endpoint_that_wants_to_be_left_alone_is():
    clock = ManualClock(NOON)
    async with a_model(status=429, headers={"Retry-After": "900"}) as model:
        asking = runner(model.url, clock=clock, failures=10, pause="1m")
        await asking.run(errand())
        clock.move(timedelta(minutes=10))
        await asking.run(errand())
        clock.move(timedelta(minutes=6))
        await asking.run(errand())

    assert len(model.asked) == 2


async def test_an_answer_closes_the_circuit_again():
    clock = ManualClock(NOON)
    async with a_model(status=500) as model:
        asking = runner(model.url, clock=clock, failures=2)
        await asking.run(errand())
        model.status = 200
        await asking.run(errand())
        model.status = 500
        await asking.run(errand())

    assert asking.breaker.failed == 1
    assert len(model.asked) == 3


@pytest.mark.parametrize(
    ("spent", "fault"),
    [
        (Spent(calls=6), "5 calls"),
        (Spent(calls=5, characters=101), "100 characters"),
        (Spent(away=True), "cannot be read"),
    ],
)
async def test_the_budget_of_the_day_is_kept(spent, fault):
    async with a_model() as model:
        asking = runner(model.url, spent=spent, calls_per_day=5, characters_per_day=100)
        found = await asking.run(errand())

    assert fault in found.fault
    assert model.asked == []


@pytest.mark.parametrize("question", ["null", "{}", '{"text": ""}', '{"text": 3}', "rubbish"])
async def test_a_question_without_a_text_is_not_asked(question):
    async with a_model() as model:
        found = await runner(model.url).run(errand(question))

    assert (found.says, model.asked) == (None, [])


async def test_what_was_switched_off_meanwhile_is_not_asked():
    found = await runner("http://127.0.0.1:1", enabled=False).run(errand())

    assert "switched off" in found.fault


def test_an_interrupted_errand_ends_without_an_opinion():
    assert runner("http://127.0.0.1:1").given_up(errand()).says is None


def test_a_pause_never_lasts_longer_than_a_day():
    breaker = Breaker()

    breaker.broke(NOON, most=3, pause=timedelta(minutes=1), wait=1e12)

    assert not breaker.is_open(NOON + timedelta(days=1))
    assert breaker.is_open(NOON + timedelta(hours=23))


@pytest.mark.parametrize(
    "wrong",
    [
        {"enabled": True},
        {"enabled": True, "url": "ftp://x", "model": "m"},
        {"enabled": True, "url": "http://x"},
        {"ask_from": 0.8, "ask_below": 0.5},
        {"shift": 0.9},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r"opinion needs|must lie below|less than"):
        OpinionSettings(**wrong)
