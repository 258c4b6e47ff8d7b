"""No sequence of edits, applies, rollbacks, moves, skips, pauses, clock steps posts a step twice.

A person's word on one dated step (`sop say`) stands outside: it may well mean once more.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.plan_world import ONCE, World, text_of

DRAFTS = st.fixed_dictionaries(
    {
        "day": st.sampled_from([1, 1, 2, 3]),
        "hour": st.integers(8, 13),
        "beat": st.integers(8, 13),
        "word": st.sampled_from(["早", "早安"]),
        "on_late": st.sampled_from(["skip", "send", "ask"]),
        "zone": st.sampled_from(["Asia/Shanghai", "Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin"]),
        "without": st.sets(st.sampled_from(["greet", "daily", "after", "third"]), max_size=2),
    }
)
ROOM = st.sampled_from(["群1", "群2", "群*"])
STEP = st.sampled_from([*ONCE, "greet", "daily"])
DAYS = st.integers(0, 5).map(lambda n: date(2026, 3, 2) + timedelta(days=n))
WALLS = st.builds(
    lambda day, hour: datetime.fromisoformat(f"2026-03-0{2 + day}T{hour:02d}:00"),
    st.integers(0, 4),
    st.integers(8, 14),
)
LATER = st.sampled_from([0, 30, 60, 60, 60, 120, 240, 600, 1500])
FATES = st.sampled_from(["", "sent", "sent", "sent", "unknown", "failed", "expired", "held"])


class Life(RuleBasedStateMachine):
    """Everything that can happen to a plan at work in two rooms."""

    backend: object = None

    @initialize(draft=DRAFTS, by_hand=st.booleans())
    def begins(self, draft, by_hand):
        self.draft = draft | {"without": set()}
        self.world = World(self.backend, self.draft, by_hand=by_hand)
        stage = self.world.stage  # late by two hours is early enough: most steps are posted
        stage.settings = stage.settings.model_copy(update={"grace": timedelta(hours=2)})
        self.asked_out: set[tuple[int, str, date | None]] = set()
        self.seen: Counter[Any] = Counter()

    def teardown(self):
        if hasattr(self, "world"):
            self.world.close()

    def _on(self, minutes, fate):
        """After whatever was done time passes, and what is in the outbox meets its fate."""
        self.world.tick(minutes)
        if fate:
            self.world.let_go_out(fate)
            self.world.tick(1)

    @rule(draft=DRAFTS, minutes=LATER, fate=FATES)
    def edits(self, draft, minutes, fate):
        self.world.stage.save(text_of(draft))
        self._on(minutes, fate)

    @rule(hour=st.integers(8, 14), minutes=LATER, fate=FATES)
    def moves_everything_in_the_file(self, hour, minutes, fate):
        self.world.stage.save(text_of(self.draft | {"hour": hour, "beat": hour}))
        self._on(minutes, fate)

    @rule()
    def breaks_the_file(self):
        self.world.stage.save("name: week\nsteps: [")

    @rule(draft=DRAFTS, minutes=LATER, fate=FATES)
    def applies_another_text(self, draft, minutes, fate):
        self.world.attempt(self.world.stage.apply(text_of(draft)))
        self._on(minutes, fate)

    @rule(minutes=LATER, fate=FATES)
    def rolls_back(self, minutes, fate):
        self.world.attempt(self.world.stage.roll_back())
        self._on(minutes, fate)

    @rule(minutes=LATER, fate=FATES)
    def time_passes(self, minutes, fate):
        self._on(minutes, fate)

    @rule(minutes=st.sampled_from([-1, -30, -200]))
    def the_clock_is_set_back(self, minutes):
        self.world.tick(minutes)

    @rule(room=ROOM)
    def pauses(self, room):
        self.world.attempt(self.world.stage.run("pause", names=(room,)))

    @rule(room=ROOM)
    def resumes(self, room):
        self.world.attempt(self.world.stage.run("resume", names=(room,)))

    @rule(room=ROOM, step=STEP, day=st.none() | DAYS, minutes=st.sampled_from([60, 120, 240, 1500]))
    def skips(self, room, step, day, minutes):
        words = self.world.attempt(self.world.stage.skip(step, day=day, names=(room,))) or ()
        on = None if step in ONCE else day
        self.asked_out |= {(word.run.id, step, on) for word in words if word.done}
        self.world.tick(minutes)

    @rule(room=ROOM, step=STEP, day=st.none() | DAYS)
    def takes_a_skip_back(self, room, step, day):
        back = self.world.stage.skip(step, day=day, undo=True, names=(room,))
        words = self.world.attempt(back) or ()
        on = None if step in ONCE else day
        self.asked_out -= {(word.run.id, step, on) for word in words if word.done}

    @rule(room=ROOM, step=STEP, day=st.none() | DAYS, to=WALLS, minutes=LATER, fate=FATES)
    def moves(self, room, step, day, to, minutes, fate):
        self.world.attempt(self.world.stage.move(step, to, day=day, names=(room,)))
        self._on(minutes, fate)

    @rule(room=ROOM, step=STEP, day=st.none() | DAYS)
    def takes_a_move_back(self, room, step, day):
        self.world.attempt(self.world.stage.move(step, day=day, names=(room,)))

    @rule()
    def the_service_restarts(self):
        self.world.stage.new_desk()

    @rule(rooms=st.sampled_from([1, 100]))
    def few_rooms_are_laid_out_at_a_time(self, rooms):
        stage = self.world.stage
        stage.settings = stage.settings.model_copy(update={"rooms_per_tick": rooms})

    @precondition(lambda self: hasattr(self, "world"))
    @invariant()
    def no_step_was_posted_twice(self):
        posts = self.world.posts()
        assert all(times == 1 for times in posts.values()), posts
        once = Counter((run, step) for run, step, _, _ in posts if step in (*ONCE, "after"))
        assert all(times == 1 for times in once.values()), posts
        for run, step, day, _ in posts - self.seen:
            for on in (None, day):
                assert (run, step, on) not in self.asked_out, (run, step, day)
        self.seen = posts


def live(backend, examples, steps):
    """Try many lives; each ends as soon as a step was said twice."""

    class Here(Life):
        pass

    Here.backend = backend
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.generate,),  # shrinking takes minutes: add Phase.shrink to read a find
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(300)
def test_whatever_people_do_no_step_is_posted_twice(sqlite_file: Path):
    live(sqlite_file, examples=30, steps=25)


@pytest.mark.timeout(300)
def test_whatever_people_do_no_step_is_posted_twice_on_postgres(postgres_server):
    live(postgres_server, examples=5, steps=20)
