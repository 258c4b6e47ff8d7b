"""The final score: what counts once, what never outweighs what, and what removes nobody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.seen import History
from bot.core.verdicts import SpamScore, Verdict
from handlers.behaviour import Known
from handlers.campaigns import SPREAD_MOST
from handlers.settings import JudgingSettings, WordSettings
from handlers.weighing import LEARNED, Weigher
from tests.handlers.test_behaviour import SETTINGS
from tests.support.builders import NOON, after, sender
from tests.support.judging import item

JUDGING = JudgingSettings(behaviour=SETTINGS)
RULES_ALONE = Weigher(JUDGING, {})
WITH_MODEL = Weigher(JUDGING, {LEARNED: 1.0})
NEW = History()
KNOWN = History(spoken=40, since=after(days=-60), replied=9, answered=4, rooms=1)


def verdicts(**scores: float) -> list[Verdict]:
    return [Verdict(detector=name, score=score, reason=name) for name, score in scores.items()]


def whole(weigher: Weigher, history: History | None, *, joined=None, **scores: float) -> SpamScore:
    one = replace(item("随便一句"), sender=sender(1, joined=joined))
    return weigher.whole(one, verdicts(**scores), Known(history=history, now=NOON))


def test_without_a_model_two_signs_of_a_half_make_three_quarters():
    assert RULES_ALONE.of_message(verdicts(words=0.5, contact=0.5)).score == 0.75
    assert RULES_ALONE.of_message([]).score == 0


def test_who_says_it_moves_the_score_both_ways():
    nobody_knows = whole(RULES_ALONE, None, words=0.6)
    new = whole(RULES_ALONE, NEW, joined=after(hours=-1), words=0.6)
    known = whole(RULES_ALONE, KNOWN, words=0.6)

    assert (nobody_knows.score, nobody_knows.flagged) == (0.6, True)
    assert new.score == pytest.approx(0.9172)
    assert known.score == pytest.approx(0.1987)
    assert not known.flagged
    assert [one.detector for one in new.verdicts] == ["words", "behaviour"]


def test_nobody_is_a_suspect_for_being_new():
    assert whole(RULES_ALONE, NEW, joined=after(hours=-1)).score == 0
    assert not whole(WITH_MODEL, replace(NEW, arrived_with=9), joined=after(hours=-1)).flagged


def test_a_stolen_account_does_not_live_on_its_past():
    alone = whole(RULES_ALONE, KNOWN, words=0.6)
    everywhere = whole(RULES_ALONE, KNOWN, words=0.6, campaign=0.4)

    assert not alone.flagged
    assert everywhere.flagged
    assert everywhere.score == 0.76


def test_judged_again_a_message_does_not_count_its_sender_twice():
    once = whole(RULES_ALONE, NEW, joined=after(hours=-1), words=0.6)
    one = replace(item("随便一句"), sender=sender(1, joined=after(hours=-1)))

    twice = RULES_ALONE.whole(one, once.verdicts, Known(history=NEW, now=NOON))

    assert twice == once


def test_the_model_and_the_word_list_are_one_witness():
    both = WITH_MODEL.of_message(verdicts(learned=0.999, words=0.96))
    with_contact = WITH_MODEL.of_message(verdicts(learned=0.999, contact=0.7))

    assert both.score >= JUDGING.remove_at
    assert not WITH_MODEL.sure(both)
    assert WITH_MODEL.sure(with_contact)


def test_a_bare_phone_number_and_the_same_words_in_other_rooms_remove_nobody():
    passed_on = WITH_MODEL.of_message(verdicts(learned=0.99, repeats=0.86, contact=0.3))

    assert passed_on.score > 0.95
    assert not WITH_MODEL.sure(passed_on)
    assert WITH_MODEL.sure(WITH_MODEL.of_message(verdicts(learned=0.99, repeats=0.95)))


def test_the_model_alone_removes_nobody_however_sure_it_is():
    assert not WITH_MODEL.sure(WITH_MODEL.of_message(verdicts(learned=1.0)))


def test_being_new_is_no_evidence_to_remove_for():
    new = whole(RULES_ALONE, NEW, joined=after(hours=-1), words=0.8, contact=0.5)

    assert new.score >= JUDGING.remove_at
    assert not RULES_ALONE.sure(new), "without the sender it is 0.9"


def test_nobody_is_warned_for_being_new():
    faint = whole(RULES_ALONE, NEW, joined=after(hours=-1), words=0.45)
    clear = whole(RULES_ALONE, NEW, joined=after(hours=-1), words=0.6)

    assert faint.score > 0.8
    assert faint.flagged, "staff are told"
    assert RULES_ALONE.acting(faint) == JUDGING.flag_at
    assert RULES_ALONE.acting(clear) == clear.score


def test_who_is_known_is_spared_a_step_too():
    known = whole(RULES_ALONE, KNOWN, words=0.9)

    assert RULES_ALONE.acting(known) == known.score < 0.9


def test_a_fine_past_may_speak_against_a_removal():
    nobody_knows = whole(RULES_ALONE, None, words=0.9, contact=0.7)
    known = whole(RULES_ALONE, KNOWN, words=0.9, contact=0.7)

    assert RULES_ALONE.sure(nobody_knows)
    assert not RULES_ALONE.sure(known)


def test_the_model_lowers_what_a_word_list_takes_for_an_advert():
    words = RULES_ALONE.of_message(verdicts(words=0.7))
    model = WITH_MODEL.of_message(verdicts(words=0.7))

    assert words.flagged
    assert not model.flagged


def test_half_the_trust_in_the_model_is_half_way_to_the_rules():
    halfway = Weigher(JUDGING, {LEARNED: 0.5}).of_message(verdicts(words=0.7)).score
    rules = RULES_ALONE.of_message(verdicts(words=0.7)).score
    model = WITH_MODEL.of_message(verdicts(words=0.7)).score

    assert halfway == pytest.approx((rules + model) / 2, abs=1e-4)


SHARES = st.dictionaries(
    st.sampled_from(["learned", "words", "contact", "links", "repeats", "lookalike", "cards"]),
    st.floats(min_value=0.001, max_value=1.0),
)


@given(SHARES, st.sampled_from([RULES_ALONE, WITH_MODEL]))
def test_every_sum_is_a_share_and_no_sign_ever_speaks_for_the_sender(scores, weigher):
    score = weigher.of_message(verdicts(**scores)).score
    fewer = {name: share for name, share in scores.items() if name in {"learned", "words"}}

    assert 0 <= score <= 1
    assert score >= weigher.of_message(verdicts(**fewer)).score


@given(SHARES)
def test_whoever_says_it_nobody_is_removed_for_less_than_the_message_itself(scores):
    message = RULES_ALONE.of_message(verdicts(**scores))
    new = whole(RULES_ALONE, NEW, joined=after(hours=-1), **scores)

    assert RULES_ALONE.sure(message) or not RULES_ALONE.sure(new)


def test_what_the_operator_wrote_counts_in_full_whatever_the_model_says():
    words = WordSettings(categories={}, add={"大酬宾": 0.8})
    weigher = Weigher(JudgingSettings(words=words), {LEARNED: 1.0})
    own = Verdict(detector="words", score=0.8, reason="", evidence=("大酬宾",))
    shipped = replace(own, evidence=("优惠",))

    assert weigher.of_message([own]).flagged
    assert not weigher.of_message([shipped]).flagged


def test_an_operators_word_in_a_warning_counts_as_little_as_the_warning_lets_it():
    words = WordSettings(categories={}, add={"大酬宾": 0.8})
    weigher = Weigher(JudgingSettings(words=words), {LEARNED: 1.0})
    warned = Verdict(detector="words", score=0.24, reason="", evidence=("大酬宾",))

    assert not weigher.of_message([warned]).flagged


@pytest.mark.parametrize("sign", ["lookalike", "pictures", "cards", "files"])
def test_what_is_not_read_in_the_text_does_not_need_the_models_word(sign):
    assert WITH_MODEL.of_message(verdicts(**{sign: 0.6})).score == pytest.approx(0.6, abs=0.02)


def test_a_notice_in_three_rooms_is_passed_on_and_a_flood_is_none():
    notice, flood = verdicts(repeats=0.86), verdicts(repeats=0.93)

    assert not WITH_MODEL.of_message(notice).flagged
    assert WITH_MODEL.of_message([*notice, *verdicts(learned=0.3)]).flagged
    assert WITH_MODEL.of_message(flood).score > 0.9


def test_what_many_say_is_no_advert_for_that_and_a_copy_of_a_confirmed_one_is():
    spread, confirmed = verdicts(campaign=SPREAD_MOST), verdicts(campaign=0.98)

    assert not WITH_MODEL.of_message(spread).flagged
    assert WITH_MODEL.of_message([*spread, *verdicts(learned=0.3)]).flagged
    assert WITH_MODEL.of_message(confirmed).score > 0.97
