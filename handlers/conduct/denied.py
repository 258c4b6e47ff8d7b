"""People on the deny list 黑名单: not let into rooms that enforce, told of in the others."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.conduct import Standing
from bot.core.deed_keys import denial_key
from bot.core.effects import Effect, Intent, OnUnknown, RaiseAlert, RemoveMember, Severity
from bot.core.events import MembersJoined
from bot.core.ids import StudentId
from bot.core.rooms import Mode
from bot.core.seen import Context, Room, SeenEvent, SeenMember, SeenMessage
from handlers.conduct.consequences import ACT_WITHIN
from handlers.conduct.ladder import denied_text
from handlers.conduct.ledger import Ledger
from handlers.conduct.words import Tell, tell
from handlers.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorkeeper:
    """Looks who comes in, and who speaks."""

    ledger: Ledger
    wording: Wording
    now: datetime

    def at_the_door(self, joined: SeenEvent, room: Room, context: Context) -> list[Effect]:
        """What is done about those who joined and are denied. Colleagues and ours may come in."""
        event = joined.event
        if not isinstance(event, MembersJoined):
            return []
        effects: list[Effect] = []
        for seen, member in zip(joined.members, event.members, strict=True):
            if (event.channel, member.user) in context.colleagues:
                continue
            if member.user != room.owner_ref:
                effects += self._turned_away(seen, room, str(event.ref))
        return effects

    def at_the_table(self, said: SeenMessage, room: Room, *, is_staff: bool) -> list[Effect]:
        """What is done about somebody denied who is in the room and speaks."""
        if is_staff or said.event.sender == room.owner_ref:
            return []
        return self._turned_away(said.sender, room, str(said.id), said)

    def _turned_away(
        self, member: SeenMember, room: Room, occasion: str, said: SeenMessage | None = None
    ) -> list[Effect]:
        student = member.student
        standing = self.ledger.standing(student)
        denied = standing.denied
        if denied is None or student is None or self.ledger.is_removed(room.id, member.identity):
            return []
        acts = self._may_act(standing, room)
        why = denied_text(denied, room.rules.zone, self.wording)
        alert = self._alert(student, why, room, acts=acts, said=said)
        if not acts:
            return [alert]
        removal = Intent(
            deed=RemoveMember(room=room.id, member=member.identity),
            key=denial_key(denied.id, room.id, member.identity, occasion),
            reason=alert.reason,
            on_unknown=OnUnknown.HOLD,
            expires=self.now + ACT_WITHIN,
        )
        self.ledger.note([removal])
        return [alert, removal]

    def _may_act(self, standing: Standing, room: Room) -> bool:
        """Whoever is on the allow list as well is shown to people: staff said both."""
        return room.rules.mode is Mode.ENFORCE and standing.allowed is None

    def _alert(
        self, student: StudentId, why: str, room: Room, *, acts: bool, said: SeenMessage | None
    ) -> RaiseAlert:
        sentence = Tell.DENIED_JOINED if said is None else Tell.DENIED_SPOKE
        advice = Tell.DENIED_REMOVED if acts else Tell.DENIED_ADVICE
        return RaiseAlert(
            kind="denied",
            severity=Severity.INFO if acts else Severity.WARNING,
            reason=tell(self.wording, sentence, student=student, why=why),
            advice=tell(self.wording, advice),
            group=f"denied:{room.id}:{student}",
            room=room.id,
            student=student,
            message=None if said is None else said.id,
        )
