"""Simulated communities: the same for one seed, and nobody is given away by behaviour alone."""

from collections import Counter

import numpy as np
import pytest

from bench.communities.advertisers import KINDS
from bench.communities.community import Community, communities, community
from bench.communities.figures import at_once, by, found, table
from bench.communities.fit import FACTS, FAMILIES, Suspects, fitted, in_force, log_odds
from bench.communities.measure import Measured
from bench.communities.people import END, OPEN, START, Account, Arrival, Line, Truth
from bench.communities.run import Course, Outcome
from bench.communities.texts import Text, corpus
from bot.core.verdicts import SpamScore, Verdict
from tests.support.judging import RULES

ROOMS = ("小区业主群", "宝妈群", "同学群")


def texts() -> list[Text]:
    """Some adverts and innocents, written for this test."""
    return [
        Text(
            id=f"t{number}",
            advert=number % 4 == 0,
            kind="loans"
            if number % 4 == 0
            else ("votes", "second_hand", "signup_chains")[number % 3],
            manner=("plain", "soft", "disguised")[number % 3] if number % 4 == 0 else "",
            room=ROOMS[number % 3],
            text=(
                f"贷款秒批第{number}期，有需要加我微信 dk{number:05}"
                if number % 4 == 0
                else f"第{number}号楼的接龙\n1. 张三\n2. 李四\n3. 王五\n4. 赵六"
            ),
        )
        for number in range(240)
    ]


@pytest.fixture(scope="module")
def one() -> Community:
    return community(texts(), 3)


def lines(given: Community) -> list[Line]:
    return [scene for scene in given.scenes if isinstance(scene, Line)]


def test_the_same_seed_gives_the_same_community_and_another_seed_another(one):
    def told(given):
        return [(scene.at, scene.account.number, scene.room) for scene in given.scenes]

    assert told(one) == told(community(texts(), 3))
    assert told(one) != told(community(texts(), 4))


def test_adverts_come_at_real_rates_and_in_every_way():
    everything = [
        line for number in range(6) for line in lines(community(texts(), number)) if line.at >= OPEN
    ]
    adverts = [line for line in everything if line.truth.advert]

    assert 0.005 < len(adverts) / len(everything) < 0.03
    assert len({line.truth.who for line in adverts}) == len(KINDS)


def test_everything_happens_in_its_time(one):
    assert all(START <= line.at <= END.replace(day=END.day + 3) for line in lines(one))


def test_behaviour_alone_gives_nobody_away(one):
    """Most first words, most crowds and most double posts are innocent."""
    spoken: set[tuple[int, int]] = set()
    first: Counter[bool] = Counter()
    new: Counter[bool] = Counter()
    for line in sorted(lines(one), key=lambda line: line.at):
        seat = (line.account.number, line.room)
        joined = line.account.joined.get(line.room)
        if line.at >= OPEN and joined is not None:
            new[line.truth.advert] += 1
            if seat not in spoken:
                first[line.truth.advert] += 1
        spoken.add(seat)

    assert first[False] > first[True]
    assert new[False] > new[True]


def test_each_text_of_a_part_is_in_one_community_alone():
    adverts = {text.text for text in texts() if text.advert}
    said = [{line.text for line in lines(one)} & adverts for one in communities(texts(), 1)]

    assert all(said)
    assert sum(map(len, said)) == len(set.union(*said))


def test_a_community_is_judged_from_the_day_it_opens(one):
    outcomes = Course(RULES, one.names).play(one.scenes)
    whole = found(outcomes)

    assert len(outcomes) == sum(line.at >= OPEN for line in lines(one))
    assert whole.adverts > 0
    assert 0 < whole.recall <= 1
    assert whole.recall >= found(outcomes, at_once).recall
    assert "joins and posts" in table("", by(outcomes, lambda each: each.line.truth.who))


def test_an_advert_in_pieces_is_one_advert():
    account = Account(number=1, name="x")
    truth = Truth(advert=True, who="in pieces", group=7)
    pieces = [Outcome(Line(at=OPEN, account=account, room=0, text=t, truth=truth)) for t in "ab"]
    pieces[1].spam = SpamScore(score=0.9, flagged=True, verdicts=())

    assert (found(pieces).adverts, found(pieces).found) == (1, 1)


def test_the_recall_at_a_rate_of_false_alarms_is_counted_above_the_last_of_them():
    account = Account(number=1, name="x")

    def said(score: float, *, advert: bool) -> Outcome:
        truth = Truth(advert=advert, who="")
        verdict = Verdict(detector="learned", score=score, reason="")
        spam = SpamScore(score=score, flagged=score >= 0.5, verdicts=(verdict,))
        return Outcome(Line(at=OPEN, account=account, room=0, text="", truth=truth), spam=spam)

    innocent = [said(0.3, advert=False) for _ in range(9)] + [said(0.8, advert=False)]
    measured = Measured(outcomes=[*innocent, said(0.9, advert=True), said(0.5, advert=True)])

    assert measured.at(0.0) == 0.5
    assert measured.at(0.1) == 1.0
    assert measured.text_alone(0.0) == 0.5


def test_fitting_finds_weights_that_explain_the_suspects_better():
    chance = np.random.default_rng(1)
    facts = (chance.random((400, len(FACTS))) < 0.3).astype(float)
    given = Suspects(
        model=np.where(chance.random(400) < 0.2, np.nan, chance.normal(0, 2, 400)),
        read=np.zeros((400, len(FAMILIES))),
        apart=np.zeros(400),
        facts=facts,
        advert=facts[:, 0] > 0,
    )

    after = fitted(given)

    assert after[3 + len(FAMILIES)] > in_force()[3 + len(FAMILIES)]
    assert (log_odds(given, after) > 0)[given.advert].mean() > 0.8


def test_the_corpus_is_read_whole_with_parts_that_stay():
    every = corpus()

    assert {one.part for one in every} == {0, 1, 2, 3}
    assert {one.manner for one in every if one.advert} == {"plain", "disguised", "soft"}
    assert isinstance(community(texts(), 3).scenes[-1], Arrival)
