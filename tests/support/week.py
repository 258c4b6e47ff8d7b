"""A plan of seven days, told in days for a moved clock, or in seconds for the real one.

It has everything that the room's answers decide: an expectation with a plan B and with a success,
a vote with an alert, a colleague's task with what follows it, a condition, several messages in a
row, a rhythm, latecomers.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

CALL = "完成的同学发「打卡」"
TASK = "我是往期同学，今天先打卡"
VOTE = "投票：想要直播发 1，想要录播发 2"
SHARED = "我来分享：每天固定半小时，一个月就习惯了"

_PLAN = """
name: week
title: 七天计划
seats:
  teacher: {{role: leader, account: room}}
  fan: {{role: fan, person: wang}}
steps:
  - id: d1-call
    seat: teacher
    when: {call}
    say: 完成的同学发「打卡」
    expect: {{matches: 2, words: [打卡], within: {within}}}
    otherwise:
      - {{seat: fan, deadline: {deadline}, say: 我是往期同学，今天先打卡}}
      - {{delay: {later}, say: 还没打卡的同学，睡前补上就行}}
    then:
      - {{delay: {soon}, say: 太棒了，今天就到这里}}
  - id: d2-tips
    seat: teacher
    when: {tips}
    say:
      - text: 小技巧一：先听再看
      - {{text: 小技巧二：先说再写, pause: 1s}}
  - id: d3-vote
    seat: teacher
    when: {vote}
    say: "投票：想要直播发 1，想要录播发 2"
    expect: {{matches: 2, words: ["1", "2"], within: {within}}}
    otherwise: [{{alert: 第三天的投票没有人理}}]
    then: [{{say: 谢谢投票}}]
  - {{id: d4-crowd, seat: teacher, when: {crowd}, only_if: room.members > 1000, say: 群里好热闹}}
  - {{id: d5-share, seat: fan, when: {share}, deadline: {deadline}, say: "{shared}"}}
  - {{id: d5-thanks, seat: teacher, when: {{after: d5-share, delay: {soon}}}, say: 谢谢分享}}
  - {{id: d7-end, seat: teacher, when: {end}, requires: [d1-call], say: 七天到了}}
latecomers: {{seat: teacher, delay: {soon}, from_day: 1, say: "欢迎 {{{{ names }}}}，先看群公告"}}
"""


def week(
    moment: Callable[[int, int], str], *, hour: timedelta = HOUR, minute: timedelta = MINUTE
) -> str:
    """The plan; `moment` writes down a day and an hour, the lengths say how long one lasts."""
    return _PLAN.format(
        call=moment(1, 9),
        tips=moment(2, 12),
        vote=moment(3, 12),
        crowd=moment(4, 12),
        share=moment(5, 12),
        end=moment(7, 20),
        within=written(2 * hour),
        deadline=written(hour),
        later=written(hour),
        soon=written(minute),
        shared=SHARED,
    )


def written(length: timedelta) -> str:
    """A length as plans write it."""
    return f"{int(length.total_seconds())}s"


def in_days(day: int, hour: int) -> str:
    """On that day of the run."""
    return f'{{day: {day}, at: "{hour:02d}:00"}}'


def in_seconds(start: datetime, day: timedelta) -> Callable[[int, int], str]:
    """The same in less time: a day lasts so long, and the first begins at `start`."""

    def moment(number: int, hour: int) -> str:
        at = start + (number - 1) * day + day * hour / 24
        return f'{{date: {at:%Y-%m-%d}, at: "{at:%H:%M:%S}"}}'

    return moment
