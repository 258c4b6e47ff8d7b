"""One connection to the gateway, from the first answer to its end."""

import asyncio
from asyncio import TaskGroup
from contextlib import aclosing

import structlog

from bot.channels.wechaty.faults import Answered, GatewayFault, Unanswered
from bot.channels.wechaty.gateway import Gateway
from bot.channels.wechaty.intake import Intake
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.names import Names
from bot.channels.wechaty.roomlist import RoomList
from bot.channels.wechaty.settings import WechatySettings
from bot.channels.wechaty.standing import Emit, Standing
from bot.channels.wechaty.wire import EventType, RawEvent
from bot.core.events import AccountState
from bot.core.ids import UserRef

_log = structlog.get_logger(__name__)

_FIRST_WORD_SECONDS = 2.0  # gateways of our day say something at once; older ones never do
_MAX_SILENCE = 1800.0
_TO_TRANSLATE = frozenset(
    {
        EventType.MESSAGE,
        EventType.ROOM_JOIN,
        EventType.ROOM_LEAVE,
        EventType.ROOM_TOPIC,
        EventType.ROOM_INVITE,
    }
)


class SessionOver(Exception):
    """The connection is of no more use; the text says why."""


class Session:
    """Reads the stream, starts the puppet, watches for silence, lists rooms."""

    def __init__(
        self,
        *,
        line: Line,
        names: Names,
        rooms: RoomList,
        intake: Intake,
        standing: Standing,
        settings: WechatySettings,
    ) -> None:
        self.anew = asyncio.Event()  # somebody asked to connect, and it was not tried since
        self._line = line
        self._names = names
        self._rooms = rooms
        self._intake = intake
        self._standing = standing
        self._settings = settings
        self._silence = settings.silence_seconds
        self._dongs = 0  # ever heard: does this puppet answer a ding through the stream?
        self._first_word = asyncio.Event()
        self._heard = 0.0  # loop time of the last event
        self._busy = False  # an event is being handed on: silence is our own doing
        self.logged_in = False  # whether this connection ever was

    async def run(self, emit: Emit) -> str:
        """Hold one connection as long as it is good for anything; why it ended."""
        self._first_word.clear()
        self._busy = False
        self.logged_in = False
        reason = "ended"
        try:
            async with Gateway(self._settings) as gateway:
                await self._greet(gateway)
                self._line.connect(gateway)
                self.anew.clear()  # this is what was asked for
                async with TaskGroup() as group:
                    group.create_task(self._read(gateway))
                    group.create_task(self._start(gateway))
                    group.create_task(self._watch(gateway))
                    group.create_task(self._heed())
                    group.create_task(self._rooms.run(emit))
        except* (SessionOver, GatewayFault) as faults:
            reason = _reason(faults)
        finally:
            self._line.cut()
        return reason

    async def _greet(self, gateway: Gateway) -> None:
        try:
            version = await gateway.version()
        except Answered as fault:
            if fault.status == "UNAUTHENTICATED":
                msg = "the gateway refuses our token"
                raise SessionOver(msg) from fault
            version = "?"  # it answers, and that is what was asked
        _log.info("wechaty.connected", channel=self._settings.name, version=version)

    async def _heed(self) -> None:
        await self.anew.wait()
        msg = "somebody asked to connect anew"
        raise SessionOver(msg)

    async def _read(self, gateway: Gateway) -> None:
        try:
            async with aclosing(gateway.events()) as events:
                async for raw in events:
                    self._hear()
                    self._busy = True
                    await self._handle(raw)
                    self._busy = False
        except Answered as fault:
            msg = (
                "another client listens to this gateway"
                if fault.status == "ALREADY_EXISTS"
                else str(fault)
            )
            raise SessionOver(msg) from fault
        msg = "the gateway ended the stream of events"
        raise SessionOver(msg)

    def _hear(self) -> None:
        self._heard = asyncio.get_running_loop().time()
        self._first_word.set()
        if self._line.user is not None:
            self._standing.hears()

    async def _handle(self, raw: RawEvent) -> None:
        match raw.type:
            case kind if kind in _TO_TRANSLATE:
                await self._intake.put(raw, self._standing.now())
            case EventType.LOGIN:
                await self._log_in(raw)
            case EventType.LOGOUT:
                await self._log_out(raw)
            case EventType.SCAN if self._line.user is None and raw.text("qrcode"):
                await self._standing.tell(AccountState.SCAN, qr_code=raw.text("qrcode"))
            case EventType.READY if self._line.user is not None:
                self._rooms.want_all()
            case EventType.DIRTY:
                self._names.dirty(raw)
            case EventType.DONG:
                self._dongs += 1
                self._silence = self._settings.silence_seconds
            case _:
                return

    async def _log_in(self, raw: RawEvent) -> None:
        user = UserRef(raw.text("contactId"))
        if not user:
            return
        if self._line.self_ref not in {None, user}:
            self._names.forget_all()
        self._line.log_in(user)
        self.logged_in = True
        name = await self._own_name(user)
        await self._standing.tell(AccountState.LOGGED_IN, user=user, name=name)
        await self._standing.hearing()
        self._rooms.forget()
        self._rooms.want_all()

    async def _own_name(self, user: UserRef) -> str:
        try:
            return await self._names.contact(user)
        except Unanswered:
            return ""

    async def _log_out(self, raw: RawEvent) -> None:
        user = self._line.user
        self._line.log_out()
        self._standing.deaf("the account was logged out")
        await self._standing.tell(AccountState.LOGGED_OUT, user=user, reason=raw.text("data"))

    async def _start(self, gateway: Gateway) -> None:
        # The stream first, then the start: nothing that happens in between is missed, and a
        # puppet that runs already is not disturbed (stopping it first would log it out).
        try:
            async with asyncio.timeout(_FIRST_WORD_SECONDS):
                await self._first_word.wait()
        except TimeoutError:
            _log.info("wechaty.no_first_word", channel=self._settings.name)
        if self._line.user is None:
            await self._standing.tell(AccountState.CONNECTED)
        try:
            await gateway.start()
        except (Answered, Unanswered) as fault:
            if self._line.user is None:
                msg = f"the gateway could not start its puppet ({fault})"
                raise SessionOver(msg) from fault

    async def _watch(self, gateway: Gateway) -> None:
        loop = asyncio.get_running_loop()
        self._heard = loop.time()
        while True:
            await asyncio.sleep(self._settings.ding_seconds)
            await self._standing.tell_lost()
            try:
                await gateway.ding()
            except Unanswered as fault:
                msg = "the gateway does not answer"
                raise SessionOver(msg) from fault
            except Answered as fault:
                _log.info("wechaty.ding_refused", status=fault.status)
            if not self._busy and loop.time() - self._heard > self._silence:
                self._end_silence()

    def _end_silence(self) -> None:
        # A new stream says whether the account is still logged in; an old one may just hang.
        # Puppets that never answer a ding are quiet by nature: they are asked less and less.
        if self._dongs == 0:
            self._silence = min(self._silence * 2, _MAX_SILENCE)
            self._standing.hears()
        msg = "the stream of events was silent"
        raise SessionOver(msg)


def _reason(faults: BaseExceptionGroup[Exception]) -> str:
    """Why it ended: a session's own verdict before what broke beside it."""
    verdicts = faults.subgroup(SessionOver) or faults
    first: BaseException = verdicts
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return str(first) or type(first).__name__
